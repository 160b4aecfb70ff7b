import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { encodeJpeg } from './jpeg.ts';

it('is the picture, and lets others have their turn while it is made', async () => {
  const [widthDots, heightRows] = [600, 2000];
  const pixels = new Uint8Array(widthDots * heightRows * 3);
  for (let at = 0; at < pixels.length; at += 3) {
    pixels[at] = Math.floor(at / 3 / widthDots) < 1000 ? 250 : 10;
    pixels[at + 2] = 120;
  }
  let turns = 0;
  let isMade = false;
  const count = (): void => {
    turns += 1;
    if (!isMade) setImmediate(count);
  };
  setImmediate(count);
  // The encoder's own thread leaves turns as well: what is counted ends with the last row.
  const jpeg = await encodeJpeg({ widthDots, heightRows, channels: 3, pixels });
  isMade = true;
  expect(turns).toBeGreaterThan(7);
  const image = await loadImage(jpeg ?? Buffer.alloc(0));
  const canvas = createCanvas(widthDots, heightRows);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const at = (row: number): readonly number[] => [...canvas.getContext('2d').getImageData(300, row, 1, 1).data];
  for (const [row, colour] of [
    [100, [250, 0, 120]],
    [1900, [10, 0, 120]],
  ] as const) {
    for (const [nth, value] of colour.entries()) expect(Math.abs((at(row)[nth] ?? 0) - value)).toBeLessThan(8);
  }
});
