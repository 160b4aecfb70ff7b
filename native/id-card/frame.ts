/**
 * The frame every SAM-V reader speaks, whatever the line underneath (serial, USB bulk, HID): preamble, length, body,
 * checksum. Source: GA 450 as described in the SAM protocol paper; layout
 * `AA AA AA 96 69 | length (2, big-endian: body + checksum) | body | XOR of length and body`.
 */
const preamble = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69);
const headBytes = preamble.length + 2;

/** A command has two body bytes, an answer three or more; with the checksum nothing shorter than this is a frame. */
const minLength = 3;
/** Text, photo and two fingerprints: the longest answer there is. A longer length is line noise, not a frame. */
const maxLength = 0x090a;
const maxFrameBytes = headBytes + maxLength;

/** Longest body that `encodeFrame` takes, in bytes. */
export const maxBodyBytes = maxLength - 1;

/**
 * What came out of a stream of bytes. `damaged` is a frame that was whole but whose checksum is wrong: its sender is
 * owed a repetition (a reader) or a refusal (a driver), so it is told apart from bytes that were never a frame.
 */
export type FrameEvent = { readonly kind: 'frame'; readonly body: Uint8Array } | { readonly kind: 'damaged' };

/** Cuts a stream of bytes into frames. Never throws, whatever comes, and never holds more than one longest frame. */
export interface FrameDecoder {
  /** Takes the next bytes of the line; copies what it keeps. Every body handed out belongs to the caller. */
  feed(chunk: Uint8Array): readonly FrameEvent[];
  /** Forgets what has begun to arrive, and wipes it: half a card's text may be in it. */
  reset(): void;
}

/** Wraps 2 to `maxBodyBytes` bytes. Longer or shorter is a bug of the caller and throws a RangeError. */
export function encodeFrame(body: Uint8Array): Uint8Array {
  const length = body.length + 1;
  if (length < minLength || length > maxLength) throw new RangeError(`no frame has a body of ${body.length} bytes`);
  const frame = new Uint8Array(headBytes + length);
  frame.set(preamble, 0);
  frame[preamble.length] = length >> 8;
  frame[preamble.length + 1] = length & 0xff;
  frame.set(body, headBytes);
  frame[frame.length - 1] = xor(frame.subarray(preamble.length, frame.length - 1));
  return frame;
}

export function createFrameDecoder(): FrameDecoder {
  const held = new Uint8Array(maxFrameBytes);
  let heldBytes = 0;

  function drop(count: number): void {
    held.copyWithin(0, count, heldBytes);
    held.fill(0, heldBytes - count, heldBytes);
    heldBytes -= count;
  }

  /** Takes at most one event from the front. Undefined: more bytes are needed. */
  function take(): FrameEvent | undefined {
    for (;;) {
      drop(noiseBefore(held.subarray(0, heldBytes)));
      if (heldBytes < headBytes) return undefined;
      const length = ((held[preamble.length] ?? 0) << 8) | (held[preamble.length + 1] ?? 0);
      if (length < minLength || length > maxLength) {
        drop(1);
        continue;
      }
      const frameBytes = headBytes + length;
      if (heldBytes < frameBytes) return undefined;
      if (xor(held.subarray(preamble.length, frameBytes)) !== 0) {
        // The length itself may be what was damaged, and then a good frame lies inside: look again one byte further on.
        drop(1);
        return { kind: 'damaged' };
      }
      const body = held.slice(headBytes, frameBytes - 1);
      drop(frameBytes);
      return { kind: 'frame', body };
    }
  }

  return {
    feed: (chunk) => {
      const events: FrameEvent[] = [];
      for (let taken = 0; taken < chunk.length; ) {
        // A full buffer always gives an event or drops a byte below, so there is room again each time round.
        const count = Math.min(held.length - heldBytes, chunk.length - taken);
        held.set(chunk.subarray(taken, taken + count), heldBytes);
        heldBytes += count;
        taken += count;
        for (let event = take(); event !== undefined; event = take()) events.push(event);
      }
      return events;
    },
    reset: () => {
      held.fill(0);
      heldBytes = 0;
    },
  };
}

/** How many bytes at the front can no longer be part of a preamble. */
function noiseBefore(bytes: Uint8Array): number {
  for (let start = 0; start < bytes.length; start += 1) {
    const count = Math.min(preamble.length, bytes.length - start);
    let offset = 0;
    while (offset < count && bytes[start + offset] === preamble[offset]) offset += 1;
    if (offset === count) return start;
  }
  return bytes.length;
}

function xor(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
}
