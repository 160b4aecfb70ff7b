import { chmod, rename, writeFile } from 'node:fs/promises';
import { type Canvas, createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { samplePage, samplePageNames } from '../../native/document-scanner/virtual-pages.ts';

/** Chromium calls a camera that shows a film by its file: this is what the settings name. */
export const filmName = 'film.mjpeg';

const frame = { width: 1920, height: 1080 } as const;
/** A sheet of A4 on the film: px. Print of 12 points is 15 px high then. */
const sheet = { width: 700, height: 990 } as const;

/** For an Electron whose camera shows this file, over and over. It is read anew whenever the page opens the camera. */
export function filmSwitches(file: string): readonly string[] {
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`];
}

/** A table seen from above; what `lay` draws about the middle lies on it a little askew. */
export function drawTable(lay: (context: SKRSContext2D) => void): Canvas {
  const canvas = createCanvas(frame.width, frame.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#5a4634';
  context.fillRect(0, 0, frame.width, frame.height);
  context.strokeStyle = '#4e3c2c';
  context.lineWidth = 6;
  for (let y = 20; y < frame.height; y += 45) {
    context.beginPath();
    context.moveTo(0, y);
    context.bezierCurveTo(600, y + 30, 1300, y - 30, frame.width, y + 10);
    context.stroke();
  }
  context.translate(frame.width / 2 + 60, frame.height / 2);
  context.rotate((5 * Math.PI) / 180);
  lay(context);
  return canvas;
}

/** From now on the camera sees this sample page; with null an empty table. Throws where there is no such page. */
export async function layUnderCamera(file: string, page: string | null): Promise<void> {
  const name = samplePageNames.find((each) => each === page);
  if (page !== null && name === undefined) throw new Error(`there is no page ${page}`);
  const image = name === undefined ? null : await loadImage(samplePage(name));
  const table = drawTable((context) => {
    if (image === null) return;
    context.drawImage(image, -sheet.width / 2, -sheet.height / 2, sheet.width, sheet.height);
    // Chromium takes the film's whites for those of television, which would blind the camera.
    context.fillStyle = 'rgb(0 0 0 / 12%)';
    context.fillRect(-sheet.width / 2, -sheet.height / 2, sheet.width, sheet.height);
  });
  // At once, and never half a file.
  await writeFile(`${file}.new`, table.toBuffer('image/jpeg', 90));
  await chmod(`${file}.new`, 0o644);
  await rename(`${file}.new`, file);
}
