import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyList } from '../../contract/wire/keys.ts';
import { bundleKey, itemFile, listWith, makeBundle, signNotice, testShelf } from './test-bundles.ts';

const one = bundleKey('bundle-1');
const two = bundleKey('bundle-2');
const dayMs = 24 * 60 * 60 * 1000;

let folder = '';
let list: KeyList = listWith(one.listed);
let nowMs: number | null = null;
const start = () =>
  testShelf(
    folder,
    () => list,
    () => nowMs,
  );
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  list = listWith(one.listed);
  nowMs = null;
});
afterEach(() => rmSync(folder, { recursive: true }));

const refusals = ({ audited }: ReturnType<typeof start>) =>
  audited.flatMap((event) => (event.event === 'bundle-refused' ? [`${event.reference} ${event.reason}`] : []));
const versionOf = ({ shelf }: ReturnType<typeof start>) => shelf.inForce()?.version ?? null;
const wrong = ({ shelf }: ReturnType<typeof start>) => shelf.notes().map((note) => `${note.file}: ${note.wrong.en}`);

/** Another good bundle, which only its digest tells from one of this length. */
function ofSameLength(length: number): Buffer {
  for (let n = 0; ; n += 1) {
    const { bytes } = makeBundle(one, 2, { items: [itemFile('evil', 1, { provenance: 'x'.repeat(n % 7) + n })] });
    if (bytes.length === length) return bytes;
  }
}

