import { expect, test } from 'vitest';
import type { ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import { createManualClock } from '../manual-clock.ts';
import { createDocumentScanner } from './driver.ts';
import { firstByteLimitMs, silenceLimitMs } from './exchanges.ts';
import { createFakeFolder, createFakeScanimage } from './fake-scanimage.ts';
import type { Picture } from './pnm.ts';
import { saneScanner } from './sane.ts';

/** What a scan through SANE leaves in memory, and when its program is told to end. */
const listing = (sources: string): string =>
  `\nAll options specific to device \`fake':\n    --source ${sources} [Flatbed]\n    --mode Color [Color]\n`;
const pnm = (value: number): Buffer => Buffer.concat([Buffer.from('P5\n2 1\n255\n'), Buffer.alloc(2, value)]);

async function begin(options: string) {
  const clock = createManualClock();
  const fake = createFakeScanimage(options);
  const folder = createFakeFolder();
  const pictures: Picture[] = [];
  const jpegs: Buffer[] = [];
  const way = saneScanner({
    ...{ scanimage: fake.scanimage, device: 'fake', bothSides: false, openFolder: () => folder, clock },
    encode: (picture) => {
      pictures.push(picture);
      const jpeg = Buffer.from(`page ${picture.pixels[0]}`);
      jpegs.push(jpeg);
      return Promise.resolve(jpeg);
    },
    onComplaint: () => {},
  });
  const driver = createDocumentScanner({ way, clock, onStatus: () => {} });
  await clock.advance(0);
  const outcomes: ScanOutcome[] = [];
  driver.scan({ part: () => {}, outcome: (outcome) => outcomes.push(outcome) });
  await clock.advance(0);
  const run = () => {
    const last = fake.runs.at(-1);
    if (last === undefined) throw new Error('nothing runs');
    return last;
  };
  return { clock, fake, folder, driver, outcomes, pictures, jpegs, run };
}

const isWiped = (bytes: Uint8Array): boolean => bytes.length > 0 && bytes.every((byte) => byte === 0);

test('a page from the glass is wiped, its picture and its JPEG', async () => {
  const { clock, run, pictures, jpegs, outcomes } = await begin(listing('Flatbed'));
  run().give(pnm(7));
  run().end(0);
  await clock.advance(0);
  expect(outcomes).toEqual([{ outcome: 'done', pages: 1 }]);
  expect([...pictures.map(({ pixels }) => pixels), ...jpegs].map(isWiped)).toEqual([true, true]);
});

test('a page from the feeder is wiped, its file and its picture and its JPEG', async () => {
  const { clock, run, folder, pictures, jpegs } = await begin(listing('ADF'));
  const file = pnm(7);
  folder.files.set('1.pnm', file);
  run().give('/memory/pages/1.pnm\n');
  await clock.advance(0);
  expect([file, ...pictures.map(({ pixels }) => pixels), ...jpegs].map(isWiped)).toEqual([true, true, true]);
});

test('a page that comes when the person has gone is wiped, and nothing is made of it', async () => {
  const { clock, run, folder, driver, pictures } = await begin(listing('ADF'));
  const file = pnm(7);
  folder.files.set('1.pnm', file);
  driver.stop();
  run().give('/memory/pages/1.pnm\n');
  await clock.advance(0);
  expect([isWiped(file), pictures]).toEqual([true, []]);
});

test('what is no picture ends the scan', async () => {
  const { clock, run } = await begin(listing('Flatbed'));
  run().give('no picture at all, and much more of it');
  await clock.advance(0);
  expect(run().wasStopped).toBe(true);
});

test('the next sheet has as long to be drawn in as the first', async () => {
  const { clock, run, folder } = await begin(listing('ADF'));
  await clock.advance(firstByteLimitMs - 10_000);
  folder.files.set('1.pnm', pnm(7));
  run().give('/memory/pages/1.pnm\n');
  await clock.advance(silenceLimitMs + 2_000);
  // It has begun, and its pace is reckoned from the first sheet's end.
  folder.files.set('2.pnm', pnm(8));
  await clock.advance(silenceLimitMs - 5_000);
  expect(run().wasStopped).toBe(false);
  await clock.advance(firstByteLimitMs);
  expect(run().wasStopped).toBe(true);
});

test('a list of options without an end is cut off', async () => {
  const { fake } = await begin(listing('Flatbed'));
  expect(fake.wasListingStopped).toBe(false);
  const endless = await begin(`${listing('Flatbed')}${'x'.repeat(300_000)}`);
  expect(endless.fake.wasListingStopped).toBe(true);
});
