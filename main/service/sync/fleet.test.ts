import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FleetList, SignedFleetList } from '../../contract/wire/fleet.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import { openLog } from '../log.ts';
import { signFor } from '../sealing/ed25519.ts';
import { rawPublicKey, testKeys } from '../sealing/test-case.ts';
import { openFleet } from './fleet.ts';
import { createTestOutbox } from './test-outbox.ts';
import { startRealPlatform } from './test-real-platform.ts';
import { noBundles } from './test-no-bundles.ts';

const at = Date.parse('2026-11-23T10:00:00.000Z');
const dayMs = 86_400_000;
const keys = testKeys();
const other = rawPublicKey(generateKeyPairSync('ed25519').publicKey);

let folder: string;
let nowMs: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  nowMs = at;
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (keyList: KeyList = keys.list) =>
  openFleet({ dataFolder: folder, log: openLog('/dev/null'), keyList: () => keyList, nowMs: () => nowMs });

function signed(
  more: Partial<FleetList> = {},
  key: KeyObject = keys.acknowledgement.privateKey,
  id = 'ack-1',
): SignedFleetList {
  const list = {
    v: 1,
    at: new Date(at).toISOString(),
    terminals: [{ incarnation: 'XXX01/1', publicKey: other }],
    ...more,
  };
  const bytes = Buffer.from(JSON.stringify(list));
  const signature = signFor('fleet-list', key, bytes).toString('base64url');
  return { bytes: bytes.toString('base64url'), key: id, signature };
}

it('knows the keys of a list that verifies, keeps them over a restart, and asks again after a day', () => {
  const shelf = open();
  expect([shelf.isDue(), shelf.fleet.keyOf('XXX01/1')]).toEqual([true, null]);
  expect(shelf.take(signed())).toBe(true);
  expect(Buffer.from(shelf.fleet.keyOf('XXX01/1') ?? []).toString('base64url')).toBe(other);
  expect(shelf.isDue()).toBe(false);
  nowMs += dayMs + 1;
  const again = open();
  expect(again.fleet.keyOf('XXX01/1')).not.toBeNull();
  expect(again.isDue()).toBe(true);
});

it('asks at the next contact for a machine that it does not know', () => {
  const shelf = open();
  shelf.take(signed());
  expect(shelf.fleet.keyOf('XXX02/1')).toBeNull();
  expect(shelf.isDue()).toBe(true);
  shelf.take(signed());
  expect(shelf.isDue()).toBe(false);
});

it('says from when a list is that has grown old', () => {
  const shelf = open();
  shelf.take(signed());
  nowMs += 7 * dayMs;
  expect(shelf.fleet.oldSince).toBeNull();
  nowMs += 1;
  expect(shelf.fleet.oldSince).toBe('2026-11-23');
});

it.each([
  ['the gateway’s key', signed({}, keys.response.privateKey, 'resp-1')],
  ['a stranger’s key', signed({}, generateKeyPairSync('ed25519').privateKey)],
  ['an unknown key', signed({}, keys.acknowledgement.privateKey, 'ack-9')],
  ['a changed list', { ...signed(), bytes: Buffer.from(JSON.stringify({ v: 1 })).toString('base64url') }],
  ['one that is older', signed({ at: new Date(at - 1).toISOString() })],
])('believes no list under %s', (_what, list) => {
  const shelf = open();
  shelf.take(signed({ terminals: [] }));
  const before = readFileSync(join(folder, 'fleet.json'), 'utf8');
  expect(shelf.take(list)).toBe(false);
  expect(shelf.fleet.keyOf('XXX01/1')).toBeNull();
  expect(readFileSync(join(folder, 'fleet.json'), 'utf8')).toBe(before);
});

it('begins anew where the file is broken, or its key was revoked', () => {
  const shelf = open();
  shelf.take(signed());
  const revoked = { ...keys.list, keys: keys.list.keys.map((key) => ({ ...key, revoked: key.id === 'ack-1' })) };
  expect(open(revoked).fleet.keyOf('XXX01/1')).toBeNull();
  writeFileSync(join(folder, 'fleet.json'), '{"bytes":');
  expect(open().fleet.keyOf('XXX01/1')).toBeNull();
});

it('comes from a real platform with a contact: two terminals know each other’s keys', {
  timeout: 120_000,
}, async () => {
  const platform = await startRealPlatform();
  try {
    const [one, two] = [await platform.enrolled(), await platform.enrolled()];
    const shelf = openFleet({
      dataFolder: folder,
      log: openLog('/dev/null'),
      keyList: () => one.list,
      nowMs: Date.now,
    });
    let told = () => {};
    const came = new Promise<void>((resolve) => (told = resolve));
    platform.startSync(one, createTestOutbox(one.keys, one.lease), noBundles, {
      ...shelf,
      take: (list) => {
        const taken = shelf.take(list);
        told();
        return taken;
      },
    });
    await came;
    const { terminal, incarnation } = two.keys.enrolment;
    expect(Buffer.from(shelf.fleet.keyOf(`${terminal}/${incarnation}`) ?? [])).toEqual(Buffer.from(two.keys.publicKey));
    expect(shelf.fleet.oldSince).toBeNull();
  } finally {
    await platform.stop();
  }
});
