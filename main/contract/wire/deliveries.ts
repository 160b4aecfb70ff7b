import { z } from 'zod';
import { signedBundleNotice } from './bundles.ts';
import { base64url, digest, exactly, instant, signature } from './encoded.ts';
import { envelope } from './envelope.ts';
import { keyId } from './keys.ts';

/** 16 random bytes from the platform, new with each answer. A terminal that comes with an old one was copied. */
export const lease = exactly(16);

/** Cases a batch carries at most. */
export const maxDeliveriesPerBatch = 200;

/**
 * A case by its digest alone. Only what the platform has said to have is offered so: an envelope whose papers are all there
 * now need not go over a thin line a second time.
 */
export const namedCase = z.strictObject({ caseDigest: digest });

export const delivery = z.union([envelope, namedCase]);
export type CaseDelivery = Readonly<z.infer<typeof delivery>>;

/** POST /v1/deliveries. An empty list is a sign of life: it fetches the time, the key list's version and a new lease. */
export const deliveryRequest = z.strictObject({
  v: z.literal(1),
  lease,
  /** Head of the audit log, its length, and the terminal's signature over it (purpose `audit-head`, over the JSON bytes). */
  auditHead: z.strictObject({ bytes: base64url, signature }),
  deliveries: z.array(delivery).max(maxDeliveriesPerBatch),
});
export type DeliveryRequest = Readonly<z.infer<typeof deliveryRequest>>;

/** The bytes inside `auditHead`. */
export const auditHead = z.strictObject({
  v: z.literal(1),
  terminal: z.string(),
  incarnation: z.number().int(),
  length: z.number().int(),
  head: digest,
});

export const refusalReason = z.enum([
  'content-not-readable',
  'item-not-accepted',
  /** By an operator's word: a paper that the terminal's disk no longer gives will never come. */
  'paper-not-readable',
  /** By an operator's word: another case has the number, and what stands in both was looked at. */
  'number-used-twice',
  /**
   * By an operator's word, on the terminal's: this platform never gets to read it, because it is damaged at the terminal or
   * because it cannot be taken in here.
   */
  'not-receivable',
]);
export type RefusalReason = z.infer<typeof refusalReason>;
export const acknowledgedOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('opened') }),
  z.strictObject({ outcome: z.literal('refused'), reason: refusalReason }),
]);

/**
 * The one thing that ends a case at a terminal: given after the platform has opened every part and committed it, signed
 * by a key the gateway does not hold. One signature covers a list.
 */
export const acknowledgements = z.strictObject({
  v: z.literal(1),
  terminal: z.string(),
  incarnation: z.number().int(),
  /** Goes up when the platform was restored from a backup. A terminal takes none older than the highest it has seen. */
  epoch: z.number().int().min(1),
  entries: z
    .array(
      z.strictObject({
        caseNumber: z.string(),
        caseDigest: digest,
        /** Header, manifest, answers and papers' ciphertext, as stored. */
        bytes: z.number().int(),
        ending: acknowledgedOutcome,
        /** Counts the platform's acknowledgements for this incarnation. */
        sequence: z.number().int(),
      }),
    )
    .min(1)
    .max(maxDeliveriesPerBatch),
});
export type Acknowledgements = Readonly<z.infer<typeof acknowledgements>>;

/** `bytes`: the JSON of `acknowledgements`; signed over purpose `acknowledgements`. */
export const signedAcknowledgements = z.strictObject({ bytes: base64url, key: keyId, signature });
export type SignedAcknowledgements = Readonly<z.infer<typeof signedAcknowledgements>>;

/**
 * The bytes of `epochWord`, signed like acknowledgements over purpose `epoch`, and by the same key: the gateway cannot say it.
 * A terminal with nothing to deliver hears so that the platform was restored.
 */
export const epochWord = z.strictObject({ v: z.literal(1), epoch: z.number().int().min(1) });
export const signedEpoch = z.strictObject({ bytes: base64url, key: keyId, signature });
export type SignedEpoch = Readonly<z.infer<typeof signedEpoch>>;

/** What ends nothing: the case goes on waiting at the terminal, with this as its reason. */
export const unfinished = z.discriminatedUnion('state', [
  /** A version this platform does not know: stored as it came. */
  z.strictObject({ state: z.literal('unknown-version'), caseDigest: digest }),
  /** Signature, digest or form of the envelope do not hold: it was damaged on the way or is not this terminal's. */
  z.strictObject({ state: z.literal('not-verified'), caseDigest: digest }),
  /** It was only named, and its envelope is not here: to be delivered whole. */
  z.strictObject({ state: z.literal('envelope-missing'), caseDigest: digest }),
  /** This number is here with another digest. Both are kept; the incarnation counts as forked and must enrol again. */
  z.strictObject({ state: z.literal('conflict'), caseDigest: digest }),
  /** The envelope holds and is kept; these papers of it are not here whole. What was received steers a resumed upload. */
  z.strictObject({
    state: z.literal('papers-missing'),
    caseDigest: digest,
    missing: z
      .array(z.strictObject({ paper: exactly(16), receivedBytes: z.number().int().min(0) }))
      .min(1)
      .max(20),
  }),
]);
export type Unfinished = Readonly<z.infer<typeof unfinished>>;

/**
 * 409 to a request with a lease of long ago. It may be one that its sender gave up on and that was held up on the way: then
 * nobody reads this. Or a copied disk sent it: whoever comes again with `lease` holds the old one and is alive.
 */
export const oldLease = z.strictObject({ error: z.literal('lease-old'), lease });
export type OldLease = Readonly<z.infer<typeof oldLease>>;

export const deliveryResponse = z.strictObject({
  v: z.literal(1),
  /** The platform's time. */
  time: instant,
  nextLease: lease,
  keyListVersion: z.number().int(),
  /** Null when nothing was finished. */
  acknowledged: signedAcknowledgements.nullable(),
  /** The newest bundle of items and settings; absent where the platform has published none. */
  bundle: signedBundleNotice.optional(),
  /** Null where `acknowledged` says it. */
  epoch: signedEpoch.nullable(),
  /** `caseDigest` of each as the platform computed it from the manifest it got. */
  unfinished: z.array(unfinished),
});
export type DeliveryResponse = Readonly<z.infer<typeof deliveryResponse>>;
