import { encode, type QrCodeGenerateResult } from 'uqr';
import type { QrLevel } from './codec.ts';
import { columnsOfCharacter } from './layout.ts';
import { glyphHeightDots, glyphOf } from './virtual-glyphs.ts';

/** One row of dots across the paper; 1 is black. */
export type DotRow = Uint8Array;

export interface StyledCharacter {
  readonly character: string;
  readonly times: number;
  readonly bold: boolean;
}

export const widthOf = ({ character, times }: StyledCharacter): number => columnsOfCharacter(character) * 12 * times;

/** A line of characters as rows of dots, standing on a common foot, each dot of a glyph repeated as often as its size says. */
export function drawLine(
  line: readonly StyledCharacter[],
  align: 'left' | 'centre',
  pitchDots: number,
  headDots: number,
): readonly DotRow[] {
  const heightDots = Math.max(...line.map(({ times }) => times * glyphHeightDots));
  const rows = Array.from({ length: Math.max(heightDots, pitchDots) }, () => new Uint8Array(headDots));
  const lineWidth = line.reduce((sum, styled) => sum + widthOf(styled), 0);
  let left = align === 'centre' ? Math.floor((headDots - lineWidth) / 2) : 0;
  for (const styled of line) {
    const glyph = glyphOf(styled.character, styled.bold);
    const top = heightDots - styled.times * glyphHeightDots;
    for (let y = 0; y < glyphHeightDots * styled.times; y += 1) {
      const glyphRow = Math.floor(y / styled.times) * glyph.widthDots;
      const row = rows[top + y];
      for (let x = 0; x < glyph.widthDots * styled.times; x += 1) {
        if (row !== undefined && glyph.dots[glyphRow + Math.floor(x / styled.times)] === 1) row[left + x] = 1;
      }
    }
    left += widthOf(styled);
  }
  return rows;
}

/** A QR code as rows of dots; none when it does not fit the code or the paper, as a printer prints nothing then. */
export function drawQr(
  data: string,
  moduleDots: number,
  level: QrLevel,
  align: 'left' | 'centre',
  headDots: number,
): readonly DotRow[] {
  const code = encodeQr(data, level);
  if (code === undefined || code.size * moduleDots > headDots) return [];
  const side = code.size * moduleDots;
  const left = align === 'centre' ? Math.floor((headDots - side) / 2) : 0;
  return Array.from({ length: side }, (_, y) => {
    const row = new Uint8Array(headDots);
    const modules = code.data[Math.floor(y / moduleDots)] ?? [];
    for (let x = 0; x < side; x += 1) row[left + x] = modules[Math.floor(x / moduleDots)] === true ? 1 : 0;
    return row;
  });
}

/** A picture as rows of dots, cut off where the paper ends. */
export function drawRaster(
  bytesPerRow: number,
  rows: Uint8Array,
  align: 'left' | 'centre',
  headDots: number,
): readonly DotRow[] {
  const wide = bytesPerRow * 8;
  const left = align === 'centre' ? Math.max(0, Math.floor((headDots - wide) / 2)) : 0;
  return Array.from({ length: rows.length / bytesPerRow }, (_, y) => {
    const row = new Uint8Array(headDots);
    for (let x = 0; x < wide && left + x < headDots; x += 1) {
      row[left + x] = ((rows[y * bytesPerRow + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    }
    return row;
  });
}

function encodeQr(data: string, level: QrLevel): QrCodeGenerateResult | undefined {
  try {
    return encode(data, { ecc: level, border: 0 });
  } catch {
    return undefined;
  }
}
