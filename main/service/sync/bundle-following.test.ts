import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../contract/result.ts';
import { bundlePartBytes } from '../../contract/wire/bundles.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import { verifyKeyList } from '../sealing/key-list.ts';
import { bundleKey, itemFile, listWith, type MadeBundle, makeBundle, testShelf } from '../catalog/test-bundles.ts';
import { openLog } from '../log.ts';
import { createBundleFollowing } from './bundle-following.ts';
import { createTestOutbox } from './test-outbox.ts';
import { type RealPlatform, startRealPlatform } from './test-real-platform.ts';
import { type LineFault, waitingFor } from './transport.ts';

const key = bundleKey('bundle-1');
/** Of several parts: random words cannot be packed. */
const noise = Array.from({ length: 40_000 }, () => Math.random().toString(36).slice(2)).join(' ');
const large = (version: number) =>
  makeBundle(key, version, { items: [itemFile('sample', version, { provenance: noise })] });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'following-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A terminal, and a line that gives the parts it is told to. */
function terminal() {
  const list = listWith(key.listed);
  const { shelf, timers, audited } = testShelf(folder, () => list);
  const asked: string[] = [];
  let answer: (part: number) => Result<Uint8Array, LineFault> = () => err(waitingFor('no-network', 'no line'));
  const following = createBundleFollowing({
    client: {
      readBundlePart: (digest, part) => {
        asked.push(`${digest.slice(0, 4)} ${part}`);
        return Promise.resolve(answer(part));
      },
    },
    shelf,
    timers,
    log: openLog('/dev/null'),
  });
  const give = ({ bytes }: Pick<MadeBundle, 'bytes'>, until = Number.POSITIVE_INFINITY) => {
    answer = (part) =>
      part < until
        ? ok(bytes.subarray(part * bundlePartBytes, (part + 1) * bundlePartBytes))
        : err(waitingFor('platform-does-not-answer', 'cut'));
  };
  /** One contact, and all that follows upon it. */
  const contact = async ({ signed }: Pick<MadeBundle, 'signed'>): Promise<number> => {
    const before = asked.length;
    following.follow(signed);
    await settled();
    return asked.length - before;
  };
  return { shelf, timers, audited, following, give, contact };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await setImmediate();
}

describe('following the newest bundle', () => {
  it('asks for nothing that is here, and for each part of what is not', async () => {
    const at = terminal();
    const one = large(1);
    const parts = Math.ceil(one.bytes.length / bundlePartBytes);
    expect(parts).toBeGreaterThan(1);
    at.give(one);
    expect(await at.contact(one)).toBe(parts);
    expect(at.shelf.inForce()?.version).toBe(1);
    expect(await at.contact(one)).toBe(0);
  });

  it('goes on after a cut line where it was', async () => {
    const at = terminal();
    const one = large(1);
    const parts = Math.ceil(one.bytes.length / bundlePartBytes);
    at.give(one, 1);
    expect(await at.contact(one)).toBe(2);
    expect(at.shelf.inForce()).toBeNull();
    at.give(one);
    expect(await at.contact(one)).toBe(parts - 1);
    expect(at.shelf.inForce()?.version).toBe(1);
  });

  it('tries one that came damaged again, later and later, and takes it when it comes whole', async () => {
    const at = terminal();
    const one = large(1);
    const parts = Math.ceil(one.bytes.length / bundlePartBytes);
    const damaged = Buffer.from(one.bytes);
    damaged.writeUInt8((damaged[100] ?? 0) ^ 1, 100);
    at.give({ bytes: damaged });
    expect(await at.contact(one)).toBe(parts);
    expect(await at.contact(one)).toBe(0);
    at.timers.pass(60_000);
    expect(await at.contact(one)).toBe(parts);
    at.timers.pass(60_000);
    expect(await at.contact(one)).toBe(0);
    at.timers.pass(60_000);
    at.give(one);
    expect(await at.contact(one)).toBe(parts);
    expect(at.shelf.inForce()?.version).toBe(1);
  });

  it('takes the next one at once where the one before was no good', async () => {
    const at = terminal();
    const bad = makeBundle(key, 1, { items: [{ name: 'a.yaml', text: 'id: 1' }] });
    at.give(bad);
    expect(await at.contact(bad)).toBe(1);
    at.timers.pass(24 * 60 * 60_000);
    expect(await at.contact(bad)).toBe(0);
    const good = makeBundle(key, 2);
    at.give(good);
    expect(await at.contact(good)).toBe(1);
    expect(at.shelf.inForce()?.version).toBe(2);
  });
});

describe('with the real platform', () => {
  let platform: RealPlatform;
  beforeAll(async () => {
    platform = await startRealPlatform();
  }, 60_000);
  afterAll(() => platform.stop());

  it('a published bundle comes with a contact, and stays in force when its key is rotated', async () => {
    const enrolled = await platform.enrolled();
    let list: KeyList = enrolled.list;
    let told = () => {};
    const { shelf } = testShelf(folder, () => list);
    const outbox = createTestOutbox(enrolled.keys, enrolled.lease);
    const publish = (version: number) =>
      platform.ask('POST', '/bundles', { settings: null, items: [itemFile('sample', version)], version: null });
    await publish(1);
    let refusals = 0;
    const { sync } = platform.startSync(
      enrolled,
      {
        ...outbox,
        saveKeyList: (signed) => {
          outbox.saveKeyList(signed);
          const newer = verifyKeyList(signed, platform.roots, list.version);
          if (newer.ok) list = newer.value;
        },
      },
      {
        consider: (heard) => {
          const wanted = shelf.consider(heard);
          refusals += shelf.notes().length;
          told();
          return wanted;
        },
        take: async (...given) => {
          const taken = await shelf.take(...given);
          told();
          return taken;
        },
      },
    );
    const until = async (holds: () => boolean): Promise<void> => {
      while (!holds()) await new Promise<void>((resolve) => (told = resolve));
    };
    await until(() => shelf.inForce()?.version === 1);
    expect(shelf.inForce()?.items[0]).toMatchObject({ id: 'sample', version: 1 });

    await platform.ask('POST', '/keys', { use: 'bundle' });
    await platform.ask('POST', '/keys/retired', { id: 'bundle-1' });
    await publish(2);
    sync.kick();
    await until(() => shelf.inForce()?.version === 2);
    expect([refusals, list.keys.find(({ id }) => id === 'bundle-1')?.revoked]).toEqual([0, true]);
  }, 60_000);
});
