import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';

const destination = path.resolve(import.meta.dirname, '../../docs/pictures');

/** Which of the journey's pictures the documents show, by the end of their names, and how wide: half of the screen. */
const chosen = [
  { picture: 'home-offline.png', name: 'home.png', widthPx: 540 },
  { picture: 'card-waiting.png', name: 'card.png', widthPx: 540 },
  { picture: 'question-reason.png', name: 'question.png', widthPx: 540 },
  { picture: 'check.png', name: 'check.png', widthPx: 540 },
  { picture: 'result-kept-here.png', name: 'done.png', widthPx: 540 },
  { picture: 'receipt.png', name: 'receipt.png', widthPx: 640 },
] as const;

/** Copies the pictures of a played journey into docs/pictures/, made smaller. Throws when one is missing. */
export async function keepPictures(results: string): Promise<void> {
  await mkdir(destination, { recursive: true });
  const taken = await readdir(results);
  for (const { picture, name, widthPx } of chosen) {
    const file = taken.find((each) => each === picture || each.endsWith(`-${picture}`));
    if (file === undefined) throw new Error(`The journey took no picture ${picture}.`);
    const image = await loadImage(path.join(results, file));
    const heightPx = Math.round((image.height * widthPx) / image.width);
    const canvas = createCanvas(widthPx, heightPx);
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, widthPx, heightPx);
    await writeFile(path.join(destination, name), await canvas.encode('png'));
  }
}
