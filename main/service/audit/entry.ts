import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseCaseNumber } from '../../contract/case-number.ts';
import { staffPseudonym } from '../../contract/staff.ts';
import { digest, instant } from '../../contract/wire/encoded.ts';
import { withPurpose } from '../../contract/wire/purposes.ts';

const caseNumber = z
  .string()
  .refine((text) => parseCaseNumber(text).ok)
  .describe('case number');
/** "LLZ01/1" */
const incarnationName = z
  .string()
  .regex(/^[A-Z0-9]{3,8}\/[1-9]\d{0,5}$/)
  .describe('terminal and enrolment');
/** 128 random bits, as a session gets them when it begins. They lead to nobody. */
const draftId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe('draft, a random number');
/** Like all counts of seven digits at most: no telephone number is one. */
const version = z
  .string()
  .regex(/^[1-9]\d{0,6}$/)
  .describe('version');
const count = z.int().min(0).max(9_999_999);
const terminal = z.literal('terminal');
/** There is one PIN for all staff of a terminal: who of them it was is not known, and not written. A card is somebody's. */
const staffWho = z
  .string()
  .regex(/^(terminal|staff-[1-9]\d{0,3})$/)
  .describe('terminal (by PIN) or number of a card');
const cardNumber = staffPseudonym.describe('number of a card');

/**
 * What is written down, and nothing else can be: each reference is a number this program made, and each reason one of a
 * few codes, so that no name, no ID number and no remark fits. The descriptions are the table in docs/audit.md.
 */
export const auditEvent = z.discriminatedUnion('event', [
  z
    .strictObject({ event: z.literal('enrolled'), reference: incarnationName })
    .describe('The service took over a new enrolment of this terminal.'),
  z
    .strictObject({ event: z.literal('terminal-not-accepted'), reference: incarnationName })
    .describe('The platform said, under its signature, that it takes nothing more from this enrolment.'),
  z
    .strictObject({ event: z.literal('key-list-taken'), reference: version })
    .describe('A newer list of the platform’s keys was verified and taken over.'),
  z
    .strictObject({ event: z.literal('bundle-taken'), reference: version })
    .describe('A newer bundle of items and settings was verified and taken into force.'),
  z
    .strictObject({
      event: z.literal('bundle-refused'),
      reference: z
        .string()
        .regex(/^(terminal|[1-9]\d{0,6})$/)
        .describe('version; terminal where none could be believed'),
      reason: z.enum([
        'key-unknown',
        'key-revoked',
        'key-of-other-use',
        'signature',
        'form',
        'older',
        'other-digest',
        'bytes',
        'content',
        'no-item-good',
      ]),
    })
    .describe(
      'A bundle was offered and not taken; what was in force stays. `other-digest`: two bundles under one version, which no honest platform makes.',
    ),
  z
    .strictObject({
      event: z.literal('database-quarantined'),
      reference: terminal,
      casesRecovered: count,
      casesLost: count,
    })
    .describe(
      'A damaged database was put aside, and this one begun with what could be read of it: waiting cases taken over, and those that were or may have been in it and are not.',
    ),
  z
    .strictObject({ event: z.literal('log-shortened'), reference: terminal, upTo: count })
    .describe(
      'Entries up to this one were let go of, a year after the platform had their end in a case; it is where an export begins.',
    ),
  z
    .strictObject({ event: z.literal('case-submitted'), reference: caseNumber })
    .describe('A case was sealed, kept and queued.'),
  z
    .strictObject({ event: z.literal('case-ended'), reference: caseNumber, outcome: z.enum(['opened', 'refused']) })
    .describe('The platform’s signature over the case was verified, and its content erased here.'),
  z
    .strictObject({ event: z.literal('draft-kept'), reference: draftId })
    .describe('Someone agreed that their answers are kept, sealed, for their return.'),
  z
    .strictObject({ event: z.literal('draft-resumed'), reference: draftId })
    .describe('The same card opened a kept draft.'),
  z
    .strictObject({
      event: z.literal('draft-ended'),
      reference: draftId,
      reason: z.enum(['finished', 'person', 'too-old']),
    })
    .describe('A kept draft was erased: handed in, on the person’s word, or after its time.'),
  z
    .strictObject({ event: z.literal('staff-signed-in'), reference: staffWho })
    .describe('The staff page was opened with the right PIN, or with a card that proved its key.'),
  z
    .strictObject({ event: z.literal('staff-refused'), reference: terminal })
    .describe('A wrong PIN was entered, or a card proved no key that is in the settings.'),
  z
    .strictObject({ event: z.literal('staff-signed-out'), reference: cardNumber })
    .describe('The staff page that a card had opened was closed: the card was pulled, or by hand, or after its time.'),
  z
    .strictObject({ event: z.literal('staff-ended-program'), reference: staffWho })
    .describe('Staff ended the program from the staff page.'),
]);
export type AuditEvent = Readonly<z.infer<typeof auditEvent>>;

export const auditEntry = z.strictObject({
  v: z.literal(1),
  /** From 1, without a gap, over all enrolments of this terminal. */
  sequence: z.int().min(1),
  /** Hash of the entry before; `origin` for the first. */
  previous: digest,
  at: instant,
  event: auditEvent,
});
export type AuditEntry = Readonly<z.infer<typeof auditEntry>>;

/** Base64url of SHA-256 over purpose `audit-entry` and the entry's exact bytes. */
export function entryHash(bytes: Uint8Array): string {
  return createHash('sha256').update(withPurpose('audit-entry', bytes)).digest('base64url');
}

/** What stands before the first entry. */
export const origin = entryHash(new Uint8Array());
