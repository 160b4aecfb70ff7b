import { err, ok, type Result } from '../../main/contract/result.ts';

/** A page as scanimage gives it. `pixels`: rows from the top, one byte a channel, red first. */
export interface Picture {
  readonly widthDots: number;
  readonly heightRows: number;
  /** 1: grey, 3: colour. */
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

export type PictureFault = 'not-a-picture' | 'too-large' | 'cut-short';

/** A4 in colour at 300 dpi has 26 MB, a legal-size sheet 32 MB. */
export const maxPixelBytes = 64 * 1024 * 1024;
/** Magic, comment, width, height, highest value: scanimage writes about 40 bytes. */
const maxHeadBytes = 256;

/** Puts a picture together as it comes: binary PGM or PPM of 8 bits a channel (the netpbm formats P5 and P6). */
export interface PictureAssembly {
  /** A fault ends it: nothing more is to be pushed. */
  push(chunk: Uint8Array): PictureFault | undefined;
  /** All has come. */
  finish(): Result<Picture, PictureFault>;
  /** Overwrites what has come. */
  wipe(): void;
}

export function assemblePicture(): PictureAssembly {
  let head: Uint8Array = new Uint8Array(0);
  let picture: Picture | undefined;
  let filledBytes = 0;

  function fill(chunk: Uint8Array): PictureFault | undefined {
    if (picture === undefined) return undefined;
    if (filledBytes + chunk.length > picture.pixels.length) return 'not-a-picture';
    picture.pixels.set(chunk, filledBytes);
    filledBytes += chunk.length;
    return undefined;
  }

  return {
    push: (chunk) => {
      if (picture !== undefined) return fill(chunk);
      head = Buffer.concat([head, chunk]);
      const read = readHead(head);
      if (read === 'more') return head.length > maxHeadBytes ? 'not-a-picture' : undefined;
      if (typeof read === 'string') return read;
      const { widthDots, heightRows, channels } = read;
      picture = { widthDots, heightRows, channels, pixels: new Uint8Array(widthDots * heightRows * channels) };
      const fault = fill(head.subarray(read.headBytes));
      head.fill(0);
      return fault;
    },
    finish: () => {
      if (picture === undefined) return err(head.length === 0 ? 'cut-short' : 'not-a-picture');
      return filledBytes < picture.pixels.length || endsInFill(picture) ? err('cut-short') : ok(picture);
    },
    wipe: () => {
      head.fill(0);
      picture?.pixels.fill(0);
    },
  };
}

type Head = Omit<Picture, 'pixels'> & { readonly headBytes: number };

function readHead(bytes: Uint8Array): Head | PictureFault | 'more' {
  const text = Buffer.from(bytes.subarray(0, maxHeadBytes)).toString('latin1');
  if (!/^(?:P|$)/.test(text) || (text.length > 1 && !/^P[56]/.test(text))) return 'not-a-picture';
  const found = /^P([56])(?:\s|#[^\n]*\n)+(\d{1,6})\s+(\d{1,6})\s+(\d{1,5})\s/.exec(text);
  if (found === null) return 'more';
  const [whole, kind, width, height, highest] = found;
  const [widthDots, heightRows, channels] = [Number(width), Number(height), kind === '6' ? 3 : 1] as const;
  if (Number(highest) !== 255 || widthDots === 0 || heightRows === 0) return 'not-a-picture';
  if (widthDots * heightRows * channels > maxPixelBytes) return 'too-large';
  return { widthDots, heightRows, channels, headBytes: whole.length };
}

/** As many as a block of JPEG has: less could be a grey line that is really there. */
const fillRows = 16;
const midGrey = 128;

/**
 * Whether the last rows are the even grey that a JPEG decoder puts where data is missing. SANE's network backends decode a
 * page that broke off without a word, at full length. No paper is as even as that; white, which some fill with, is.
 */
function endsInFill({ widthDots, heightRows, channels, pixels }: Picture): boolean {
  if (heightRows <= fillRows) return false;
  return pixels.subarray(-fillRows * widthDots * channels).every((value) => value === midGrey);
}
