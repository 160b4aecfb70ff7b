import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { Database } from '../database/schema.ts';
import type { Incarnation } from '../incarnation.ts';

/** What a request says of its sender's past. */
export interface Freshness {
  readonly lease: string;
  readonly auditLength: number;
  readonly auditHead: string;
  readonly auditBytes: Uint8Array;
  readonly auditSignature: Uint8Array;
}

export type LeaseFault =
  /** Perhaps a request that was held up on the way: the lease that a living sender would come with next. */
  | { readonly sign: 'old-lease'; readonly challenge: string }
  /** Two machines go by this name. */
  | { readonly sign: 'challenge-taken' | 'audit-log-went-back' };

/**
 * Answers to one lease that are remembered. Their loss is what a bad line does all day; more than this many in a row and
 * still another one alive is not.
 */
const rememberedAnswers = 8;

const newLease = (): string => randomBytes(16).toString('base64url');

/** The lease of an enrolment's answer; the same when it is asked again. */
export async function firstLease(db: Kysely<Database>, { terminal, incarnation }: Incarnation): Promise<string> {
  const lease = newLease();
  await db
    .insertInto('gateway_leases')
    .values({ terminal, incarnation, first_lease: lease, issued: [lease] })
    .onConflict((conflict) => conflict.columns(['terminal', 'incarnation']).doNothing())
    .execute();
  const row = await db
    .selectFrom('gateway_leases')
    .select('first_lease')
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .executeTakeFirstOrThrow();
  return row.first_lease;
}

/**
 * Takes a request's lease and gives the next one. A terminal may come with the lease of its last request again, because
 * the answer to it was lost: each such answer carries a lease of its own, and the first of them to come back ends the
 * others. Giving the same lease to both would let a copied disk keep step with its original for ever; ending the
 * earlier answer at once would call a slow answer that was overtaken by its own repetition a copy.
 *
 * An older lease is no proof of a copy by itself: a request that its terminal gave up on may lie in a stalled process or a
 * balancer, and come in after the terminal has gone on. So it is answered with a challenge, which only a living holder of
 * the old lease can bring back.
 */
export async function takeLease(
  db: Kysely<Database>,
  { terminal, incarnation }: Incarnation,
  seen: Freshness,
): Promise<Result<string, LeaseFault>> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('gateway_leases')
      .selectAll()
      .where('terminal', '=', terminal)
      .where('incarnation', '=', incarnation)
      .forUpdate()
      .executeTakeFirstOrThrow();
    // None issued: the database was restored, and does not know what it gave.
    const isNew = row.issued.length === 0 || row.issued.includes(seen.lease);
    if (row.challenge === seen.lease) return err({ sign: 'challenge-taken' });
    if (!isNew && row.used !== seen.lease) {
      const challenge = newLease();
      await tx
        .updateTable('gateway_leases')
        .set({ challenge })
        .where('terminal', '=', terminal)
        .where('incarnation', '=', incarnation)
        .execute();
      return err({ sign: 'old-lease', challenge });
    }
    const { audit_length, audit_head } = row;
    const known = audit_length !== null && seen.auditLength <= audit_length;
    // A repeated request may have been overtaken by a later repetition, whose log was longer; a new lease proves order.
    if (isNew && known && (seen.auditLength < audit_length || seen.auditHead !== audit_head)) {
      return err({ sign: 'audit-log-went-back' });
    }

    const lease = newLease();
    await tx
      .updateTable('gateway_leases')
      .set({
        used: seen.lease,
        issued: isNew ? [lease] : [...row.issued, lease].slice(-rememberedAnswers),
        ...(known ? {} : headColumns(seen)),
      })
      .where('terminal', '=', terminal)
      .where('incarnation', '=', incarnation)
      .execute();
    return ok(lease);
  });
}

const headColumns = ({ auditLength, auditHead, auditBytes, auditSignature }: Freshness) => ({
  audit_length: auditLength,
  audit_head: auditHead,
  audit_bytes: auditBytes,
  audit_signature: auditSignature,
});
