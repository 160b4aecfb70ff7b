import { maxPageBytes } from '../../main/contract/devices/document-scanner.ts';
import type { Picture } from './pnm.ts';

/** Of 100. The first is as scanners have it; the others are for a page that would be too long. */
const qualities = [85, 65, 45] as const;

/** The picture as JPEG of at most `maxPageBytes`; undefined where that cannot be. */
export async function encodeJpeg({ widthDots, heightRows, channels, pixels }: Picture): Promise<Buffer | undefined> {
  // 34 MB of native code: only where a page is there to be encoded.
  const { createCanvas } = await import('@napi-rs/canvas');
  const canvas = createCanvas(widthDots, heightRows);
  const context = canvas.getContext('2d');
  const image = context.createImageData(widthDots, heightRows);
  const { data } = image;
  for (let from = 0, to = 0; from < pixels.length; from += channels, to += 4) {
    data[to] = pixels[from] ?? 0;
    data[to + 1] = pixels[from + (channels === 3 ? 1 : 0)] ?? 0;
    data[to + 2] = pixels[from + (channels === 3 ? 2 : 0)] ?? 0;
    data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  data.fill(0);
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
