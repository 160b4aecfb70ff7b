import { maxMessageBytes } from './shell-service.ts';
import { err, ok, type Result } from './result.ts';

/** The frames of the line between shell and service: 4 bytes of length, big-endian, then that many bytes of UTF-8 JSON. */

const headerBytes = 4;

/** Throws when the message is longer than `maxMessageBytes`: the sender made it, so that is a bug of the sender. */
export function encodeFrame(message: unknown): Uint8Array {
  const body = new TextEncoder().encode(JSON.stringify(message));
  if (body.length > maxMessageBytes) throw new Error(`a message of ${body.length} bytes does not fit the line`);
  const frame = new Uint8Array(headerBytes + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, headerBytes);
  return frame;
}

export type FrameFault = 'too-long' | 'not-json';

export interface FrameReader {
  /**
   * Takes bytes as they come, cut anywhere, and gives the messages that are now whole. After a fault the two sides no
   * longer agree where a message begins: the connection has to be closed.
   */
  read(bytes: Uint8Array): Result<readonly unknown[], FrameFault>;
}

export function frameReader(): FrameReader {
  let held = new Uint8Array(0);
  return {
    read(bytes) {
      const all = new Uint8Array(held.length + bytes.length);
      all.set(held);
      all.set(bytes, held.length);
      const messages: unknown[] = [];
      let at = 0;
      while (all.length - at >= headerBytes) {
        const length = new DataView(all.buffer).getUint32(at);
        if (length > maxMessageBytes) return err('too-long');
        const end = at + headerBytes + length;
        if (all.length < end) break;
        try {
          messages.push(
            JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(all.subarray(at + headerBytes, end))),
          );
        } catch {
          return err('not-json');
        }
        at = end;
      }
      held = all.slice(at);
      return ok(messages);
    },
  };
}
