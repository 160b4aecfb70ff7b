import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxPageBytes } from '../../main/contract/devices/document-scanner.ts';
import { type HostToService, hostToService } from '../../main/contract/device-host.ts';
import { createManualClock } from '../manual-clock.ts';
import { type StickFacade, startStick } from './facade.ts';
import { picturesIn } from '../transports/mounted-pictures.ts';

const [mine, theirs, scan] = ['1', '2', 'a'].map((digit) => digit.repeat(32)) as [string, string, string];

let folder: string;
let told: HostToService[];
let clock: ReturnType<typeof createManualClock>;
let stick: StickFacade;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sticks-'));
  told = [];
  clock = createManualClock();
  stick = startStick({ folder }, (message) => told.push(hostToService.parse(message)), clock);
});
afterEach(() => rmSync(folder, { recursive: true }));

const photograph = (bytes = 100): Buffer => {
  const picture = Buffer.alloc(bytes, 'picture');
  picture.set([0xff, 0xd8, 0xff, 0xe0]);
  picture.set([0xff, 0xd9], bytes - 2);
  return picture;
};
let written = 0;
function put(path: string, content: Buffer = photograph()): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  written += 1;
  utimesSync(join(folder, path), written, written);
}
function seen() {
  const last = told.findLast((message) => message.message === 'stick');
  if (last?.message !== 'stick') throw new Error('nothing was told');
  return last.stick;
}
const names = (): readonly string[] => {
  const now = seen();
  return now.state === 'there' ? now.files.map(({ name }) => name) : [];
};
function fileOf(name: string): number {
  const now = seen();
  const file = now.state === 'there' ? now.files.find((each) => each.name === name)?.file : undefined;
  if (file === undefined) throw new Error(`${name} is not there`);
  return file;
}
/** What came of taking a file: the page's bytes, or why there are none. */
function taken(file: number, ticket = mine): Buffer | string {
  told.length = 0;
  stick.take({ ticket, scan, file });
  const parts = told.flatMap((message) => (message.message === 'page-part' ? [message] : []));
  const outcome = told.at(-1);
  if (outcome?.message !== 'scan-outcome') throw new Error('there was no outcome');
  if (outcome.result.outcome !== 'done') return outcome.result.outcome;
  expect(parts.map(({ last }) => last)).toEqual(parts.map((_, at) => at === parts.length - 1));
  return Buffer.concat(parts.map(({ base64 }) => Buffer.from(base64, 'base64')));
}

describe("a resident's stick", () => {
  it('is seen when it is plugged in and when it is pulled, and nothing is told twice', async () => {
    stick.look(mine);
    expect(seen()).toEqual({ state: 'none' });
    put('STICK/DCIM/100/old.jpg');
    put('STICK/new.JPEG');
    put('STICK/notes.txt');
    put('STICK/.hidden.jpg');
    await clock.advance(700);
    expect(names()).toEqual(['new.JPEG', 'old.jpg']);
    const sofar = told.length;
    await clock.advance(7000);
    expect(told).toHaveLength(sofar);
    rmSync(join(folder, 'STICK'), { recursive: true });
    await clock.advance(700);
    expect(seen()).toEqual({ state: 'none' });
  });

  it('gives one photograph in parts, whole', () => {
    const large = photograph(700_001);
    put('STICK/a.jpg', large);
    stick.look(mine);
    const page = taken(fileOf('a.jpg'));
    expect(typeof page !== 'string' && page.equals(large)).toBe(true);
  });

  it('gives no other file than the one that was touched, whatever comes or goes meanwhile', async () => {
    put('STICK/a.jpg', photograph(111));
    stick.look(mine);
    const a = fileOf('a.jpg');
    put('STICK/b.jpg', photograph(222));
    await clock.advance(700);
    expect(names()).toEqual(['b.jpg', 'a.jpg']);
    expect(taken(a)).toHaveLength(111);
    rmSync(join(folder, 'STICK/a.jpg'));
    await clock.advance(700);
    expect(taken(a)).toBe('not-a-page');
  });

  it('gives nothing that is no photograph, too long, or a link to this machine', () => {
    put('STICK/word.jpg', Buffer.from('not a picture'));
    put('STICK/huge.jpg', photograph(maxPageBytes + 1));
    writeFileSync(join(folder, 'secret'), photograph());
    symlinkSync(join(folder, 'secret'), join(folder, 'STICK/link.jpg'));
    symlinkSync(folder, join(folder, 'STICK/round'));
    stick.look(mine);
    expect(names()).toEqual(['huge.jpg', 'word.jpg']);
    const [word, huge] = [fileOf('word.jpg'), fileOf('huge.jpg')];
    expect(taken(word)).toBe('not-a-page');
    expect(taken(huge)).toBe('page-too-large');
    rmSync(join(folder, 'STICK/word.jpg'));
    symlinkSync(join(folder, 'secret'), join(folder, 'STICK/word.jpg'));
    expect(taken(word)).toBe('not-a-page');
  });

  it('tells its names and gives its files to nobody but the session that looks, and to nobody after it', async () => {
    put('STICK/a.jpg');
    stick.look(mine);
    const a = fileOf('a.jpg');
    expect(taken(a, theirs)).toBe('not-a-page');
    stick.endSession(mine);
    expect(taken(a)).toBe('not-a-page');
    told.length = 0;
    put('STICK/b.jpg');
    await clock.advance(7000);
    expect(told).toEqual([]);
    stick.look(mine);
    stick.beginSession(theirs);
    expect(taken(0)).toBe('not-a-page');
  });

  it('lists sixty at most, and goes through no whole disk', () => {
    for (let at = 0; at < 70; at += 1) put(`STICK/${at}.jpg`);
    put('STICK/1/2/3/4/5/deep.jpg');
    stick.look(mine);
    expect(names()).toHaveLength(60);
    expect(names()[0]).toBe('69.jpg');
  });

  it('that cannot be read is told from one with nothing on it', () => {
    put('STICK/a.jpg');
    const failing = (path: string) => {
      if (path.endsWith('STICK')) throw Object.assign(new Error('input/output error'), { code: 'EIO' });
      return readdirSync(path, { withFileTypes: true });
    };
    expect(picturesIn(folder, failing)).toBeNull();
    rmSync(join(folder, 'STICK/a.jpg'));
    expect(picturesIn(folder)).toEqual({ isThere: true, pictures: [] });
  });
});

describe('a terminal that takes no sticks', () => {
  it('says that there is none', () => {
    const none = startStick(undefined, (message) => told.push(hostToService.parse(message)), clock);
    none.look(mine);
    expect(seen()).toEqual({ state: 'none' });
    none.take({ ticket: mine, scan, file: 0 });
    expect(told.at(-1)).toMatchObject({ message: 'scan-outcome', result: { outcome: 'not-a-page' } });
  });
});
