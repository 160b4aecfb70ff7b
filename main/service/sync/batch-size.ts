/** How much of the queue one request carries, in bytes of envelopes. */
export interface BatchSize {
  bytes(): number;
  /** The request came through, whatever the answer says of its cases. */
  onAnswered(): void;
  /** The line broke under it. */
  onBroken(): void;
}

/** Comes through where a line lasts a few seconds. */
const firstBytes = 256 * 1024;
const leastBytes = 16 * 1024;
/** A request holds 16 MiB at most; this leaves room for what stands around the cases. */
const mostBytes = 11 * 1024 * 1024;

/**
 * Long requests cost less on a good line: each is a handshake, a lease and some flushes. On a line that is cut every 200 kB
 * a long one never arrives, however often it is sent. So each is twice the one before until the line breaks under one; the
 * next is a quarter of that, and from then on each a quarter more: doubled, every third would break again.
 */
export function createBatchSize(): BatchSize {
  let bytes = firstBytes;
  let growth = 2;
  return {
    bytes: () => bytes,
    onAnswered: () => {
      bytes = Math.min(mostBytes, bytes * growth);
    },
    onBroken: () => {
      bytes = Math.max(leastBytes, bytes / 4);
      growth = 1.25;
    },
  };
}
