import { afterAll, beforeAll, expect, it } from 'vitest';
import { fleetList, signedFleetList } from '../main/contract/wire/fleet.ts';
import { ed25519PublicKey, signatureHolds } from './signing.ts';
import { getPlain } from './testing/terminal.ts';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
}, 60_000);
afterAll(() => platform.stop());

it('tells anybody the keys of all enrolments, under the acknowledgement key', { timeout: 60_000 }, async () => {
  const terminal = await platform.enrol();
  const second = await platform.enrol({ terminal: terminal.terminal });
  const signed = signedFleetList.parse(await getPlain(platform.url, '/v1/fleet'));
  const key = platform.list.keys.find(({ id }) => id === signed.key);
  if (key === undefined) throw new Error('no such key');
  expect(key.use).toBe('acknowledgement');
  const bytes = Buffer.from(signed.bytes, 'base64url');
  const signature = Buffer.from(signed.signature, 'base64url');
  expect(signatureHolds('fleet-list', ed25519PublicKey(key.publicKey), signature, bytes)).toBe(true);
  const { at, terminals } = fleetList.parse(JSON.parse(bytes.toString('utf8')));
  expect(at).toBe('2026-11-23T10:00:00.000Z');
  const names = [terminal, second].map((one) => `${one.terminal}/${one.incarnation}`);
  expect(terminals.map(({ incarnation }) => incarnation).toSorted()).toEqual(names.toSorted());
});
