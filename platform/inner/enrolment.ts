import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { EnrolmentRequest } from '../../main/contract/wire/enrolment.ts';
import type { KeyList } from '../../main/contract/wire/keys.ts';
import { type Purpose, withPurpose } from '../../main/contract/wire/purposes.ts';
import type { Database } from '../database/schema.ts';
import { type Incarnation, incarnationName } from '../incarnation.ts';
import { currentKey } from '../keys/folder.ts';
import { isUsableEd25519Key } from '../signing.ts';

/** A code makes a new terminal named after a prefix, or the next incarnation of a terminal there is. */
export type EnrolmentFor = { readonly prefix: string } | { readonly terminal: string };

export interface EnrolmentCode {
  /** 24 letters and digits in fours. Shown once and not kept. */
  readonly code: string;
  readonly expiresAt: Date;
}

const codeLivesMs = 24 * 60 * 60 * 1000;
const failuresThatBurn = 5;
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export async function makeEnrolmentCode(
  db: Kysely<Database>,
  wanted: EnrolmentFor,
  now: Date,
): Promise<Result<EnrolmentCode, 'unknown-terminal'>> {
  if ('terminal' in wanted) {
    const known = await db
      .selectFrom('incarnations')
      .select('terminal')
      .where('terminal', '=', wanted.terminal)
      .executeTakeFirst();
    if (known === undefined) return err('unknown-terminal');
  }
  const expiresAt = new Date(now.getTime() + codeLivesMs);
  for (;;) {
    const characters = Array.from(randomBytes(24), (byte) => crockford.charAt(byte % 32)).join('');
    const made = await db
      .insertInto('enrolment_codes')
      .values({
        enrolment: characters.slice(0, 4),
        code_key: createHash('sha256')
          .update(withPurpose('enrolment-code', Buffer.from(characters)))
          .digest(),
        prefix: 'prefix' in wanted ? wanted.prefix : null,
        terminal: 'terminal' in wanted ? wanted.terminal : null,
        expires_at: expiresAt,
      })
      // Four characters name a code, and a million names run into each other: draw again.
      .onConflict((conflict) => conflict.doNothing())
      .returning('enrolment')
      .executeTakeFirst();
    if (made !== undefined) return ok({ code: characters.replace(/(.{4})(?=.)/g, '$1-'), expiresAt });
  }
}

/**
 * Takes a terminal in when it proves that it knows the code; contract/wire/enrolment.ts has the proofs. The key that
 * used a code gets the same answer again as long as the code lives; nobody else gets one, whatever he proves.
 */
export async function enrol(
  db: Kysely<Database>,
  request: EnrolmentRequest,
  list: KeyList,
  now: Date,
): Promise<Result<Incarnation & { readonly proof: string }, 'code-not-accepted'>> {
  const responseKey = currentKey(list, 'response');
  if (request.responseKeyId !== responseKey.id || !isUsableEd25519Key(request.terminalKey)) {
    return err('code-not-accepted');
  }
  const keys = [Buffer.from(request.terminalKey, 'base64url'), Buffer.from(responseKey.publicKey, 'base64url')];

  return db.transaction().execute(async (tx) => {
    const code = await tx
      .selectFrom('enrolment_codes')
      .selectAll()
      .where('enrolment', '=', request.enrolment)
      .forUpdate()
      .executeTakeFirst();
    if (code === undefined || code.expires_at <= now || code.failures >= failuresThatBurn) {
      return err('code-not-accepted');
    }
    const expected = hmac(code.code_key, 'enrolment-terminal', ...keys);
    if (!timingSafeEqual(expected, Buffer.from(request.proof, 'base64url'))) {
      await tx
        .updateTable('enrolment_codes')
        .set({ failures: code.failures + 1 })
        .where('enrolment', '=', code.enrolment)
        .execute();
      return err('code-not-accepted');
    }
    if (code.used_by !== null && code.used_by !== request.terminalKey) return err('code-not-accepted');

    const given = givenBefore(code) ?? (await takeIn(tx, code, request.terminalKey, now));
    const proof = hmac(code.code_key, 'enrolment-platform', ...keys, Buffer.from(incarnationName(given), 'utf8'));
    return ok({ ...given, proof: proof.toString('base64url') });
  });
}

function hmac(key: Uint8Array, purpose: Purpose, ...parts: readonly Uint8Array[]): Buffer {
  return createHmac('sha256', key)
    .update(withPurpose(purpose, ...parts))
    .digest();
}

function givenBefore(code: { given_terminal: string | null; given_incarnation: number | null }): Incarnation | null {
  const { given_terminal, given_incarnation } = code;
  if (given_terminal === null || given_incarnation === null) return null;
  return { terminal: given_terminal, incarnation: given_incarnation };
}

async function takeIn(
  tx: Transaction<Database>,
  code: { readonly enrolment: string; readonly prefix: string | null; readonly terminal: string | null },
  publicKey: string,
  now: Date,
): Promise<Incarnation> {
  const terminal = code.terminal ?? (await nextTerminal(tx, code.prefix ?? ''));
  // Locks the enrolments there are, so that two codes for one terminal cannot both make number two.
  const before = await tx
    .selectFrom('incarnations')
    .select('incarnation')
    .where('terminal', '=', terminal)
    .orderBy('incarnation', 'desc')
    .forUpdate()
    .execute();
  const given = { terminal, incarnation: (before[0]?.incarnation ?? 0) + 1 };
  await tx
    .updateTable('incarnations')
    .set({ standing: 'replaced' })
    .where('terminal', '=', terminal)
    .where('standing', '=', 'accepted')
    .execute();
  await tx
    .insertInto('incarnations')
    .values({ ...given, public_key: publicKey, standing: 'accepted', enrolled_at: now })
    .execute();
  await tx
    .updateTable('enrolment_codes')
    .set({ used_by: publicKey, given_terminal: given.terminal, given_incarnation: given.incarnation })
    .where('enrolment', '=', code.enrolment)
    .execute();
  return given;
}

/** LLZ01, LLZ02 …; a prefix ends in a letter, so that no two prefixes can make the same name. */
async function nextTerminal(tx: Transaction<Database>, prefix: string): Promise<string> {
  const { last } = await tx
    .insertInto('terminal_prefixes')
    .values({ prefix, last: 1 })
    .onConflict((conflict) =>
      conflict.column('prefix').doUpdateSet((eb) => ({ last: eb('terminal_prefixes.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${prefix}${String(last).padStart(2, '0')}`;
}
