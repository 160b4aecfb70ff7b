import { encodePointOfSale } from './codec.ts';
import { encodeAnswer, encodeCommand, type ReaderCommand, readerCommands, type SerialModel } from './commands.ts';

/**
 * What goes wrong with what it says next, answer or code: `silent` never comes, `garbage` is other bytes, `cut` stops half
 * way, `slow` dribbles in, `other-device` is what a modem would say.
 */
export const faultKinds = ['silent', 'garbage', 'cut', 'slow', 'other-device'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Bytes for the line, or one report. `slow` asks for a tenth of the pace. */
export interface CodeOutput {
  readonly bytes: Uint8Array;
  readonly slow: boolean;
}

/** A code reader as its host sees it, without the line. */
export interface VirtualCodeReader {
  /** Takes bytes off a serial line and gives what is to be sent back. */
  hear(chunk: Uint8Array): readonly CodeOutput[];
  /** Somebody holds a code under it. It reads without being lit, too, as one with a button or a stand does. */
  scan(code: Uint8Array): readonly CodeOutput[];
  addFault(kind: FaultKind, count: number): void;
  mend(): void;
  /** A HID reader's mode was set by a feature report. */
  noteFeature(report: Uint8Array): void;
  state(): {
    readonly lit: boolean;
    readonly scans: number;
    readonly faultsLeft: number;
    readonly feature: string | null;
  };
}

const CR = 0x0d;
const longestCommand = 32;

export function createVirtualCodeReader(kind: SerialModel | 'hid'): VirtualCodeReader {
  let held = new Uint8Array();
  let lit = false;
  let scans = 0;
  let feature: string | null = null;
  let faults: readonly FaultKind[] = [];

  function spoil(bytes: Uint8Array): readonly CodeOutput[] {
    const [fault, ...rest] = faults;
    faults = rest;
    switch (fault) {
      case undefined:
        return [{ bytes, slow: false }];
      case 'silent':
        return [];
      case 'garbage':
        return [{ bytes: bytes.map((byte) => (byte * 31 + 17) & 0xff), slow: false }];
      case 'cut':
        return [{ bytes: bytes.subarray(0, bytes.length >> 1), slow: false }];
      case 'slow':
        return [{ bytes, slow: true }];
      case 'other-device':
        return [{ bytes: new TextEncoder().encode('\r\nERROR\r\n'), slow: false }];
      default:
        return fault satisfies never;
    }
  }

  /** A HID device that stops half way leaves reports out; half a report there is none. */
  function spoilReports(reports: readonly Uint8Array[]): readonly CodeOutput[] {
    const [fault, ...rest] = faults;
    faults = rest;
    const whole = reports.map((bytes) => ({ bytes, slow: fault === 'slow' }));
    switch (fault) {
      case undefined:
      case 'slow':
        return whole;
      case 'silent':
        return [];
      case 'cut':
        // The first says that it goes on, also where it would have been the only one.
        return whole.slice(0, 1).map(({ bytes }) => ({ bytes: bytes.with(-1, 1), slow: false }));
      case 'garbage':
      case 'other-device':
        return whole.map(({ bytes }) => ({
          bytes: bytes.map((byte, at) => (at === 0 ? byte : byte ^ 0x55)),
          slow: false,
        }));
      default:
        return fault satisfies never;
    }
  }

  function answer(model: SerialModel, command: ReaderCommand): readonly CodeOutput[] {
    if (command !== 'greet') lit = command === 'trigger';
    const bytes = encodeAnswer(model, command);
    return bytes === undefined ? [] : spoil(bytes);
  }

  return {
    hear: (chunk) => {
      if (kind === 'hid') return [];
      held = Uint8Array.from([...held, ...chunk]).slice(-longestCommand);
      const outputs: CodeOutput[] = [];
      for (;;) {
        const found = firstCommand(kind, held);
        if (found === undefined) return outputs;
        held = held.slice(found.end);
        outputs.push(...answer(kind, found.command));
      }
    },
    scan: (code) => {
      scans += 1;
      lit = false;
      return kind === 'hid' ? spoilReports(encodePointOfSale(code)) : spoil(Uint8Array.of(...code, CR));
    },
    addFault: (fault, count) => {
      faults = [...faults, ...Array.from({ length: count }, () => fault)];
    },
    mend: () => {
      faults = [];
    },
    noteFeature: (report) => {
      feature = Buffer.from(report).toString('hex');
    },
    state: () => ({ lit, scans, faultsLeft: faults.length, feature }),
  };
}

function firstCommand(
  model: SerialModel,
  bytes: Uint8Array,
): { readonly command: ReaderCommand; readonly end: number } | undefined {
  const found = readerCommands.flatMap((command) => {
    const wanted = encodeCommand(model, command);
    const at = Buffer.from(bytes).indexOf(wanted);
    return at < 0 ? [] : [{ command, end: at + wanted.length }];
  });
  return found.toSorted((a, b) => a.end - b.end)[0];
}