describe('a bundle that is good', () => {
  it('is in force at once, after a restart, and until the next one, which keeps it as the one before', async () => {
    const here = start();
    expect(versionOf(here)).toBeNull();
    await here.hear(makeBundle(one, 1));
    expect(versionOf(here)).toBe(1);
    await here.hear(makeBundle(one, 4));
    expect([versionOf(here), here.shelf.before()?.version]).toEqual([4, 1]);
    await here.hear(makeBundle(one, 5));
    const again = start();
    expect([versionOf(again), again.shelf.before()?.version]).toEqual([5, 4]);
    expect(here.audited.map((event) => event.event)).toEqual(['bundle-taken', 'bundle-taken', 'bundle-taken']);
    expect(wrong(again)).toEqual([]);
    expect(readdirSync(join(folder, 'bundles')).sort()).toEqual([
      'a.bundle',
      'a.notice.json',
      'b.bundle',
      'b.notice.json',
    ]);
  });

  it('is fetched once: heard of again, it is only fresher', async () => {
    const here = start();
    expect(await here.hear(makeBundle(one, 1))).toBe(true);
    expect(await here.hear(makeBundle(one, 1, { at: '2026-11-24T06:00:00Z' }))).toBe(false);
  });

  it('works without its bad items, which are named by file and line, and without settings that are wrong', async () => {
    const here = start();
    const bad = { name: 'bad.yaml', text: 'id: bad\nversion: 0\n' };
    const settings = { name: 'settings.yaml', text: 'idle: { warnAfterSeconds: 1, endAfterSeconds: 30 }\n' };
    await here.hear(makeBundle(one, 1, { items: [itemFile('first'), bad, itemFile('second')], settings }));
    const opened = here.shelf.inForce() ?? expect.fail();
    expect(opened.items.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(new Set(opened.faults.map(({ file }) => file))).toEqual(new Set(['settings.yaml', 'bad.yaml']));
    expect(opened.settings).toEqual({});
  });

  it('sets whom to call and the idle clock, and nothing else of a profile', async () => {
    const here = start();
    const settings = { name: 'settings.yaml', text: 'help: { name: { zh: 张, en: Z }, phone: 12345 }\n' };
    const said = { ...settings, text: settings.text.replace('12345', '"12345"') };
    await here.hear(makeBundle(one, 1, { settings: said }));
    expect(here.shelf.inForce()?.settings).toEqual({ help: { name: { zh: '张', en: 'Z' }, phone: '12345' } });
    await here.hear(
      makeBundle(one, 2, { settings: { ...settings, text: 'platform: { url: "https://evil.example" }\n' } }),
    );
    expect(here.shelf.inForce()?.settings).toEqual({});
    expect(here.shelf.inForce()?.faults[0]).toMatchObject({ file: 'settings.yaml', line: 1 });
  });
});

describe('a bundle that is not', () => {
  it('forged: under a key that is nobody’s, of another use, or not signed at all', async () => {
    const here = start();
    await here.hear(makeBundle(one, 1));
    const stranger = bundleKey('bundle-9');
    await here.hear(makeBundle(stranger, 2));
    await here.hear(makeBundle({ ...stranger, id: 'bundle-1' }, 3));
    await here.hear(makeBundle({ ...stranger, id: 'ack-1' }, 4));
    const good = makeBundle(one, 5);
    await here.hear({ ...good, signed: { ...good.signed, bytes: Buffer.from('{}').toString('base64url') } });
    expect(versionOf(here)).toBe(1);
    expect(refusals(here)).toEqual(['terminal key-unknown', 'terminal signature', 'terminal key-of-other-use']);
    expect(wrong(here)).toEqual([
      'bundle: A bundle came that the platform did not sign. It was not taken. What is in force stays.',
    ]);
    expect(versionOf(start())).toBe(1);
  });

  it('signed and of another form', async () => {
    const here = start();
    const { signed, bytes } = makeBundle(one, 1);
    await here.hear({ bytes, signed: signNotice({ v: 1, version: 1 }, one) });
    expect([versionOf(here), signed.key, ...refusals(here)]).toEqual([null, 'bundle-1', 'terminal form']);
  });

  it('rolled back: older than what was in force once, also after a restart and where the disk lost that one', async () => {
    const here = start();
    await here.hear(makeBundle(one, 3));
    await here.hear(makeBundle(one, 7));
    await here.hear(makeBundle(one, 4));
    expect([versionOf(here), ...refusals(here)]).toEqual([7, '4 older']);
    const again = start();
    await again.hear(makeBundle(one, 6));
    expect([versionOf(again), ...refusals(again)]).toEqual([7, '6 older']);

    // Version 7 lies in slot b.
    truncateSync(join(folder, 'bundles/b.bundle'), 10);
    const damaged = start();
    expect(versionOf(damaged)).toBe(3);
    await damaged.hear(makeBundle(one, 6));
    expect([versionOf(damaged), ...refusals(damaged)]).toEqual([3, '6 older']);
    expect(await damaged.hear(makeBundle(one, 7))).toBe(true);
    expect(versionOf(damaged)).toBe(7);
  });

  it('another one under the same version: an alarm that stays until a higher one came', async () => {
    const here = start();
    await here.hear(makeBundle(one, 3));
    const other = makeBundle(one, 3, { items: [itemFile('evil')] });
    await here.hear(other);
    await here.hear(other);
    await here.hear(makeBundle(one, 3));
    expect([versionOf(here), ...refusals(here)]).toEqual([3, '3 other-digest']);
    expect(wrong(here)[0]).toContain('Alarm');
    await here.hear(makeBundle(one, 4));
    expect([versionOf(here), ...wrong(here)]).toEqual([4]);
  });

  it('truncated, changed, or longer than was announced', async () => {
    const here = start();
    await here.hear(makeBundle(one, 1));
    const { signed, bytes } = makeBundle(one, 2);
    await here.hear({ signed, bytes: bytes.subarray(0, -1) });
    await here.hear({ signed, bytes: Buffer.concat([bytes, Buffer.alloc(1)]) });
    await here.hear({ signed, bytes: gzipSync('{}') });
    await here.hear({ signed, bytes: ofSameLength(bytes.length) });
    expect([versionOf(here), ...refusals(here)]).toEqual([1, '2 bytes']);
    // The same one whole is taken: what came before was the line's fault.
    await here.hear({ signed, bytes });
    expect([versionOf(here), ...wrong(here)]).toEqual([2]);
  });

  it('signed, and unreadable, or called by another version inside', async () => {
    const here = start();
    await here.hear(makeBundle(one, 1));
    await here.hear(makeBundle(one, 2, { inside: 1 }));
    await here.hear(makeBundle(one, 3, { items: [] }));
    expect([versionOf(here), ...refusals(here)]).toEqual([1, '2 content', '3 content']);
  });

  it('signed, and without one good item', async () => {
    const here = start();
    await here.hear(makeBundle(one, 1));
    await here.hear(makeBundle(one, 2, { items: [{ name: 'a.yaml', text: 'id: [' }] }));
    expect([versionOf(here), ...refusals(here)]).toEqual([1, '2 no-item-good']);
    // Its version was never in force: the operator may use it for another one.
    await here.hear(makeBundle(one, 2));
    expect(versionOf(here)).toBe(2);
  });
});

describe('a key that is revoked', () => {
  const revoked = () => listWith({ ...one.listed, revoked: true }, two.listed);

  it('takes nothing along where the platform vouches for the same bundle under the next key', async () => {
    const here = start();
    const { notice, bytes } = makeBundle(one, 3);
    await here.hear({ bytes, signed: signNotice(notice, one) });
    list = revoked();
    expect(await here.hear({ bytes, signed: signNotice(notice, two) })).toBe(false);
    expect([versionOf(here), ...wrong(here)]).toEqual([3]);
    expect(versionOf(start())).toBe(3);
  });

  it('and nobody else vouches for: it does not serve on, nor after a restart, and says so', async () => {
    const here = start();
    await here.hear(makeBundle(one, 3));
    list = revoked();
    here.shelf.consider(null);
    expect(versionOf(here)).toBeNull();
    expect(wrong(here)[0]).toContain('revoked');
    expect(versionOf(start())).toBeNull();
  });

  it('binds nobody: what a thief published under a high number gives way to the platform’s lower one', async () => {
    const here = start();
    await here.hear(makeBundle(two, 3));
    expect(versionOf(here)).toBeNull();
    list = listWith(one.listed, two.listed);
    await here.hear(makeBundle(two, 3));
    await here.hear(makeBundle(one, 9_999_999, { items: [itemFile('evil')] }));
    list = revoked();
    await here.hear(makeBundle(two, 3));
    expect(versionOf(here)).toBe(3);
    await here.hear(makeBundle(two, 4));
    expect([versionOf(here), ...refusals(here)]).toEqual([4, 'terminal key-unknown']);
  });

  it('and whose bundle another one replaces: it serves on until that has come, and not for long', async () => {
    const here = start();
    await here.hear(makeBundle(one, 3));
    list = revoked();
    const next = makeBundle(two, 4);
    here.shelf.consider(next.signed);
    expect(versionOf(here)).toBe(3);
    here.shelf.consider(next.signed);
    expect(versionOf(here)).toBeNull();
    await here.hear(next);
    expect([versionOf(here), ...wrong(here)]).toEqual([4]);
  });

  it('signs nothing new', async () => {
    const here = start();
    list = revoked();
    await here.hear(makeBundle(one, 3));
    expect([versionOf(here), ...refusals(here)]).toEqual([null, 'terminal key-revoked']);
  });
});

describe('a platform that is heard of no more', () => {
  const at = '2026-11-23T06:00:00Z';

  it('is shown after 7 days and stops new cases after 30, by the platform’s time, and is forgiven at once', async () => {
    const here = start();
    await here.hear(makeBundle(one, 2, { at }));
    const after = (days: number) => {
      nowMs = Date.parse(at) + days * dayMs;
      return [here.shelf.isTooOld(), wrong(here).length];
    };
    expect(after(6.9)).toEqual([false, 0]);
    expect(after(7)).toEqual([false, 1]);
    expect(after(29.9)).toEqual([false, 1]);
    expect(after(30)).toEqual([true, 1]);
    // An old word again is no news: that is what somebody who holds new ones back would say.
    await here.hear(makeBundle(one, 2, { at }));
    expect(after(30)).toEqual([true, 1]);
    await here.hear(makeBundle(one, 2, { at: '2026-12-23T00:00:00Z' }));
    expect(after(30)).toEqual([false, 0]);
  });

  it('is reckoned by how long the service has run where no time can be had, over restarts too', async () => {
    let here = start();
    await here.hear(makeBundle(one, 2, { at }));
    here.timers.pass(20 * dayMs);
    here.shelf.stop();
    here = start();
    here.timers.pass(9 * dayMs);
    expect(here.shelf.isTooOld()).toBe(false);
    here.timers.pass(1 * dayMs + 60_000);
    expect(here.shelf.isTooOld()).toBe(true);
  });

  it('was never heard of: what came with the package does not grow old', async () => {
    const here = start();
    here.timers.pass(400 * dayMs);
    expect([here.shelf.isTooOld(), ...wrong(here)]).toEqual([false]);
  });

  it('is not thought fresh for good because a clock was once in 2040', async () => {
    const here = start();
    nowMs = Date.parse(at);
    await here.hear(makeBundle(one, 2, { at: '2040-01-01T00:00:00Z' }));
    await here.hear(makeBundle(one, 2, { at }));
    nowMs += 31 * dayMs;
    expect(here.shelf.isTooOld()).toBe(true);
  });
});

it('begins with the other slot where one cannot be read, and with none where neither can', async () => {
  const here = start();
  await here.hear(makeBundle(one, 1));
  await here.hear(makeBundle(one, 2));
  writeFileSync(join(folder, 'bundles/b.notice.json'), '{');
  expect(versionOf(start())).toBe(1);
  writeFileSync(join(folder, 'bundles/a.bundle'), 'x');
  expect(versionOf(start())).toBeNull();
});
