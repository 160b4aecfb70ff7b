import { maxPageBytes, maxPagePartBytes } from '../../main/contract/devices/document-scanner.ts';

export type PageFault = 'too-large' | 'not-jpeg' | 'cut-short';

/**
 * Puts a page together as it comes. Every part but the last leaves at once; the last only when the page has turned out
 * to be whole, so that a page without it is no page.
 */
export interface PageAssembly {
  /** A fault ends the page: nothing more is to be pushed. */
  push(chunk: Uint8Array): PageFault | undefined;
  /** The body is at its end. Gives the last part where the page is whole. */
  finish(): Uint8Array | PageFault;
}

/** `onPart` gets parts of `maxPagePartBytes` each. */
export function assemblePage(onPart: (part: Uint8Array) => void): PageAssembly {
  let waiting: Uint8Array = new Uint8Array(0);
  let sentBytes = 0;
  const end = createEndFinder();

  return {
    push: (chunk) => {
      waiting = Buffer.concat([waiting, chunk]);
      if (sentBytes + waiting.length > maxPageBytes) return 'too-large';
      if (sentBytes === 0 && !beginsAsJpeg(waiting)) return 'not-jpeg';
      end.look(chunk);
      // One byte always stays for the last part.
      while (waiting.length > maxPagePartBytes) {
        onPart(waiting.subarray(0, maxPagePartBytes));
        waiting = waiting.subarray(maxPagePartBytes);
        sentBytes += maxPagePartBytes;
      }
      return undefined;
    },
    finish: () => (end.isAtEnd() ? waiting : 'cut-short'),
  };
}

/** As far as it has come: a start-of-image marker and the next one's first byte (ITU-T T.81, B.1.1.3). */
function beginsAsJpeg(bytes: Uint8Array): boolean {
  return [0xff, 0xd8, 0xff].every((byte, at) => at >= bytes.length || bytes[at] === byte);
}

/**
 * Whether the bytes so far end with an end-of-image marker. Some scanners fill up with zeros after it. A length that is
 * announced and kept proves nothing: scanners that lose the page half-way round announce what they have.
 */
function createEndFinder(): { look(chunk: Uint8Array): void; isAtEnd(): boolean } {
  let seen: 'nothing' | 'marker-byte' | 'end' = 'nothing';
  return {
    look: (chunk) => {
      for (const byte of chunk) {
        if (seen === 'end' && byte === 0) continue;
        if (byte === 0xff) seen = 'marker-byte';
        else seen = seen === 'marker-byte' && byte === 0xd9 ? 'end' : 'nothing';
      }
    },
    isAtEnd: () => seen === 'end',
  };
}
