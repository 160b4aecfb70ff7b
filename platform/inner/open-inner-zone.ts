import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { CaseLookUpRequest, CaseLookUpResponse } from '../../main/contract/wire/case-look-ups.ts';
import type { Database } from '../database/schema.ts';
import { incarnationName } from '../incarnation.ts';
import type { KeyFolder } from '../keys/folder.ts';
import type { KeysKeeper } from '../keys/keys-in-use.ts';
import type { PaperFiles } from '../papers/paper-files.ts';
import { digestOf, ed25519PublicKey } from '../signing.ts';
import { readBundlePart, signedNotice } from './bundles.ts';
import { signFleet } from './fleet.ts';
import { enrol } from './enrolment.ts';
import type { InnerZone } from './inner.ts';
import { awaitedPaper, receive } from './receive.ts';
import { markForked } from './store-once.ts';
import { takeStuckCases } from './stuck-cases.ts';
import { takeTombstones } from './tombstones.ts';

/** Holds the sealing and the acknowledgement key; nothing it returns lets either out. */
export function openInnerZone({
  db,
  keys,
  inUse,
  papers,
  now,
  log,
}: {
  db: Kysely<Database>;
  keys: KeyFolder;
  inUse: KeysKeeper;
  papers: PaperFiles;
  now: () => Date;
  log: Logger;
}): InnerZone {
  return {
    async keyList() {
      const { signed, list } = await keys.readKeyList();
      return { signed, version: list.version };
    },
    fleet: () => signFleet(db, inUse.current().acknowledgement, now()),
    async terminalKey({ terminal, incarnation }) {
      const row = await db
        .selectFrom('incarnations')
        .select(['public_key', 'standing'])
        .where('terminal', '=', terminal)
        .where('incarnation', '=', incarnation)
        .executeTakeFirst();
      return row === undefined ? null : { key: ed25519PublicKey(row.public_key), standing: row.standing };
    },
    async enrol(request) {
      const { list } = await keys.readKeyList();
      return enrol(db, request, list, now());
    },
    receive: (sender, deliveries) => receive(sender, deliveries, { db, keys: inUse.current(), papers, now, log }),
    awaitedPaper: (sender, paper) => awaitedPaper(db, sender, paper),
    async takeTombstones(sender, lists) {
      const { list } = await keys.readKeyList();
      const lost = await takeTombstones(sender, lists, { db, list, now: now() });
      if (lost > 0)
        log.error({ from: incarnationName(sender), lost }, 'cases acknowledged before the restore are not here');
      return lost;
    },
    async takeStuckCases(sender, word) {
      const ends = await takeStuckCases(sender, word, { db, key: inUse.current().acknowledgement, now: now() });
      if (ends === null) log.warn({ from: incarnationName(sender) }, 'a word on stuck cases was not believed');
      return ends;
    },
    markForked: (sender) => markForked(db, sender),
    bundleNotice: async () => signedNotice(db, inUse.current().bundle, now()),
    bundlePart: (digest, part) => readBundlePart(db, digest, part),
    lookUp: (request) => lookUp(db, request),
  };
}

async function lookUp(
  db: Kysely<Database>,
  { caseNumber, secret }: CaseLookUpRequest,
): Promise<Pick<CaseLookUpResponse, 'found' | 'state'>> {
  const rows = await db
    .selectFrom('cases')
    .select(['outcome', 'receipt_secret_digest'])
    .where('case_number', '=', caseNumber)
    .execute();
  if (secret === null) return { found: rows.length > 0, state: null };
  const wanted = digestOf('receipt-secret', Buffer.from(secret, 'base64url')).toString('base64url');
  const row = rows.find(({ receipt_secret_digest }) => receipt_secret_digest === wanted);
  const state = row?.outcome === 'opened' ? 'received' : row?.outcome === 'refused' ? 'refused' : null;
  return { found: rows.length > 0, state };
}
