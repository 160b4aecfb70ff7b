import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acknowledgements } from '../../main/contract/wire/deliveries.ts';
import { openDatabase } from '../database/open.ts';
import type { Database } from '../database/schema.ts';
import { openPaperFiles, type PaperFiles } from '../papers/paper-files.ts';
import { rawPublicKey } from '../signing.ts';
import { sealTestCase } from '../testing/seal.ts';
import { receive } from './receive.ts';

const log = pino({ level: 'silent' });
let folder: string;
let db: Kysely<Database>;
let papers: PaperFiles;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tongban-receive-'));
  db = await openDatabase({ databaseUrl: null, folder, log });
  papers = await openPaperFiles(path.join(folder, 'papers'));
}, 60_000);
afterAll(async () => {
  await db.destroy();
  await rm(folder, { recursive: true });
});

it('a case kept by a platform that did not know its version is opened by one that does, once', async () => {
  const sealingKey = generateKeyPairSync('x25519').privateKey;
  const keys = {
    sealing: new Map([['sealing-1', sealingKey]]),
    acknowledgement: { id: 'acknowledgement-1', key: generateKeyPairSync('ed25519').privateKey },
  };
  const signingKey = generateKeyPairSync('ed25519').privateKey;
  const sender = { terminal: 'LLZ01', incarnation: 1 };
  await db
    .insertInto('incarnations')
    .values({ ...sender, public_key: rawPublicKey(signingKey), standing: 'accepted', enrolled_at: new Date() })
    .execute();
  const one = sealTestCase({
    ...sender,
    signingKey,
    sealingKey: { id: 'sealing-1', publicKey: rawPublicKey(sealingKey) },
  });
  const { header, manifest, answers, signature } = one.envelope;
  await db
    .insertInto('cases')
    .values({
      ...sender,
      case_digest: one.caseDigest,
      case_number: null,
      outcome: 'unknown-version',
      refusal_reason: null,
      acknowledgement_sequence: null,
      received_at: new Date('2026-11-01T00:00:00Z'),
      header: Buffer.from(header, 'base64url'),
      manifest: Buffer.from(manifest, 'base64url'),
      answers: Buffer.from(answers, 'base64url'),
      signature: Buffer.from(signature, 'base64url'),
      content: null,
      receipt_secret_digest: null,
    })
    .execute();

  const deliver = () => receive(sender, [one.envelope], { db, keys, papers, now: () => new Date(), log });
  const first = await deliver();
  const again = await deliver();
  expect(first.unfinished).toEqual([]);
  const bytes = Buffer.from(first.acknowledged?.bytes ?? '', 'base64url').toString('utf8');
  expect(acknowledgements.parse(JSON.parse(bytes)).entries).toMatchObject([
    { caseNumber: one.caseNumber, ending: { outcome: 'opened' }, sequence: 1 },
  ]);
  expect(again.acknowledged?.bytes).toBe(first.acknowledged?.bytes);
  const rows = await db.selectFrom('cases').select(['outcome', 'deliveries', 'received_at']).execute();
  expect(rows).toMatchObject([{ outcome: 'opened', deliveries: 3, received_at: new Date('2026-11-01T00:00:00Z') }]);
});
