import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { formatCaseNumber } from '../../main/contract/case-number.ts';
import type { CaseContent, CaseHeader, CaseManifest, Envelope } from '../../main/contract/wire/envelope.ts';
import { aesGcm, hkdfSha256, hpkeSeal } from './hpke.ts';

export interface Sealer {
  readonly terminal: string;
  readonly incarnation: number;
  readonly signingKey: KeyObject;
  readonly sealingKey: { readonly id: string; readonly publicKey: string };
}

/** What a test makes different from a good case; each is put in before anything is hashed or signed over it. */
export interface Twist {
  readonly counter?: number;
  readonly header?: Partial<Record<keyof CaseHeader, unknown>>;
  readonly manifest?: Partial<Record<keyof CaseManifest, unknown>>;
  readonly content?: unknown;
  /** Sealed content key with this in place of its first 32 bytes. */
  readonly enc?: Uint8Array;
  readonly papers?: readonly SealedPage[];
}

/** A page under its own key. What a test changes here goes into content and manifest as if it were so. */
export interface SealedPage {
  readonly id: string;
  readonly key: string;
  readonly page: Buffer;
  readonly ciphertext: Buffer;
  readonly chunks: number;
}

export interface TestCase {
  readonly caseNumber: string;
  readonly caseDigest: string;
  /** Header, manifest, answers and papers' ciphertext. */
  readonly bytes: number;
  readonly envelope: Envelope;
  readonly receiptSecret: string;
  readonly content: unknown;
}

/** The terminal's side of contract/wire/envelope.ts, written a second time from the text there. */
export function sealTestCase(sealer: Sealer, twist: Twist = {}): TestCase {
  const { terminal, incarnation, signingKey, sealingKey } = sealer;
  const counter = twist.counter ?? 1;
  const caseNumber = formatCaseNumber({ terminal, incarnation, counter });
  const receiptSecret = randomBytes(16);
  const papers = twist.papers ?? [];
  const sealedPages = papers.map(({ id, key, page, ciphertext }, at) => ({
    id,
    name: `第${at + 1}页`,
    type: 'image/jpeg',
    bytes: page.length,
    key,
    digest: sha256('ciphertext', ciphertext).toString('base64url'),
  }));
  const content = twist.content ?? { ...sampleContent(receiptSecret), papers: sealedPages };
  const plaintext = json(content);

  const header = json({
    v: 1,
    suite: 1,
    caseNumber,
    terminal,
    incarnation,
    sequence: counter,
    previous: null,
    sealingKey: sealingKey.id,
    time: { at: '2026-11-23T09:30:00.000Z', quality: 'since-platform-contact', offsetMs: 120 },
    identity: { assurance: 'card-read', samId: '05.01-20230101-0000012345-0123456789' },
    auditHead: sha256('audit-entry', Buffer.from('before')).toString('base64url'),
    sizes: { contentBytes: plaintext.length, papers: papers.length },
    ...twist.header,
  });
  const hh = sha256('header', header);
  const contentKey = randomBytes(32);
  const sealedContentKey = hpkeSeal(sealingKey.publicKey, hh, hh, contentKey);
  if (twist.enc !== undefined) sealedContentKey.set(twist.enc);
  const answersKey = hkdfSha256(contentKey, hh, Buffer.from('tongban/1/answers'), 44);
  const answers = aesGcm(answersKey.subarray(0, 32), answersKey.subarray(32), hh, plaintext);
  const manifest = json({
    v: 1,
    hh: hh.toString('base64url'),
    sealedContentKey: sealedContentKey.toString('base64url'),
    answers: { digest: sha256('ciphertext', answers).toString('base64url'), bytes: answers.length },
    papers: papers.map(({ id, ciphertext, chunks }) => ({
      id,
      digest: sha256('ciphertext', ciphertext).toString('base64url'),
      bytes: ciphertext.length,
      chunks,
    })),
    ...twist.manifest,
  });
  const caseDigest = sha256('manifest', manifest);
  const signature = sign(null, Buffer.concat([Buffer.from('tongban/1/case\0'), caseDigest]), signingKey);
  return {
    caseNumber,
    caseDigest: caseDigest.toString('base64url'),
    bytes: papers.reduce(
      (total, { ciphertext }) => total + ciphertext.length,
      header.length + manifest.length + answers.length,
    ),
    envelope: {
      header: header.toString('base64url'),
      manifest: manifest.toString('base64url'),
      answers: answers.toString('base64url'),
      signature: signature.toString('base64url'),
    },
    receiptSecret: receiptSecret.toString('base64url'),
    content,
  };
}

/** Chunks of 256 KiB, each bound to its paper and place, the last one marked. */
export function sealPage(page: Buffer): SealedPage {
  const [id, key] = [randomBytes(16), randomBytes(32)];
  const chunks = Math.ceil(page.length / 262_144);
  const sealed = Array.from({ length: chunks }, (_, at) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(at);
    const nonce = Buffer.concat([Buffer.alloc(7), counter, Buffer.from([at === chunks - 1 ? 1 : 0])]);
    return aesGcm(key, nonce, Buffer.concat([id, counter]), page.subarray(at * 262_144, (at + 1) * 262_144));
  });
  const ciphertext = Buffer.concat(sealed);
  return { id: id.toString('base64url'), key: key.toString('base64url'), page, ciphertext, chunks };
}

export function sampleContent(receiptSecret: Uint8Array): CaseContent {
  return {
    v: 1,
    caseId: randomBytes(16).toString('hex'),
    item: { id: 'no-criminal-record', version: 1, name: '无犯罪记录证明' },
    applicant: {
      kind: 'resident',
      name: '王小芳',
      sex: 'female',
      ethnicCode: '01',
      birth: '1980-03-12',
      address: '安徽省阜阳市颍州区清河路1号',
      idNumber: '341202198003120028',
      issuedBy: '阜阳市公安局颍州分局',
      validFrom: '2016-05-10',
      validUntil: '2036-05-10',
    },
    answers: [
      {
        question: 'phone',
        label: '手机号码',
        value: { kind: 'phone', digits: '13812345512' },
        text: '138 1234 5512',
        source: 'typed',
      },
    ],
    papers: [],
    agreedAt: '2026-11-23T09:21:00.000Z',
    submittedAt: '2026-11-23T09:30:00.000Z',
    language: 'zh',
    elderly: false,
    receiptSecretDigest: sha256('receipt-secret', receiptSecret).toString('base64url'),
  };
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');
const sha256 = (purpose: string, bytes: Uint8Array): Buffer =>
  createHash('sha256').update(`tongban/1/${purpose}\0`).update(bytes).digest();
