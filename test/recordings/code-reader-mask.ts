import { answerFinders, encodeCommand, readerCommands, type SerialModel } from '../../native/barcode/commands.ts';
import type { Mask } from '../../native/transports/recording.ts';

const [lineFeed, carriageReturn, letter] = [0x0a, 0x0d, 0x78];

/** Whatever was scanned, in the recording it is as many letters that say nothing. Answers to commands stay. */
export function codeReaderMask(model: SerialModel): () => Mask {
  const commands = readerCommands.map((command) => Buffer.from(encodeCommand(model, command)));
  return () => {
    let held: Buffer = Buffer.alloc(0);
    const letters = (bytes: Uint8Array): Uint8Array =>
      bytes.map((byte) => (byte === lineFeed || byte === carriageReturn ? byte : letter));
    /** The first `count` bytes, which are no longer held. */
    const letGo = (count: number): Buffer => {
      const given = Buffer.from(held.subarray(0, count));
      const left = Buffer.from(held.subarray(count));
      held.fill(0);
      held = left;
      return given;
    };
    return {
      sent: (bytes) =>
        commands.some((command) => command.equals(bytes)) ? bytes.slice() : new Uint8Array(bytes.length),
      received: (bytes) => {
        held = Buffer.concat([held, bytes]);
        const parts: Uint8Array[] = [];
        for (let answer = answerFinders[model](held); answer !== undefined; answer = answerFinders[model](held)) {
          parts.push(letters(letGo(answer.start)), letGo(answer.end - answer.start));
        }
        // What has ended is a code; an answer may still become whole.
        const lastEnd = Math.max(held.lastIndexOf(lineFeed), held.lastIndexOf(carriageReturn));
        if (lastEnd === held.length - 1) parts.push(letters(letGo(held.length)));
        return Buffer.concat(parts);
      },
      rest: () => letters(letGo(held.length)),
    };
  };
}
