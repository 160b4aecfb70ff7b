import { err, ok, type Result } from './result.ts';
import { maxMessageBytes } from './shell-service.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** One message between shell and service: 4-byte big-endian length, then UTF-8 JSON. */
export function encodeFrame(message: unknown): Uint8Array {
  const body = encoder.encode(JSON.stringify(message));
  if (body.length > maxMessageBytes) throw new Error(`a message of ${body.length} bytes is over the limit`);
  const frame = new Uint8Array(4 + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, 4);
  return frame;
}

/**
 * Cuts a stream into messages. A length over the limit cannot be skipped, because what follows is not known to be a
 * frame: the connection is to be closed.
 */
export function createFrameReader(): (chunk: Uint8Array) => Result<readonly unknown[], 'too-long' | 'not-json'> {
  let held = new Uint8Array(0);
  return (chunk) => {
    const joined = new Uint8Array(held.length + chunk.length);
    joined.set(held);
    joined.set(chunk, held.length);
    held = joined;
    const messages: unknown[] = [];
    while (held.length >= 4) {
      const length = new DataView(held.buffer, held.byteOffset).getUint32(0);
      if (length > maxMessageBytes) return err('too-long');
      if (held.length < 4 + length) break;
      try {
        messages.push(JSON.parse(decoder.decode(held.subarray(4, 4 + length))));
      } catch {
        return err('not-json');
      }
      held = held.slice(4 + length);
    }
    return ok(messages);
  };
}
