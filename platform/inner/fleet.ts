import type { Kysely } from 'kysely';
import { type FleetList, maxFleet, type SignedFleetList } from '../../main/contract/wire/fleet.ts';
import type { Database } from '../database/schema.ts';
import { incarnationName } from '../incarnation.ts';
import type { NamedKey } from '../keys/keys-in-use.ts';
import { signFor } from '../signing.ts';

/** The keys of the fleet as they are now, signed anew: what a terminal takes for its age is that of the signature. */
export async function signFleet(db: Kysely<Database>, { id, key }: NamedKey, now: Date): Promise<SignedFleetList> {
  const rows = await db
    .selectFrom('incarnations')
    .select(['terminal', 'incarnation', 'public_key'])
    .orderBy('enrolled_at', 'desc')
    .limit(maxFleet)
    .execute();
  const list: FleetList = {
    v: 1,
    at: now.toISOString(),
    terminals: rows.map((row) => ({ incarnation: incarnationName(row), publicKey: row.public_key })),
  };
  const bytes = Buffer.from(JSON.stringify(list), 'utf8');
  return {
    bytes: bytes.toString('base64url'),
    key: id,
    signature: signFor('fleet-list', key, bytes).toString('base64url'),
  };
}
