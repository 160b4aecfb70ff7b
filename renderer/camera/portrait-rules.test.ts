import { describe, expect, it } from 'vitest';
import { type ColourPicture, greyOf } from './picture.ts';
import { headOutline, middleOf, type PhotoRule, portraitTrouble, withinRule } from './portrait-rules.ts';

const rule: PhotoRule = { widthPx: 358, heightPx: 441, minKb: 5, maxKb: 50 };

type Colour = readonly [number, number, number];

/** A head and shoulders in front of a wall, with eyes and hair. */
function drawnPerson(wall: Colour, skin: Colour = [196, 160, 136], soft = 1): ColourPicture {
  const [width, height] = [179, 220];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const { middleX, middleY, radiusX, radiusY } = headOutline;
      const head = Math.hypot((x / width - middleX) / radiusX, (y / height - middleY) / radiusY);
      const isHair = head < 1.1 && y / height < 0.27;
      const isEye = Math.abs(y / height - 0.4) < 0.015 && Math.abs(Math.abs(x / width - 0.5) - 0.1) < 0.04;
      const isBody = y / height > 0.74 && Math.abs(x / width - 0.5) < 0.4;
      const colour: Colour = isHair || isEye ? [30, 26, 24] : head < 1 ? skin : isBody ? [40, 60, 110] : wall;
      const at = (y * width + x) * 4;
      data.set([...colour, 255], at);
    }
  }
  return soft <= 1 ? { width, height, data } : blurred({ width, height, data }, soft);
}

function blurred({ width, height, data }: ColourPicture, reach: number): ColourPicture {
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (const channel of [0, 1, 2]) {
        let [sum, count] = [0, 0];
        for (let dy = -reach; dy <= reach; dy += 2) {
          for (let dx = -reach; dx <= reach; dx += 2) {
            const [inX, inY] = [Math.min(Math.max(x + dx, 0), width - 1), Math.min(Math.max(y + dy, 0), height - 1)];
            sum += data[(inY * width + inX) * 4 + channel] ?? 0;
            count += 1;
          }
        }
        out[(y * width + x) * 4 + channel] = sum / count;
      }
      out[(y * width + x) * 4 + 3] = 255;
    }
  }
  return { width, height, data: out };
}

const troubleOf = (picture: ColourPicture, widthPx = 800) =>
  portraitTrouble({ picture, close: greyOf(picture), widthPx }, rule);

describe('a portrait', () => {
  it('in front of white, bright and sharp, is good', () => {
    expect(troubleOf(drawnPerson([236, 238, 240]))).toBeNull();
  });

  it.each([
    ['in front of a grey wall', [120, 120, 122], 'not-white'],
    ['in front of a blue wall', [150, 190, 240], 'not-white'],
  ] as const)('%s is not on white', (_what, wall, trouble) => {
    expect(troubleOf(drawnPerson(wall))).toBe(trouble);
  });

  it('says what is wrong with the light', () => {
    expect(troubleOf(drawnPerson([236, 238, 240], [40, 34, 30]))).toBe('too-dark');
    expect(troubleOf(drawnPerson([255, 255, 255], [252, 252, 252]))).toBe('too-bright');
  });

  it('is not sharp when it is softened, and too coarse where the camera sees too little of it', () => {
    expect(troubleOf(drawnPerson([236, 238, 240], undefined, 9))).toBe('blurred');
    expect(troubleOf(drawnPerson([236, 238, 240]), 357)).toBe('too-coarse');
  });
});

it.each([
  [{ width: 1920, height: 1080 }, 1080 * (358 / 441), 1080],
  [{ width: 480, height: 640 }, 480, 480 * (441 / 358)],
])('the part that is kept has the form asked for, in the middle of %j', (size, width, height) => {
  const part = middleOf(size, rule);
  expect(part.width).toBeCloseTo(width);
  expect(part.height).toBeCloseTo(height);
  expect(part.x * 2 + part.width).toBeCloseTo(size.width);
  expect(part.y * 2 + part.height).toBeCloseTo(size.height);
});

describe('the JPEG', () => {
  const sized = (kbAtFull: number) => (quality: number) => Promise.resolve({ size: kbAtFull * 1024 * quality });

  it('is the finest that is small enough', async () => {
    expect((await withinRule(sized(40), rule))?.size).toBe(40 * 1024 * 0.95);
    expect((await withinRule(sized(60), rule))?.size).toBe(60 * 1024 * 0.82);
    expect(await withinRule(sized(400), rule)).toBeNull();
  });

  it('is made as fine as can be where it is too small', async () => {
    expect((await withinRule(sized(5.1), rule))?.size).toBe(5.1 * 1024);
    expect(await withinRule(sized(4), rule)).toBeNull();
  });
});
