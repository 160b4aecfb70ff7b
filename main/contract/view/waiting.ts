import { z } from 'zod';

/** Where a case stands, in the four words that are never mixed: kept here, sent, received there, refused there. */
export const caseState = z.enum(['kept-here', 'sent', 'received-there', 'refused-there']);
export type CaseState = z.infer<typeof caseState>;

/** Why a case waits; each has its sentence in the page's words. */
export const waitReason = z.enum([
  'not-tried-yet',
  'no-network',
  'platform-does-not-answer',
  'platform-identity-not-proven',
  'answer-not-understood',
  'answer-signature-wrong',
  'platform-busy',
  'platform-error',
  'platform-fails-on-it',
  'terminal-not-accepted',
  'platform-has-not-opened-it',
  'platform-did-not-take-it',
  'platform-does-not-know-this-version',
  'number-used-twice',
  'acknowledgement-not-believed',
  'acknowledgement-does-not-match',
  'papers-under-way',
  'paper-not-readable-here',
  'damaged-here',
]);
export type WaitReason = z.infer<typeof waitReason>;
