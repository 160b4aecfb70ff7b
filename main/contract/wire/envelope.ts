import { z } from 'zod';
import { answerPath, answerSource, answerValue, maxPapers } from '../answers.ts';
import { idCard } from '../card.ts';
import { language } from '../words.ts';
import { base64url, digest, exactly, instant, signature } from './encoded.ts';
import { keyId } from './keys.ts';

/**
 * The envelope of a case, suite 1: HPKE base X25519 / HKDF-SHA256 / AES-256-GCM, SHA-256, Ed25519.
 *
 *   hh               = SHA-256("tongban/1/header\0" || header)
 *   contentKey       = 32 random bytes
 *   sealedContentKey = HPKE enc (32 bytes) || HPKE ciphertext of contentKey, info = aad = hh
 *   answersKey       = HKDF-SHA256(contentKey, salt = hh, info = "tongban/1/answers", 44 bytes): 32 key, 12 nonce
 *   answers          = AES-256-GCM(answersKey, content, aad = hh) || 16-byte tag
 *   caseDigest       = SHA-256("tongban/1/manifest\0" || manifest)
 *   signature        = Ed25519(terminal, "tongban/1/case\0" || caseDigest)
 *
 * A paper: chunks of 256 KiB (the last shorter, never empty), each AES-256-GCM under the paper's own random key with
 * nonce = 7 zero bytes || chunk number (4 bytes, big-endian) || 1 if last else 0, aad = paper id (16 bytes) || chunk
 * number (4 bytes); its ciphertext is the chunks with their tags, one after the other, and its digest is over that.
 * The paper's key travels in the sealed content alone. A case's `bytes` are those of header, manifest, answers and of
 * every paper's ciphertext.
 *
 * Header, manifest and content are UTF-8 JSON, written once: who verifies takes the bytes as they came and parses after
 * the check, and nobody serialises again.
 */
export const envelopeVersion = 1;
/** What is written now. Cases sealed before, with a header of version 1, still wait in queues, and are taken as they are. */
export const headerVersion = 2;

/** Where the time came from: the platform at the last contact, or this terminal's own clock alone. */
export const timeQuality = z.enum(['since-platform-contact', 'own-clock']);

/** SW1, SW2, SW3 of the security module's answer to a question for its state, in hex: 000090 says that it works. */
export const samStatus = z.string().regex(/^[0-9a-f]{6}$/);

/** How the person was identified: what a court asks for later, and what the platform trusts a case by. */
export const caseIdentity = z.strictObject({
  assurance: z.literal('card-read'),
  /** Which security module let the card's text out. */
  samId: z.string(),
  /** What it said of itself right after; null where it said nothing, because the reader was pulled out just then. */
  samStatus: samStatus.nullable(),
});
export type CaseIdentity = Readonly<z.infer<typeof caseIdentity>>;

const headerFields = {
  suite: z.literal(1),
  caseNumber: z.string(),
  terminal: z.string(),
  incarnation: z.number().int(),
  /** The counter inside the number. */
  sequence: z.number().int(),
  /** caseDigest of the case before, null for an incarnation's first: a hole or a fork in the row shows. */
  previous: digest.nullable(),
  sealingKey: keyId,
  time: z.strictObject({ at: instant, quality: timeQuality, offsetMs: z.number().int().nullable() }),
  auditHead: digest,
  /** `papers`: how many. */
  sizes: z.strictObject({ contentBytes: z.number().int(), papers: z.number().int() }),
};

/** Readable by whoever carries the envelope: routing and "the same again", and nothing of item or person. */
export const caseHeader = z.discriminatedUnion('v', [
  z.strictObject({ v: z.literal(1), ...headerFields, identity: caseIdentity.omit({ samStatus: true }) }),
  z.strictObject({ v: z.literal(headerVersion), ...headerFields, identity: caseIdentity }),
]);
export type CaseHeader = Readonly<z.infer<typeof caseHeader>>;

export const caseManifest = z.strictObject({
  v: z.literal(envelopeVersion),
  hh: digest,
  sealedContentKey: exactly(80),
  answers: z.strictObject({ digest, bytes: z.number().int() }),
  /** `bytes`: of the ciphertext. In the order of the content's papers. */
  papers: z
    .array(z.strictObject({ id: exactly(16), digest, bytes: z.number().int(), chunks: z.number().int() }))
    .max(maxPapers),
});
export type CaseManifest = Readonly<z.infer<typeof caseManifest>>;

/** What only the platform's inner zone can read. */
export const caseContent = z.strictObject({
  v: z.literal(envelopeVersion),
  /** 128 random bits, made when the session began. */
  caseId: z.string().regex(/^[0-9a-f]{32}$/),
  item: z.strictObject({ id: z.string(), version: z.number().int(), name: z.string() }),
  applicant: idCard,
  answers: z.array(
    z.strictObject({
      question: answerPath,
      label: z.string(),
      value: answerValue,
      /** The value in words, as the person saw it on the check page. */
      text: z.string(),
      source: answerSource,
    }),
  ),
  papers: z.array(
    z.strictObject({
      id: exactly(16),
      name: z.string(),
      /** A media type. */
      type: z.string(),
      /** Of the page itself. */
      bytes: z.number().int(),
      key: exactly(32),
      digest,
    }),
  ),
  /**
   * Only where it is for a child: then the applicant of the case is this child, and `applicant`, whose card was laid down and who
   * agreed and signed, is the parent or guardian. `relation`: what the child is to them, in words.
   */
  child: z
    .strictObject({ question: answerPath, name: z.string(), idNumber: z.string(), relation: z.string() })
    .optional(),
  agreedAt: instant,
  submittedAt: instant,
  language,
  elderly: z.boolean(),
  /** SHA-256("tongban/1/receipt-secret\0" || secret): the receipt's code opens the status, the number alone does not. */
  receiptSecretDigest: digest,
});
export type CaseContent = Readonly<z.infer<typeof caseContent>>;

/** As it is stored and as it travels. */
export const envelope = z.strictObject({
  header: base64url,
  manifest: base64url,
  answers: base64url,
  signature,
});
export type Envelope = Readonly<z.infer<typeof envelope>>;
