import { createCanvas } from '@napi-rs/canvas';
import type { PaperPiece } from './virtual-mechanism.ts';

/** The paper is 80 mm or 58 mm wide, the head 72 mm or 48 mm: 4 mm or so of margin on either side. */
const marginDots = 32;
const edgeDots = 8;
const black = 30;
const paper = 253;
const outside = 150;

/**
 * A piece of paper as PNG, a pixel a dot. Both ends show how they came about: straight where it was cut, jagged where it
 * was torn off by hand.
 */
export function drawPiece({ rows, partial }: PaperPiece, headDots: number): Buffer {
  const width = headDots + 2 * marginDots;
  const height = rows.length + 2 * edgeDots;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y += 1) {
    const row = rows[y - edgeDots];
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const toothDots = Math.abs((x % 16) - 8);
      const isPaper = row !== undefined || (partial && y >= height - edgeDots && y - (height - edgeDots) < toothDots);
      const isInk = row?.[x - marginDots] === 1;
      image.data.fill(isInk ? black : isPaper ? paper : outside, at, at + 3);
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}
