import { closeSync, openSync, readSync } from 'node:fs';
import type { Lines } from './log-file.ts';

const chunkBytes = 1 << 16;
/** Of a line in a file that is none of ours, more than this is not kept: nothing that long can be right. */
export const longestLineBytes = 1 << 14;

/** The lines of a file without their ends. Each is good until the next is asked for. Throws what reading throws. */
export function fileLines(file: string): Lines {
  return function* lines() {
    const descriptor = openSync(file, 'r');
    try {
      const chunk = Buffer.alloc(chunkBytes);
      let begun: Buffer = Buffer.alloc(0);
      for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
        let from = 0;
        for (let end = chunk.indexOf(lineFeed); end !== -1 && end < read; end = chunk.indexOf(lineFeed, from)) {
          const piece = chunk.subarray(from, end);
          yield begun.length === 0 ? piece : Buffer.concat([begun, piece]);
          begun = Buffer.alloc(0);
          from = end + 1;
        }
        if (from < read && begun.length <= longestLineBytes) {
          begun = Buffer.concat([begun, chunk.subarray(from, read)]);
        }
      }
      if (begun.length > 0) yield begun;
    } finally {
      closeSync(descriptor);
    }
  };
}

const lineFeed = 0x0a;
