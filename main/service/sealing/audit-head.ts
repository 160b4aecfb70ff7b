import type { z } from 'zod';
import type { auditHead } from '../../contract/wire/deliveries.ts';
import { signFor } from './ed25519.ts';
import type { EnrolledKeys } from './terminal-keys.ts';

export interface SignedAuditHead {
  /** JSON of `auditHead`, the bytes that are signed and sent. */
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * `length` counts the log's entries; `head` is the last one's hash, base64url. A tail cut off shows against this. As
 * `audit-begin` it says that what stands up to there was let go of: an old end must not pass for a beginning.
 */
export function signAuditHead(
  log: { readonly length: number; readonly head: string },
  keys: EnrolledKeys,
  purpose: 'audit-head' | 'audit-begin' = 'audit-head',
): SignedAuditHead {
  const { terminal, incarnation } = keys.enrolment;
  const value: z.infer<typeof auditHead> = { v: 1, terminal, incarnation, length: log.length, head: log.head };
  const bytes = Buffer.from(JSON.stringify(value), 'utf8');
  return { bytes, signature: signFor(purpose, keys.signingKey, bytes) };
}
