import { err, ok, type Result } from '../../main/contract/result.ts';

/** A picture of dots, row after row, the leftmost dot of each eight in the highest bit; 1 is black. */
export interface Logo {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly rows: Uint8Array;
}

/** 5 cm of paper. */
const longestDots = 400;
/** More than any logo's file has that is not too large. */
export const maxLogoFileBytes = 64 * 1024;

/**
 * Reads a portable bitmap (netpbm's P4), which GIMP and ImageMagick write: a dot a pixel, so what the operator sees is what
 * the paper shows.
 */
export function readLogo(file: Uint8Array, paperWidthDots: number): Result<Logo, 'no-bitmap' | 'too-large'> {
  const head = /^P4(?:\s+|#[^\n]*\n)+(\d{1,5})(?:\s+|#[^\n]*\n)+(\d{1,5})\s/.exec(
    Buffer.from(file.subarray(0, 1_000)).toString('latin1'),
  );
  if (head === null) return err('no-bitmap');
  const [whole, width, height] = head;
  const [widthDots, heightDots] = [Number(width), Number(height)];
  const rows = file.subarray(whole.length);
  if (widthDots < 1 || heightDots < 1 || rows.length < bytesPerRow(widthDots) * heightDots) return err('no-bitmap');
  if (widthDots > paperWidthDots || heightDots > longestDots) return err('too-large');
  return ok({ widthDots, heightDots, rows: withoutPadding(rows, widthDots, heightDots) });
}

export const bytesPerRow = (widthDots: number): number => Math.ceil(widthDots / 8);

/** Bits beyond the last dot of a row mean nothing in the file, and would be dots on paper. */
function withoutPadding(rows: Uint8Array, widthDots: number, heightDots: number): Uint8Array {
  const perRow = bytesPerRow(widthDots);
  const lastMask = (0xff << (perRow * 8 - widthDots)) & 0xff;
  return Uint8Array.from(rows.subarray(0, perRow * heightDots), (byte, at) =>
    at % perRow === perRow - 1 ? byte & lastMask : byte,
  );
}
