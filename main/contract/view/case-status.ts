import { z } from 'zod';
import { refusalReason } from '../wire/deliveries.ts';
import { caseState } from './waiting.ts';

/**
 * What this terminal can say of a case to whoever holds its receipt under the code reader. Anything but `here` says what the
 * code itself proves, without a network.
 */
export const caseStanding = z.discriminatedUnion('standing', [
  /** Handed in here. `refusal`: why the platform did not take it, as far as that is still known. */
  z.strictObject({ standing: z.literal('here'), state: caseState, refusal: refusalReason.nullable() }),
  /** A genuine receipt of a case that this machine has no record of. `asOf`: by a list of that day; null where it is a current one. */
  z.strictObject({ standing: z.literal('elsewhere'), asOf: z.string().nullable() }),
  /** The enrolment that signed it is no longer believed. */
  z.strictObject({ standing: z.literal('revoked') }),
  /** Signed by nobody this machine knows. */
  z.strictObject({ standing: z.literal('unknown-key') }),
  /** Damaged, changed or made up. */
  z.strictObject({ standing: z.literal('invalid') }),
]);
export type CaseStanding = Readonly<z.infer<typeof caseStanding>>;

export const caseStatusScreen = z.strictObject({
  screen: z.literal('case-status'),
  /** Null where the code proves nothing: its number is then nobody's word. */
  caseNumber: z.string().nullable(),
  /** Where this machine knows it. */
  itemName: z.string().nullable(),
  /** YYYY-MM-DD HH:MM on the terminal's wall. */
  handedInAt: z.string().nullable(),
  /** In the item's own words; empty where there is nothing to say. */
  next: z.string(),
  about: caseStanding,
});
