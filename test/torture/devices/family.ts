import type { DeviceSettings } from '../../../main/contract/device-host.ts';
import type { Random } from '../random.ts';
import type { WatchedHost } from './host.ts';

/**
 * One family of devices, as the fault matrix sees it. A cell is one state of the device and one fault that happens in it.
 */
export interface Family {
  readonly name: string;
  readonly states: readonly string[];
  readonly faults: readonly string[];
  /** Where those of all others cannot be kept, and why stands beside them. */
  readonly limits?: Limits;
  /** Starts the virtual device and the line to it. */
  open(folder: string, random: Random): Promise<Bench>;
}

export interface Limits {
  /** How long a driver may take to see that something is wrong: its slowest heartbeat and its answer limit. */
  readonly noticedWithinMs: number;
  /** How long what was asked for may stay unanswered when the device has failed it. */
  readonly answeredWithinMs: number;
  /** From the cause's end until the device is ready again. */
  readonly backWithinMs: number;
}

export interface Bench {
  readonly settings: DeviceSettings;
  /** What the device host needs around it, to see a bus that is not the machine's. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is read while the device works: after a fault it may still be at what it was asked for, and needs no more. */
  readonly working: string;
  /** Brings the device to a state. What was asked for in it is answered, whatever happens: `answered` waits for that. */
  reach(host: WatchedHost, state: string): Promise<Reached>;
  cause(fault: string): Promise<void>;
  /** The fault's cause is taken away, as a person would: plugged in again, paper put in. */
  mend(fault: string): Promise<void>;
  /** The name of the device's state now, and the sentence that stands on the staff page for it; null where there is none. */
  reads(host: WatchedHost): { readonly state: string; readonly sentence: string | null };
  /** The states that may be read under the fault. */
  expected(fault: string): readonly string[];
  /** What is known to stay open after such a fault, by no fault of ours. */
  readonly mayLeave?: (fault: string) => readonly string[];
  /** Everything the device is for, done once and compared with what should come of it. Throws when it does not. */
  use(host: WatchedHost): Promise<void>;
  close(): Promise<void>;
}

export interface Reached {
  answered(withinMs: number): Promise<void>;
}
