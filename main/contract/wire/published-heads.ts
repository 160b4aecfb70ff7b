import { z } from 'zod';
import { terminalIdPattern } from '../case-number.ts';
import { base64url, digest, publicKey, signature } from './encoded.ts';

/**
 * What the platform was told of one terminal's audit log under one enrolment, as its operator hands it to an auditor: a
 * log that does not contain these heads is not the log that was kept then.
 */
export const publishedHeads = z.strictObject({
  v: z.literal(1),
  terminal: z.string().regex(terminalIdPattern),
  incarnation: z.int().min(1),
  /** What this enrolment signs with, as the platform has known it since. */
  publicKey,
  /** JSON of `auditHead` (deliveries.ts) and the terminal's own signature over it; null before the first contact. */
  last: z.strictObject({ bytes: base64url, signature }).nullable(),
  /**
   * From the headers of the cases it handed in, in their order. A terminal can send a new last head at any time; these
   * stay, each under the signature of a case.
   */
  cases: z.array(z.strictObject({ caseNumber: z.string(), head: digest })),
});
export type PublishedHeads = Readonly<z.infer<typeof publishedHeads>>;
