import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatCaseNumber } from '../../contract/case-number.ts';
import type { Acknowledgements } from '../../contract/wire/deliveries.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import type { ReceiptFields } from '../../contract/wire/receipt-code.ts';
import { openLog } from '../log.ts';
import { signReceiptCode } from '../sealing/receipt-code.ts';
import { rawPublicKey, signKeyList, testContent, testKeys } from '../sealing/test-case.ts';
import { readCase } from '../store/case-rows.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { saveEnrolment } from '../store/terminal-state.ts';
import { type Fleet, statusOfReceipt } from './case-status.ts';
import { createOutbox } from './outbox.ts';
import { papersFolderIn } from './paper-files.ts';
import { submitCase } from './submit.ts';

const nowIso = () => '2026-11-23T06:32:00.000Z';
const nobody: Fleet = { keyOf: () => null, oldSince: null };

let folder: string;
let store: Store;
let keys: ReturnType<typeof testKeys>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'case-status-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  keys = testKeys();
  const keyList = signKeyList(keys.list, keys.root.privateKey);
  saveEnrolment(store, { ...keys.enrolled.enrolment, lease: 'A'.repeat(22), keyList });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

async function handedIn() {
  const { caseId, item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
  const submitted = await submitCase(
    {
      store,
      keys: keys.enrolled,
      keyList: keys.list,
      nowMs: Date.parse(nowIso()),
      papersFolder: papersFolderIn(folder),
    },
    {
      identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' },
      itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
      content: { caseId, item, applicant, answers, agreedAt, language, elderly },
      papers: [],
    },
  );
  if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
  return submitted.value;
}

const read = (code: string, more: { readonly fleet?: Fleet; readonly keyList?: KeyList } = {}) =>
  statusOfReceipt(code, { store, keys: keys.enrolled, keyList: keys.list, fleet: nobody, ...more });

function outbox() {
  return createOutbox(
    store,
    keys.enrolled,
    { nowIso, elapsedMs: () => 0, papersFolder: papersFolderIn(folder), log: openLog('/dev/null') },
    { onCaseChanged: () => {}, onKeyList: () => {}, onNotAccepted: () => {} },
  );
}

function finish(caseNumber: string, ending: Acknowledgements['entries'][number]['ending']): void {
  const row = readCase(store, caseNumber);
  if (row === null) throw new Error('no such case');
  const list: Acknowledgements = {
    v: 1,
    terminal: 'LLZ01',
    incarnation: 1,
    epoch: 1,
    entries: [{ caseNumber, caseDigest: row.caseDigest, bytes: row.bytes, ending, sequence: 1 }],
  };
  const bytes = Buffer.from(JSON.stringify(list)).toString('base64url');
  outbox().finishAll(list, { bytes, key: 'ack-1', signature: 'A'.repeat(86) });
}

const fields: ReceiptFields = {
  caseNumber: formatCaseNumber({ terminal: 'XXX01', incarnation: 1, counter: 1 }),
  incarnationKey: 'XXX01/1',
  digestStart: 'A'.repeat(22),
  at: '2026-11-20T06:32:00.000Z',
  quality: 'own-clock',
  secret: 'A'.repeat(22),
  auditHeadStart: 'A'.repeat(22),
};

describe('the code of a receipt that was printed here', () => {
  it('opens the case and follows it: kept here, sent, received there', async () => {
    const { caseNumber, receiptCode, submittedAt } = await handedIn();
    const known = { caseNumber, submittedAt, item: { id: 'no-criminal-record', name: { zh: '无犯罪记录证明' } } };
    const stands = (state: string) => ({ ...known, about: { standing: 'here', state, refusal: null } });
    expect(read(receiptCode)).toMatchObject(stands('kept-here'));
    outbox().noteSent([caseNumber]);
    expect(read(receiptCode)).toMatchObject(stands('sent'));
    finish(caseNumber, { outcome: 'opened' });
    expect(read(receiptCode)).toMatchObject(stands('received-there'));
  });

  it('says why the platform did not take it, as long as its word is kept', async () => {
    const { caseNumber, receiptCode } = await handedIn();
    finish(caseNumber, { outcome: 'refused', reason: 'paper-not-readable' });
    const refused = { standing: 'here', state: 'refused-there' };
    expect(read(receiptCode).about).toEqual({ ...refused, refusal: 'paper-not-readable' });
    store.connection.exec('DELETE FROM tombstones; DELETE FROM acknowledgements');
    expect(read(receiptCode).about).toEqual({ ...refused, refusal: null });
  });

  it('opens nothing when one character is another, nor does its number alone', async () => {
    const { caseNumber, receiptCode } = await handedIn();
    for (let at = 4; at < receiptCode.length; at += 7) {
      const other = receiptCode[at] === 'A' ? 'B' : 'A';
      const status = read(receiptCode.slice(0, at) + other + receiptCode.slice(at + 1));
      expect(['invalid', 'unknown-key']).toContain(status.about.standing);
      expect(status).toMatchObject({ caseNumber: null, submittedAt: null, item: null });
    }
    for (const code of [caseNumber, 'TB1|', `TB1|${caseNumber}`, receiptCode.slice(0, -1), `${receiptCode}A`]) {
      expect(read(code).about).toEqual({ standing: 'invalid' });
    }
  });

  it('opens the case of before a new enrolment, whose key is gone, and no other of that number', async () => {
    const { caseNumber, receiptCode } = await handedIn();
    const now = testKeys().enrolled;
    const enrolledAgain = { ...now, enrolment: { terminal: 'LLZ01', incarnation: 2 } };
    const around = { store, keys: enrolledAgain, keyList: keys.list, fleet: nobody };
    expect(statusOfReceipt(receiptCode, around)).toMatchObject({ caseNumber, about: { standing: 'here' } });
    const another = { ...fields, caseNumber, incarnationKey: 'LLZ01/1' };
    expect(statusOfReceipt(signReceiptCode(another, keys.terminal.privateKey), around)).toMatchObject({
      caseNumber: null,
      about: { standing: 'unknown-key' },
    });
  });

  it('is a good one of no record here, where the database was lost or another case has its number', async () => {
    const { caseNumber, receiptCode } = await handedIn();
    const other = signReceiptCode({ ...fields, caseNumber, incarnationKey: 'LLZ01/1' }, keys.terminal.privateKey);
    expect(read(other)).toMatchObject({ about: { standing: 'elsewhere', asOf: null }, item: null });
    store.connection.exec(
      'DELETE FROM envelopes; DELETE FROM outbox; DELETE FROM receipts; DELETE FROM audit_segments; DELETE FROM cases',
    );
    expect(read(receiptCode)).toMatchObject({ about: { standing: 'elsewhere', asOf: null }, caseNumber, item: null });
  });
});

describe('the code of a receipt from another machine', () => {
  const other = generateKeyPairSync('ed25519');
  const code = () => signReceiptCode(fields, other.privateKey);
  const raw = () => Buffer.from(rawPublicKey(other.publicKey), 'base64url');
  const fleet = (oldSince: string | null = null): Fleet => ({
    keyOf: (name) => (name === 'XXX01/1' ? raw() : null),
    oldSince,
  });

  it('is not known where the platform has not told of that machine', () => {
    expect(read(code())).toMatchObject({ about: { standing: 'unknown-key' }, caseNumber: null });
  });

  it('is a good one by a current list, and by an old one says so', () => {
    const known = { caseNumber: fields.caseNumber, submittedAt: fields.at, item: null };
    expect(read(code(), { fleet: fleet() })).toEqual({ ...known, about: { standing: 'elsewhere', asOf: null } });
    expect(read(code(), { fleet: fleet('2026-11-01') })).toEqual({
      ...known,
      about: { standing: 'elsewhere', asOf: '2026-11-01' },
    });
  });

  it('proves nothing when its enrolment was revoked, or when it is changed or signed by a stranger', () => {
    const keyList = { ...keys.list, revokedIncarnations: ['XXX01/1'] };
    expect(read(code(), { fleet: fleet(), keyList })).toMatchObject({
      about: { standing: 'revoked' },
      caseNumber: null,
    });
    const next = formatCaseNumber({ terminal: 'XXX01', incarnation: 1, counter: 2 });
    const changed = code().replace(fields.caseNumber, next);
    expect(read(changed, { fleet: fleet() }).about).toEqual({ standing: 'invalid' });
    const strangers = signReceiptCode(fields, generateKeyPairSync('ed25519').privateKey);
    expect(read(strangers, { fleet: fleet() }).about).toEqual({ standing: 'invalid' });
  });

  it('cannot speak for a number of this machine, however well it is signed', async () => {
    const { caseNumber } = await handedIn();
    const digest = Buffer.from(readCase(store, caseNumber)?.caseDigest ?? '', 'base64url');
    const digestStart = digest.subarray(0, 16).toString('base64url');
    const forged = signReceiptCode({ ...fields, caseNumber, digestStart }, other.privateKey);
    expect(read(forged, { fleet: fleet() })).toMatchObject({ about: { standing: 'invalid' }, caseNumber: null });
  });
});
