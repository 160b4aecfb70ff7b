import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type {
  Acknowledgements,
  epochWord,
  SignedAcknowledgements,
  SignedEpoch,
} from '../../main/contract/wire/deliveries.ts';
import type { Database } from '../database/schema.ts';
import type { Incarnation } from '../incarnation.ts';
import type { NamedKey } from '../keys/keys-in-use.ts';
import { signFor } from '../signing.ts';

/** One signature over what ended the cases of a batch. All of one incarnation. */
export async function acknowledge(
  db: Kysely<Database>,
  { id, key }: NamedKey,
  { terminal, incarnation }: Incarnation,
  entries: Acknowledgements['entries'],
): Promise<SignedAcknowledgements> {
  const epoch = await readEpoch(db);
  const list: Acknowledgements = { v: 1, terminal, incarnation, epoch, entries };
  const bytes = Buffer.from(JSON.stringify(list), 'utf8');
  return {
    bytes: bytes.toString('base64url'),
    key: id,
    signature: signFor('acknowledgements', key, bytes).toString('base64url'),
  };
}

/** The epoch for a terminal that gets no acknowledgement by which it would hear it. */
export async function sayEpoch(db: Kysely<Database>, { id, key }: NamedKey): Promise<SignedEpoch> {
  const word: z.infer<typeof epochWord> = { v: 1, epoch: await readEpoch(db) };
  const bytes = Buffer.from(JSON.stringify(word), 'utf8');
  return {
    bytes: bytes.toString('base64url'),
    key: id,
    signature: signFor('epoch', key, bytes).toString('base64url'),
  };
}

async function readEpoch(db: Kysely<Database>): Promise<number> {
  const { value } = await db.selectFrom('meta').select('value').where('name', '=', 'epoch').executeTakeFirstOrThrow();
  return value;
}
