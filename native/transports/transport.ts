/**
 * Why a line to a device is not there, or is no longer.
 *
 * `missing`: nothing answers to that name (no such port, refused, no answer in time).
 * `unplugged`: it was there and went away (USB pulled, the other side closed).
 * `busy`: another program holds it. `not-permitted`: the operating system refuses us.
 * `failed`: anything else, in the operating system's words, for the log and not for the screen.
 */
export type LossReason =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unplugged' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'not-permitted' }
  | { readonly kind: 'failed'; readonly detail: string };

/**
 * What a line tells its driver. `opened` comes at most once and before any `bytes`; exactly one of `closed` (we hung up)
 * and `lost` (the line did) comes last, and nothing after it. `lost` without `opened` is a line that never came up.
 * None of them is called before `Dial` has returned, so a driver always holds its transport first.
 * A chunk may be wiped as soon as `bytes` returns: copy what is to stay.
 */
export interface TransportEvents {
  opened(): void;
  bytes(chunk: Uint8Array): void;
  closed(): void;
  lost(reason: LossReason): void;
}

/** One line, for one connection's life. A driver that wants another one dials again. */
export interface Transport {
  /** Queues bytes. On a line that is not open, or has gone, they are dropped: the loss itself is told by `lost`. */
  send(bytes: Uint8Array): void;
  /** Hangs up, opened or not. `closed` follows, unless `lost` was told before. */
  close(): void;
}

/** Starts a connection. Returns at once; everything else is told by events. */
export type Dial = (events: TransportEvents) => Transport;

/** Sorts an operating system's error code into the reasons above. */
export function lossReasonOf(error: { readonly code?: string; readonly message: string }): LossReason {
  switch (error.code) {
    case 'ENOENT':
    case 'ENODEV':
    case 'ENXIO':
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return { kind: 'missing' };
    case 'EIO':
    case 'EPIPE':
    case 'ECONNRESET':
      return { kind: 'unplugged' };
    case 'EBUSY':
      return { kind: 'busy' };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'not-permitted' };
    default:
      return { kind: 'failed', detail: error.message };
  }
}
