import { setImmediate } from 'node:timers/promises';
import { maxPageBytes } from '../../main/contract/devices/document-scanner.ts';
import type { Picture } from './pnm.ts';

/**
 * The other devices, and the sign of life, have their turn between: on a busy machine a whole page took longer than the
 * service waits for that, and the host was killed in the middle of a scan.
 */
const rowsAtOnce = 256;

/** Of 100. The first is as scanners have it; the others are for a page that would be too long. */
const qualities = [85, 65, 45] as const;

/** The picture as JPEG of at most `maxPageBytes`; undefined where that cannot be. */
export async function encodeJpeg({ widthDots, heightRows, channels, pixels }: Picture): Promise<Buffer | undefined> {
  // 34 MB of native code: only where a page is there to be encoded.
  const { createCanvas } = await import('@napi-rs/canvas');
  const canvas = createCanvas(widthDots, heightRows);
  const context = canvas.getContext('2d');
  for (let row = 0; row < heightRows; row += rowsAtOnce) {
    const rows = pixels.subarray(row * widthDots * channels, (row + rowsAtOnce) * widthDots * channels);
    const image = context.createImageData(widthDots, Math.min(rowsAtOnce, heightRows - row));
    const { data } = image;
    for (let from = 0, to = 0; from < rows.length; from += channels, to += 4) {
      data[to] = rows[from] ?? 0;
      data[to + 1] = rows[from + (channels === 3 ? 1 : 0)] ?? 0;
      data[to + 2] = rows[from + (channels === 3 ? 2 : 0)] ?? 0;
      data[to + 3] = 255;
    }
    context.putImageData(image, 0, row);
    data.fill(0);
    await setImmediate();
  }
  try {
    for (const quality of qualities) {
      const jpeg = await canvas.encode('jpeg', quality);
      if (jpeg.length <= maxPageBytes) return jpeg;
      jpeg.fill(0);
    }
    return undefined;
  } finally {
    context.clearRect(0, 0, widthDots, heightRows);
  }
}
