import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Acknowledgements, SignedAcknowledgements } from '../../main/contract/wire/deliveries.ts';
import type { KeyList } from '../../main/contract/wire/keys.ts';
import { openDatabase } from '../database/open.ts';
import type { Database } from '../database/schema.ts';
import { rawPublicKey, signFor } from '../signing.ts';
import { listLostCases, takeTombstones } from './tombstones.ts';

const sender = { terminal: 'LLZ01', incarnation: 1 };
const uses = ['acknowledgement', 'response', 'sealing'] as const;
const revoked = 'acknowledgement-0';
const keys = new Map(uses.map((use) => [use, generateKeyPairSync('ed25519').privateKey]));
const keyFor = (use: (typeof uses)[number]): KeyObject => keys.get(use) ?? expect.fail();

let folder: string;
let db: Kysely<Database>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tongban-tombstones-'));
  db = await openDatabase({ databaseUrl: null, folder, log: pino({ level: 'silent' }) });
}, 60_000);
afterAll(async () => {
  await db.destroy();
  await rm(folder, { recursive: true });
});

/** Each key is named by its use, but for the revoked one of that use. */
function signedBy(
  use: (typeof uses)[number],
  caseNumber: string,
  key: string = use,
  caseDigest = randomBytes(32).toString('base64url'),
): SignedAcknowledgements {
  const said: Acknowledgements = {
    v: 1,
    ...sender,
    epoch: 1,
    entries: [
      {
        caseNumber,
        caseDigest,
        bytes: 1,
        ending: { outcome: 'opened' },
        sequence: 1,
      },
    ],
  };
  const bytes = Buffer.from(JSON.stringify(said));
  const signature = signFor('acknowledgements', keyFor(use), bytes).toString('base64url');
  return { bytes: bytes.toString('base64url'), key, signature };
}

const take = (...lists: readonly SignedAcknowledgements[]) => {
  const named = [...uses.map((use) => ({ id: use, use, revoked: false }))];
  const list: KeyList = {
    v: 1,
    version: 1,
    issuedAt: '2026-11-23T10:00:00Z',
    keys: [...named, { id: revoked, use: 'acknowledgement' as const, revoked: true }].map((one) => ({
      ...{ ...one, suite: 1 as const },
      publicKey: rawPublicKey(keyFor(one.use)),
    })),
    pins: [randomBytes(32).toString('base64url')],
    revokedIncarnations: [],
  };
  return takeTombstones(sender, lists, { db, list, now: new Date('2026-11-23T10:00:00Z') });
};

it('a case is noted as lost on the word of an acknowledgement key, and of no key that is there for something else', async () => {
  const offer = (use: (typeof uses)[number], caseNumber: string) => take(signedBy(use, caseNumber));
  expect(await offer('response', 'LLZ01-1-0001-X')).toBe(0);
  expect(await offer('sealing', 'LLZ01-1-0002-X')).toBe(0);
  expect(await offer('acknowledgement', 'LLZ01-1-0003-X')).toBe(1);
  expect(await listLostCases(db)).toMatchObject([{ caseNumber: 'LLZ01-1-0003-X' }]);
});

it('what a revoked acknowledgement key signed is noted as unproven, and counts for nothing', async () => {
  const noted = async (caseNumber: string) => (await listLostCases(db)).filter((one) => one.caseNumber === caseNumber);
  const [number, digest] = ['LLZ01-1-0004-X', randomBytes(32).toString('base64url')];
  expect(await take(signedBy('acknowledgement', number, revoked, digest))).toBe(0);
  expect(await noted(number)).toMatchObject([{ underRevokedKey: true }]);
  expect(await take(signedBy('acknowledgement', number, 'acknowledgement', digest))).toBe(1);
  expect(await take(signedBy('acknowledgement', number, revoked, digest))).toBe(0);
  expect(await noted(number)).toMatchObject([{ underRevokedKey: false }]);
});

it('a case that two lists name in one request is lost once, and proven where either proves it', async () => {
  const twice = async (caseNumber: string, ...keyNames: readonly string[]) => {
    const digest = randomBytes(32).toString('base64url');
    const counted = await take(...keyNames.map((key) => signedBy('acknowledgement', caseNumber, key, digest)));
    const noted = (await listLostCases(db)).filter((one) => one.caseNumber === caseNumber);
    return [counted, ...noted.map(({ underRevokedKey }) => underRevokedKey)];
  };
  expect(await twice('LLZ01-1-0005-X', 'acknowledgement', 'acknowledgement')).toEqual([1, false]);
  expect(await twice('LLZ01-1-0006-X', 'acknowledgement', revoked)).toEqual([1, false]);
  expect(await twice('LLZ01-1-0007-X', revoked, 'acknowledgement')).toEqual([1, false]);
  expect(await twice('LLZ01-1-0008-X', revoked, revoked)).toEqual([0, true]);
});
