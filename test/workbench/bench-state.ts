/** What the workbench's window shows. Pushed by test/workbench/main.ts whenever something has changed. */
export interface BenchState {
  /** The card on the reader by its sample name; null when none lies there. */
  readonly card: string | null;
  readonly printer: { readonly coverOpen: boolean; readonly paperMm: number };
  readonly pagePrinter: {
    readonly coverOpen: boolean;
    readonly jammed: boolean;
    readonly sheets: number;
    readonly printing: boolean;
    /** Documents that came out whole since it was started. */
    readonly printed: number;
  };
  readonly scanner: {
    readonly plugged: boolean;
    /** The page on the glass by its sample name; null when none lies there. */
    readonly glass: string | null;
    /** Sheets in the feeder. */
    readonly feeder: number;
    readonly jammed: boolean;
    readonly coverOpen: boolean;
    readonly scanning: boolean;
    /** Pages given away since it was started. */
    readonly scanned: number;
  };
  readonly codeReader: { readonly plugged: boolean; readonly lit: boolean; readonly scans: number };
  /** The sample page under the camera; null where the table is empty. */
  readonly underCamera: string | null;
  readonly networkCut: boolean;
  /** What the driver of each device said last, by its name in the device host's log. */
  readonly believed: readonly { readonly device: string; readonly state: string }[];
  /** The newest first. */
  readonly papers: readonly Paper[];
  /** What the platform holds, opened; the newest first. */
  readonly cases: readonly BenchCase[];
}

export interface Paper {
  readonly name: string;
  /** Torn off before it was whole. */
  readonly partial: boolean;
  /** What its QR code says; null where it has none. */
  readonly code: string | null;
  readonly pngBase64: string;
}

export interface BenchCase {
  readonly caseNumber: string;
  readonly receivedAt: string;
  readonly deliveries: number;
  readonly itemName: string;
  readonly rows: readonly { readonly label: string; readonly text: string }[];
}

/** What a hand at the workbench does, to which device, in that device's own words. */
export interface BenchOrder {
  readonly to: 'reader' | 'printer' | 'page-printer' | 'scanner' | 'code-reader' | 'camera' | 'network';
  readonly order: {
    readonly do: string;
    readonly card?: string;
    readonly page?: string;
    readonly text?: string;
    readonly pages?: readonly string[];
    readonly atPage?: number;
    readonly sheets?: number;
  };
}

export const benchChannels = {
  state: 'workbench:state',
  current: 'workbench:current',
  order: 'workbench:order',
} as const;

/** What the preload puts into the page as `window.workbench`. */
export interface BenchBridge {
  current(): Promise<BenchState | null>;
  order(order: BenchOrder): void;
  onState(listener: (state: BenchState) => void): () => void;
}
