import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../main/contract/result.ts';
import { caseHeader } from '../../main/contract/wire/envelope.ts';
import type { PublishedHeads } from '../../main/contract/wire/published-heads.ts';
import type { Database } from '../database/schema.ts';
import type { Incarnation } from '../incarnation.ts';

/**
 * What one enrolment has told the platform of its audit log: the last head it sent, and the head in each case it handed in.
 * A case under a number that was taken is left out: it came from another machine, or from one that was set back.
 */
export async function readPublishedHeads(
  db: Kysely<Database>,
  { terminal, incarnation }: Incarnation,
): Promise<Result<PublishedHeads, 'unknown-terminal'>> {
  const enrolled = await db
    .selectFrom('incarnations')
    .select('public_key')
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .executeTakeFirst();
  if (enrolled === undefined) return err('unknown-terminal');

  const contact = await db
    .selectFrom('gateway_leases')
    .select(['audit_bytes', 'audit_signature'])
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('cases')
    .select(['header', 'refusal_reason'])
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .where('outcome', 'not in', ['conflict', 'unknown-version'])
    .execute();
  const headers = rows.flatMap(({ header, refusal_reason }) => {
    // An operator refused it: nothing of it came, or in a version that was not known.
    if (header === null || refusal_reason === 'not-receivable') return [];
    return [caseHeader.parse(JSON.parse(Buffer.from(header).toString('utf8')))];
  });
  return ok({
    v: 1,
    terminal,
    incarnation,
    publicKey: enrolled.public_key,
    last:
      contact?.audit_bytes && contact.audit_signature
        ? { bytes: base64url(contact.audit_bytes), signature: base64url(contact.audit_signature) }
        : null,
    cases: headers
      .toSorted((one, other) => one.sequence - other.sequence)
      .map(({ caseNumber, auditHead }) => ({ caseNumber, head: auditHead })),
  });
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
