import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { formatCaseNumber } from '../../contract/case-number.ts';
import type { CaseContent } from '../../contract/wire/envelope.ts';
import type { KeyList, SignedKeyList } from '../../contract/wire/keys.ts';
import { signFor } from './ed25519.ts';
import type { HeaderFields } from './envelope.ts';
import type { Root } from './key-list.ts';
import type { EnrolledKeys, Enrolment } from './terminal-keys.ts';

const testEnrolment: Enrolment = { terminal: 'LLZ01', incarnation: 1 };

/** Keys of a whole small province, made anew for a test. */
export function testKeys() {
  const root = generateKeyPairSync('ed25519');
  const acknowledgement = generateKeyPairSync('ed25519');
  const response = generateKeyPairSync('ed25519');
  const sealing = generateKeyPairSync('x25519');
  const terminal = generateKeyPairSync('ed25519');
  const roots: readonly Root[] = [{ id: 'test-root', publicKey: rawPublicKey(root.publicKey) }];
  const list: KeyList = {
    v: 1,
    version: 3,
    issuedAt: '2026-01-01T00:00:00Z',
    keys: [
      { id: 'seal-1', use: 'sealing', suite: 1, publicKey: rawPublicKey(sealing.publicKey), revoked: false },
      {
        id: 'ack-1',
        use: 'acknowledgement',
        suite: 1,
        publicKey: rawPublicKey(acknowledgement.publicKey),
        revoked: false,
      },
      { id: 'resp-1', use: 'response', suite: 1, publicKey: rawPublicKey(response.publicKey), revoked: false },
    ],
    pins: [randomBytes(32).toString('base64url')],
    revokedIncarnations: [],
  };
  const enrolled: EnrolledKeys = {
    signingKey: terminal.privateKey,
    publicKey: Buffer.from(rawPublicKey(terminal.publicKey), 'base64url'),
    storageKey: randomBytes(32),
    enrolment: testEnrolment,
  };
  return { root, acknowledgement, response, sealing, terminal, roots, list, enrolled };
}

export function rawPublicKey(key: KeyObject): string {
  const { x } = key.export({ format: 'jwk' });
  if (x === undefined) throw new Error('no raw key');
  return x;
}

export function signKeyList(list: KeyList, rootKey: KeyObject, root = 'test-root'): SignedKeyList {
  const bytes = Buffer.from(JSON.stringify(list));
  const signature = signFor('key-list', rootKey, bytes).toString('base64url');
  return { bytes: bytes.toString('base64url'), signatures: [{ root, signature }] };
}

export function testHeader(sequence: number, { terminal, incarnation }: Enrolment = testEnrolment): HeaderFields {
  return {
    caseNumber: formatCaseNumber({ terminal, incarnation, counter: sequence }),
    sequence,
    previous: null,
    time: { at: '2026-03-01T08:00:00Z', quality: 'own-clock', offsetMs: null },
    identity: { assurance: 'card-read', samId: '05.03-20130515-0001234567-0012345678', samStatus: '000090' },
    auditHead: Buffer.alloc(32, 7).toString('base64url'),
  };
}

export function testContent(phone: string): CaseContent {
  return {
    v: 1,
    caseId: '00112233445566778899aabbccddeeff',
    item: { id: 'no-criminal-record', version: 1, name: '无犯罪记录证明' },
    applicant: {
      kind: 'resident',
      name: '李𠮷',
      sex: 'female',
      ethnicCode: '01',
      birth: '1990-01-01',
      address: '某省某市某区某路1号',
      idNumber: '11010519491231002X',
      issuedBy: '某市公安局',
      validFrom: '2020-01-01',
      validUntil: '2040-01-01',
    },
    answers: [
      { question: 'phone', label: '手机号', value: { kind: 'phone', digits: phone }, text: phone, source: 'typed' },
    ],
    papers: [],
    agreedAt: '2026-03-01T07:55:00Z',
    submittedAt: '2026-03-01T08:00:00Z',
    language: 'zh',
    elderly: false,
    receiptSecretDigest: Buffer.alloc(32, 9).toString('base64url'),
  };
}
