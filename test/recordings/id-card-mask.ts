import { decodeAnswer, decodeCommand, encodeAnswer, encodeReadData } from '../../native/id-card/codec.ts';
import { createFrameDecoder, encodeFrame } from '../../native/id-card/frame.ts';
import { sampleCardBlocks } from '../../native/id-card/sample-cards.ts';
import type { Mask } from '../../native/transports/recording.ts';

/** A SAM's number has 16 bytes; all that is longer is a card's. */
const longestDeviceData = 16;
const blank = 0x20;

/** Whoever's card was read, in the recording it is a sample's. */
export function idCardMask(): Mask {
  const decoder = createFrameDecoder();
  const commands = createFrameDecoder();
  let held: Buffer = Buffer.alloc(0);

  function rest(): Uint8Array {
    const masked = new Uint8Array(held.length);
    held.fill(0);
    held = Buffer.alloc(0);
    decoder.reset();
    return masked;
  }

  return {
    sent: (bytes) => {
      const frames = commands.feed(bytes);
      const isCommand =
        frames.length === 1 && frames[0]?.kind === 'frame' && decodeCommand(frames[0].body) !== undefined;
      commands.reset();
      return isCommand ? bytes.slice() : new Uint8Array(bytes.length);
    },
    received: (bytes) => {
      held = Buffer.concat([held, bytes]);
      const parts: Uint8Array[] = [];
      for (const event of decoder.feed(bytes)) {
        if (event.kind === 'damaged') continue;
        const raw = encodeFrame(event.body);
        const at = held.indexOf(raw);
        parts.push(new Uint8Array(at), encodeFrame(maskedBody(event.body)));
        const after = Buffer.from(held.subarray(at + raw.length));
        for (const each of [held, raw, event.body]) each.fill(0);
        held = after;
      }
      return Buffer.concat(parts);
    },
    rest,
  };
}

/** As long as the body was. */
function maskedBody(body: Uint8Array): Uint8Array {
  const answer = decodeAnswer(body);
  if (!answer.ok) return new Uint8Array(body.length);
  const { data } = answer.value;
  if (data.length <= longestDeviceData) return body.slice();
  const sample = encodeAnswer('ok', encodeReadData(sampleCardBlocks('resident-wang')));
  if (sample.length === body.length) return sample;
  // An address, or a card with fingerprints.
  const masked = new Uint8Array(body.length).fill(blank);
  masked.set(body.subarray(0, body.length - data.length));
  return masked;
}
