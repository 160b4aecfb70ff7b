import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Incarnation } from '../incarnation.ts';

/**
 * All cases of one enrolment go one after the other, across processes too: two copies that arrive together must not each take
 * an acknowledgement sequence. The unique indexes hold even if somebody forgets to call this.
 */
export async function lockIncarnation(
  tx: Transaction<Database>,
  { terminal, incarnation }: Incarnation,
): Promise<void> {
  await tx
    .selectFrom('incarnations')
    .select('standing')
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function nextSequence(tx: Transaction<Database>, { terminal, incarnation }: Incarnation): Promise<number> {
  const { acknowledgements } = await tx
    .updateTable('incarnations')
    .set((eb) => ({ acknowledgements: eb('acknowledgements', '+', 1) }))
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .returning('acknowledgements')
    .executeTakeFirstOrThrow();
  return acknowledgements;
}
