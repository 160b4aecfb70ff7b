import { z } from 'zod';
import { signedAcknowledgements } from './deliveries.ts';
import { base64url, digest, exactly, signature } from './encoded.ts';

/** Cases that one word names at most, and one answer ends. */
export const maxStuckCases = 50;

/** Why a case waits at a terminal that no further waiting may end. Each is a `WaitReason` as well. */
export const stuckReason = z.enum([
  /** The bytes on its disk are no longer the ones that were handed in: never sent. */
  'damaged-here',
  /** A paper of it will never come. The envelope came. */
  'paper-not-readable-here',
  /** Not verified by the platform, or refused by its gateway before anybody looked into it. */
  'platform-did-not-take-it',
  'platform-fails-on-it',
  'platform-does-not-know-this-version',
  'acknowledgement-does-not-match',
]);
export type StuckReason = z.infer<typeof stuckReason>;

/**
 * What a terminal says of cases that are stuck. Digest and bytes are those it recorded when the case was handed in, whatever
 * its disk gives now: an end that is signed over them is the end of that case.
 */
export const stuckCases = z.strictObject({
  v: z.literal(1),
  /** Who says so. It may speak of cases of its earlier enrolments. */
  terminal: z.string(),
  incarnation: z.number().int().min(1),
  cases: z
    .array(
      z.strictObject({
        caseNumber: z.string(),
        caseDigest: digest,
        /** As in an acknowledgement. */
        bytes: z.number().int().min(0),
        because: stuckReason,
        /** The paper that cannot be read; null where it is not about a paper. */
        paper: exactly(16).nullable(),
      }),
    )
    .min(1)
    .max(maxStuckCases),
});
export type StuckCases = Readonly<z.infer<typeof stuckCases>>;

/**
 * POST /v1/stuck-cases. `bytes`: the JSON of `stuckCases`; `signature`: the terminal's over purpose `stuck-cases`, because
 * what an operator ends a case by must not be the gateway's word.
 */
export const stuckCasesRequest = z.strictObject({ v: z.literal(1), bytes: base64url, signature });
export type StuckCasesRequest = Readonly<z.infer<typeof stuckCasesRequest>>;

export const stuckCasesResponse = z.strictObject({
  v: z.literal(1),
  /** What has ended of those that were named, opened or refused: one list an incarnation. */
  acknowledged: z.array(signedAcknowledgements).max(maxStuckCases),
});
export type StuckCasesResponse = Readonly<z.infer<typeof stuckCasesResponse>>;
