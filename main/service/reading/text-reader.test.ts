import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { afterEach, expect, it } from 'vitest';
import { createManualTimers } from '../manual-timers.ts';
import { createTextReader, type TextReader } from './text-reader.ts';

const font = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-500-normal.woff2';
GlobalFonts.registerFromPath(fileURLToPath(import.meta.resolve(font)), 'Sheet');

function page(rows: readonly string[]): Buffer {
  const canvas = createCanvas(1240, 300 + 80 * rows.length);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f4f3ee';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#222226';
  context.font = '36px Sheet';
  for (const [at, row] of rows.entries()) context.fillText(row, 140, 170 + 80 * at);
  return canvas.toBuffer('image/jpeg', 85);
}

/** A ruled table of two columns, as wide as A4 at 300 dpi. */
function form(cells: readonly string[]): Buffer {
  const canvas = createCanvas(2480, 1200 + 110 * cells.length);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f6f4ec';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#1b1b1f';
  context.lineWidth = 4;
  context.font = '110px Sheet';
  context.fillText('电子发票', 1020, 300);
  context.font = '56px Sheet';
  for (const [at, cell] of cells.entries()) {
    const [left, top] = [at % 2 === 0 ? 260 : 780, 420 + 220 * Math.floor(at / 2)];
    context.strokeRect(left, top, at % 2 === 0 ? 520 : 1440, 220);
    context.fillText(cell, left + 50, top + 130);
  }
  return canvas.toBuffer('image/jpeg', 60);
}

/** The engine takes a wide colon for a narrow one. */
const number = /个人编号[：:] ?3004551288/;

let reader: TextReader;
afterEach(() => reader.forget());

it('reads what is printed on a page, and says how far it is', async () => {
  reader = createTextReader(createManualTimers());
  const shares: number[] = [];
  const lines = await reader.read(page(['参保缴费凭证', '个人编号：3004551288', '参保地：安徽省阜阳市']), (share) =>
    shares.push(share),
  );
  expect(lines?.join('\n')).toMatch(number);
  expect(lines?.join('\n')).toContain('安徽省阜阳市');
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});

it('reads the fields of a ruled form, each with its label', async () => {
  reader = createTextReader(createManualTimers());
  const lines = await reader.read(
    form(['发票号码', '25342816407735291846', '开票日期', '2025 年 9 月 1 日', '购买方', '样例', '金额', '样例']),
    () => {},
  );
  // A digit may be taken for another, which is why it is only offered; a field without its label would be nobody's.
  expect(lines).toContainEqual(expect.stringMatching(/^发票号码\d{18,21}$/));
  expect(lines).toContainEqual(expect.stringMatching(/日期.*9月1日$/));
});

it('reads nothing from what is no picture, and the next page all the same', async () => {
  reader = createTextReader(createManualTimers());
  expect(await reader.read(Buffer.from('no picture at all'), () => {})).toBeNull();
  expect(await reader.read(page(['个人编号：3004551288']), () => {})).toEqual([expect.stringMatching(number)]);
});

it('is stopped at once, says nothing afterwards, and reads again when it is asked to', async () => {
  reader = createTextReader(createManualTimers());
  const shares: number[] = [];
  const stopped = reader.read(page(Array(20).fill('参保缴费凭证 个人编号 3004551288')), (share) => shares.push(share));
  reader.forget();
  const later = new Promise((resolve) => setImmediate(() => resolve('later')));
  expect(await Promise.race([stopped, later])).toBeNull();
  const said = shares.length;
  expect(await reader.read(page(['个人编号：3004551288']), () => {})).toEqual([expect.stringMatching(number)]);
  expect(shares).toHaveLength(said);
});

it('gives a page up that takes too long', async () => {
  const timers = createManualTimers();
  reader = createTextReader(timers);
  const endless = reader.read(page(Array(20).fill('参保缴费凭证 个人编号 3004551288')), () => {});
  timers.pass(60_000);
  expect(await endless).toBeNull();
});
