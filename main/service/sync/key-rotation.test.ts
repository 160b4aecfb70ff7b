import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { keyList, type KeyList, type SignedKeyList } from '../../contract/wire/keys.ts';
import { testContent } from '../sealing/test-case.ts';
import { createTestOutbox, sealedCase, type TestOutbox } from './test-outbox.ts';
import { type EnrolledTerminal, type RealPlatform, startRealPlatform } from './test-real-platform.ts';

let platform: RealPlatform;
beforeAll(async () => {
  platform = await startRealPlatform();
}, 120_000);
afterAll(() => platform.stop(), 60_000);

const version = z.object({ keyListVersion: z.number() });
const announce = async (use: 'sealing' | 'acknowledgement' | 'response' | 'tls') =>
  version.parse(await platform.ask('POST', '/keys', { use })).keyListVersion;
const retire = (id: string) => platform.ask('POST', '/keys/retired', { id });
const listed = async (): Promise<KeyList> => keyList.parse(await platform.ask('GET', '/keys'));
const idInUse = async (use: KeyList['keys'][number]['use']): Promise<string> => {
  const found = (await listed()).keys.find((key) => key.use === use && !key.revoked);
  if (found === undefined) throw new Error(`no ${use} key`);
  return found.id;
};
const read = (signed: SignedKeyList | undefined): KeyList =>
  keyList.parse(JSON.parse(Buffer.from(signed?.bytes ?? '', 'base64url').toString('utf8')));

async function rotate(use: 'sealing' | 'acknowledgement' | 'response' | 'tls'): Promise<void> {
  const old = use === 'tls' ? ((await listed()).pins[0] ?? '') : await idInUse(use);
  await announce(use);
  await retire(old);
}

/** A terminal that has a case waiting, sealed by what it knew at `list`. */
async function withCase(terminal: EnrolledTerminal, sequence: number, list = terminal.list): Promise<TestOutbox> {
  const outbox = createTestOutbox(terminal.keys, terminal.lease);
  outbox.add(await sealedCase({ list, enrolled: terminal.keys }, sequence, testContent(`1380013800${sequence}`)));
  return outbox;
}

async function ends(terminal: EnrolledTerminal, outbox: TestOutbox): Promise<void> {
  const { sync, until } = platform.startSync(terminal, outbox);
  await until(() => outbox.ended.length === 1);
  await sync.stop();
}

describe('rotating the platform’s keys', () => {
  test('a terminal hears of a new key at its next contact, and what was sealed to the old one still opens', {
    timeout: 60_000,
  }, async () => {
    const terminal = await platform.enrolled();
    const [before, after] = [await withCase(terminal, 1), createTestOutbox(terminal.keys, terminal.lease)];
    const old = await idInUse('sealing');
    const announced = await announce('sealing');
    const first = platform.startSync(terminal, before);
    await first.until(() => before.ended.length === 1 && before.keyLists.length === 1);
    await first.sync.stop();
    expect(read(before.keyLists[0]).version).toBe(announced);

    const late = await sealedCase({ list: terminal.list, enrolled: terminal.keys }, 2, testContent('13800138002'));
    const since = await sealedCase({ list: read(before.keyLists[0]), enrolled: terminal.keys }, 3);
    await retire(old);
    after.add(late, since);
    after.saveContact({ lease: before.lease(), epoch: 1, offsetMs: 0, at: '2026-11-23T06:30:00Z' });
    const second = platform.startSync(terminal, after);
    await second.until(() => after.ended.length === 2);
    await second.sync.stop();
    const held = await platform.heldCases(terminal.keys.enrolment.terminal);
    expect(held.map(({ outcome }) => outcome)).toEqual(['opened', 'opened', 'opened']);
  });

  test.each(['acknowledgement', 'response', 'tls'] as const)(
    'a terminal that was away while the %s key was replaced twice comes back by itself',
    { timeout: 60_000 },
    async (use) => {
      const terminal = await platform.enrolled();
      const outbox = await withCase(terminal, 1);
      await rotate(use);
      await rotate(use);
      await ends(terminal, outbox);
      expect(read(outbox.keyLists.at(-1)).version).toBe((await listed()).version);
    },
  );

  test('the last key of its kind cannot be retired, nor one that is not there', { timeout: 60_000 }, async () => {
    const { version: before, pins } = await listed();
    for (const id of [await idInUse('sealing'), await idInUse('acknowledgement'), pins[0] ?? '']) {
      expect(await retire(id)).toEqual({ error: 'last-key' });
    }
    expect(await retire('sealing-77')).toEqual({ error: 'unknown-key' });
    expect((await listed()).version).toBe(before);
  });
});
