import { createCanvas } from '@napi-rs/canvas';
import { drawSheet } from './camera-film.ts';

/** The pages of the samples, by their place: the second has nothing on it, the fifth is lost. */
export const keptPaper = (at: number): string => `${'A'.repeat(20)}${at}A`;

const drawnOnce = new Map<string, Buffer>();

/** JPEG; null where the disk no longer has it. */
export function keptPage(paper: string): Buffer | null {
  const is = paper === keptPaper(1) ? 'blank' : paper === keptPaper(4) ? 'lost' : 'sheet';
  if (is === 'lost') return null;
  const known = drawnOnce.get(is) ?? (is === 'blank' ? blankSheet() : drawSheet()).toBuffer('image/jpeg', 90);
  drawnOnce.set(is, known);
  return known;
}

function blankSheet() {
  const canvas = createCanvas(1240, 1754);
  const context = canvas.getContext('2d');
  context.fillStyle = '#efeee9';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}
