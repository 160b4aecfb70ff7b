import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import { auditHead } from '../audit/audit-log.ts';
import { verifyExported } from '../audit/test-log.ts';
import { digestFor } from '../sealing/envelope.ts';
import { verifyReceiptCode } from '../sealing/receipt-code.ts';
import { signKeyList, testContent, testKeys } from '../sealing/test-case.ts';
import { openForTest } from '../sealing/test-opener.ts';
import { noteReceipt, readCase, readEnvelope, readWaiting } from '../store/case-rows.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { diskFullError, openReader } from '../store/test-reader.ts';
import { countSubmission, readTerminalState, saveEnrolment } from '../store/terminal-state.ts';
import { openLog } from '../log.ts';
import { createOutbox } from './outbox.ts';
import { papersFolderIn } from './paper-files.ts';
import { type Submission, submitCase } from './submit.ts';

const nowMs = Date.parse('2026-11-23T06:32:00.000Z');
const nowIso = () => new Date(nowMs).toISOString();

let folder: string;
let store: Store;
let keys: ReturnType<typeof testKeys>;
let changed: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cases-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  keys = testKeys();
  changed = [];
  const keyList = signKeyList(keys.list, keys.root.privateKey);
  saveEnrolment(store, { ...keys.enrolled.enrolment, lease: 'A'.repeat(22), keyList });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const { caseId, item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
const submission: Submission = {
  identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' },
  itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
  content: { caseId, item, applicant, answers, agreedAt, language, elderly },
  papers: [],
};

const terminal = () => ({
  store,
  keys: keys.enrolled,
  keyList: keys.list,
  nowMs,
  papersFolder: papersFolderIn(folder),
});

async function submitted() {
  const result = await submitCase(terminal(), submission);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

let elapsedMs = 0;
const ports = () => ({
  nowIso,
  elapsedMs: () => elapsedMs,
  papersFolder: papersFolderIn(folder),
  log: openLog('/dev/null'),
});
const outbox = () =>
  createOutbox(store, keys.enrolled, ports(), {
    onCaseChanged: (caseNumber) => changed.push(caseNumber),
    onKeyList: () => {},
    onNotAccepted: () => {},
  });

type Ending = Parameters<ReturnType<typeof outbox>['finishAll']>[0]['entries'][number] & {
  readonly incarnation: number;
};
const signed: SignedAcknowledgements = { bytes: 'AA', key: 'ack-1', signature: 'A'.repeat(86) };

function endingFor(caseNumber: string): Ending {
  const row = readCase(store, caseNumber);
  if (row === null) throw new Error('no such case');
  const { incarnation, caseDigest, bytes } = row;
  return { incarnation, caseNumber, caseDigest, bytes, ending: { outcome: 'opened' }, sequence: 1 };
}

/** Which of them the outbox ends. */
function finish(box: ReturnType<typeof outbox>, ...endings: readonly Ending[]): readonly string[] {
  const { terminal } = keys.enrolled.enrolment;
  const entries = endings.map(({ incarnation: _, ...entry }) => entry);
  return [...box.finishAll({ v: 1, terminal, incarnation: endings[0]?.incarnation ?? 0, epoch: 1, entries }, signed)];
}

const everyByte = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

/** A piece of a case's sealed answers. */
const pieceOf = (caseNumber: string) => Buffer.from(readEnvelope(store, caseNumber)?.answers ?? []).subarray(100, 148);

describe('submitting', () => {
  it('seals what was entered, so that the platform and nobody else reads it', async () => {
    const { caseNumber } = await submitted();
    expect(caseNumber).toMatch(/^LLZ01-1-0001-\d\d$/);
    const envelope = readEnvelope(store, caseNumber);
    if (envelope === null) throw new Error('no envelope');
    const content = openForTest(envelope, keys.sealing.privateKey, keys.terminal.publicKey);
    expect(content).toMatchObject({ caseId, applicant, answers, agreedAt, submittedAt: '2026-11-23T06:32:00.000Z' });
  });

  it('writes case, outbox entry, receipt and audit entry together', async () => {
    const { caseNumber } = await submitted();
    expect(readWaiting(store, 10, 0)).toMatchObject({
      count: 1,
      cases: [{ caseNumber, state: 'kept-here', reason: 'not-tried-yet', receiptPrinted: false }],
    });
    expect(auditHead(store).length).toBe(1);
    expect(readTerminalState(store)?.counter).toBe(1);
  });

  it.each(['cases', 'envelopes', 'outbox', 'receipts', 'audit'])(
    'writes nothing at all when %s cannot be written',
    async (table) => {
      store.connection.exec(`CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'planted'); END`);
      await expect(submitted()).rejects.toThrow('planted');
      for (const each of ['cases', 'envelopes', 'outbox', 'receipts', 'audit']) {
        expect(store.connection.prepare(`SELECT count(*) FROM ${each}`).pluck().get()).toBe(0);
      }
      expect(readTerminalState(store)?.counter).toBe(0);
      store.connection.exec('DROP TRIGGER full');
      expect((await submitted()).caseNumber).toMatch(/-0001-/);
    },
  );

  it('says that the disk is full, and keeps nothing half', async () => {
    const pages = Number(store.connection.pragma('page_count', { simple: true }));
    store.connection.pragma(`max_page_count = ${pages}`);
    // Fill what is free in the last page, so that the next row needs a new one.
    const result = await submitCase(terminal(), {
      ...submission,
      content: { ...submission.content, answers: Array.from({ length: 200 }, () => answers[0] ?? never()) },
    });
    expect(result).toEqual({ ok: false, error: 'disk-full' });
    expect(readWaiting(store, 1, 0).count).toBe(0);
  });

  it('gives each case its own number and chains it to the one before', async () => {
    const [first, second] = [await submitted(), await submitted()];
    expect([first.caseNumber.slice(0, 12), second.caseNumber.slice(0, 12)]).toEqual(['LLZ01-1-0001', 'LLZ01-1-0002']);
    const header = readEnvelope(store, second.caseNumber)?.header ?? new Uint8Array();
    expect(JSON.parse(Buffer.from(header).toString())).toMatchObject({
      previous: readCase(store, first.caseNumber)?.caseDigest,
    });
  });

  it('gives a code that proves the receipt and names nobody', async () => {
    const { receiptCode, caseNumber } = await submitted();
    expect(verifyReceiptCode(receiptCode, () => keys.terminal.publicKey)).toMatchObject({
      ok: true,
      value: { caseNumber },
    });
    expect(receiptCode).not.toContain(applicant.idNumber);
  });

  it('refuses when the platform has no sealing key that counts', async () => {
    const keyList = { ...keys.list, keys: keys.list.keys.filter(({ use }) => use !== 'sealing') };
    expect(await submitCase({ ...terminal(), keyList }, submission)).toEqual({
      ok: false,
      error: 'no-sealing-key',
    });
  });
});

describe('outbox', () => {
  it('erases what the platform signed for: from the rows and from every byte of the folder', async () => {
    const { caseNumber } = await submitted();
    const piece = pieceOf(caseNumber);
    expect(everyByte().includes(piece)).toBe(true);
    const box = outbox();
    expect(finish(box, endingFor(caseNumber))).toEqual([caseNumber]);
    box.overwriteErased();
    expect(everyByte().includes(piece)).toBe(false);
    expect([
      readEnvelope(store, caseNumber),
      readCase(store, caseNumber)?.state,
      readWaiting(store, 1, 0).count,
    ]).toEqual([null, 'received-there', 0]);
    expect(changed).toEqual([caseNumber]);
    expect(verifyExported(store, keys.enrolled)).toMatchObject({ holds: true });
  });

  it('overwrites within a second of running time also in a round that does not end', async () => {
    const [first, second] = [await submitted(), await submitted()];
    const piece = pieceOf(first.caseNumber);
    const box = outbox();
    finish(box, endingFor(first.caseNumber));
    expect(everyByte().includes(piece)).toBe(true);
    elapsedMs += 1000;
    finish(box, endingFor(second.caseNumber));
    expect(everyByte().includes(piece)).toBe(false);
  });

  it('overwrites at the next start what a crash left', async () => {
    const { caseNumber } = await submitted();
    const piece = pieceOf(caseNumber);
    finish(outbox(), endingFor(caseNumber));
    expect(everyByte().includes(piece)).toBe(true);
    outbox();
    expect(everyByte().includes(piece)).toBe(false);
  });

  it('overwrites in the next round what a reader held back', async () => {
    const { caseNumber } = await submitted();
    const piece = pieceOf(caseNumber);
    const box = outbox();
    const technician = openReader(folder);
    finish(box, endingFor(caseNumber));
    box.overwriteErased();
    expect(everyByte().includes(piece)).toBe(true);
    technician.leave();
    box.overwriteErased();
    expect(everyByte().includes(piece)).toBe(false);
  });

  it('gives the room of erased cases back to the file system', async () => {
    const size = () => statSync(join(folder, 'terminal.sqlite')).size;
    const box = outbox();
    await submitted();
    box.overwriteErased();
    const small = size();
    const numbers: string[] = [];
    for (let n = 0; n < 40; n += 1) numbers.push((await submitted()).caseNumber);
    store.connection.pragma('wal_checkpoint(TRUNCATE)');
    expect(size()).toBeGreaterThan(small + 40 * 1000);
    finish(box, ...numbers.map(endingFor));
    box.overwriteErased();
    expect(store.connection.pragma('freelist_count', { simple: true })).toBe(0);
    // What stays of each: number, item, time, state, and its lines in the audit log.
    expect(size()).toBeLessThan(small + 40 * 2000);
  });

  it('goes on when the disk has no room to overwrite in, and overwrites when it has', async () => {
    const { caseNumber } = await submitted();
    const piece = pieceOf(caseNumber);
    const box = outbox();
    finish(box, endingFor(caseNumber));
    const pragma = store.connection.pragma.bind(store.connection);
    const full = vi.spyOn(store.connection, 'pragma').mockImplementation((text, options) => {
      if (text.startsWith('wal_checkpoint')) throw diskFullError();
      return pragma(text, options);
    });
    box.overwriteErased();
    full.mockRestore();
    expect(everyByte().includes(piece)).toBe(true);
    box.overwriteErased();
    expect(everyByte().includes(piece)).toBe(false);
  });

  it('ends what matches of a list, in one transaction, and nothing else of it', async () => {
    const [first, second, third] = [await submitted(), await submitted(), await submitted()];
    const wrong = { ...endingFor(second.caseNumber), bytes: 1 };
    expect(finish(outbox(), endingFor(first.caseNumber), wrong, endingFor(third.caseNumber))).toEqual([
      first.caseNumber,
      third.caseNumber,
    ]);
    expect(readWaiting(store, 3, 0).cases.map(({ caseNumber }) => caseNumber)).toEqual([second.caseNumber]);
    expect(auditHead(store).length).toBe(5);
  });

  it('ends none of a list when one of it cannot be written', async () => {
    const [first, second] = [await submitted(), await submitted()];
    const numbers = [first.caseNumber, second.caseNumber];
    store.connection.exec(
      `CREATE TRIGGER full BEFORE INSERT ON tombstones WHEN NEW.case_number = '${second.caseNumber}'
       BEGIN SELECT RAISE(ABORT, 'planted'); END`,
    );
    expect(() => finish(outbox(), ...numbers.map(endingFor))).toThrow('planted');
    expect(numbers.map((caseNumber) => readEnvelope(store, caseNumber) === null)).toEqual([false, false]);
    expect(changed).toEqual([]);
  });

  it('ends a case once, however often the acknowledgement comes', async () => {
    const { caseNumber } = await submitted();
    const ending = endingFor(caseNumber);
    const box = outbox();
    expect([finish(box, ending, ending), finish(box, ending)]).toEqual([[caseNumber], [caseNumber]]);
    expect(changed).toEqual([caseNumber]);
    expect(auditHead(store).length).toBe(2);
  });

  it.each<[string, (ending: Ending) => Ending]>([
    [
      'another digest',
      (ending) => ({ ...ending, caseDigest: digestFor('manifest', Buffer.from('x')).toString('base64url') }),
    ],
    ['another size', (ending) => ({ ...ending, bytes: ending.bytes + 1 })],
    ['another number', (ending) => ({ ...ending, caseNumber: 'LLZ01-1-9999-0' })],
    ['another incarnation', (ending) => ({ ...ending, incarnation: ending.incarnation + 1 })],
  ])('ends nothing by an acknowledgement for %s', async (_what, change) => {
    const { caseNumber } = await submitted();
    expect(finish(outbox(), change(endingFor(caseNumber)))).toEqual([]);
    expect(readEnvelope(store, caseNumber)).not.toBeNull();
  });

  it.each([
    ['manifest', `UPDATE envelopes SET manifest = CAST('{}' AS BLOB)`],
    ['answers', 'UPDATE envelopes SET answers = zeroblob(length(answers))'],
    ['header', 'UPDATE envelopes SET header = zeroblob(length(header))'],
  ])('computes every digest from its own bytes: a case whose %s was changed is not erased', async (_part, sql) => {
    const { caseNumber } = await submitted();
    const ending = endingFor(caseNumber);
    store.connection.exec(sql);
    expect(finish(outbox(), ending)).toEqual([]);
    expect(readEnvelope(store, caseNumber)).not.toBeNull();
  });

  it('says why a case waits, and keeps saying it', async () => {
    const { caseNumber } = await submitted();
    outbox().noteWait([caseNumber], 'no-network', 'ECONNREFUSED');
    expect(readWaiting(store, 1, 0).cases[0]).toMatchObject({
      reason: 'no-network',
      detail: 'ECONNREFUSED',
      state: 'kept-here',
    });
    outbox().noteSent([caseNumber]);
    expect(readWaiting(store, 1, 0).cases[0]).toMatchObject({ state: 'sent' });
  });

  it('never takes a better state back', async () => {
    const { caseNumber } = await submitted();
    const box = outbox();
    finish(box, endingFor(caseNumber));
    box.noteSent([caseNumber]);
    expect(readCase(store, caseNumber)?.state).toBe('received-there');
    const receipt = () => store.connection.prepare('SELECT state FROM receipts').pluck().get();
    noteReceipt(store, caseNumber, 'printed');
    noteReceipt(store, caseNumber, 'unsure');
    expect(receipt()).toBe('printed');
  });

  it('does not count a submission twice under one number', () => {
    countSubmission(store, 1, 'a');
    expect(() => countSubmission(store, 1, 'b')).toThrow('was taken');
  });

  it('hands out the oldest first, and none that was tried in this round', async () => {
    const numbers = [(await submitted()).caseNumber, (await submitted()).caseNumber, (await submitted()).caseNumber];
    const first = outbox().nextBatch(2, null);
    expect(first.map(({ caseNumber }) => caseNumber)).toEqual(numbers.slice(0, 2));
    const rest = outbox().nextBatch(2, first[1] ?? never());
    expect(rest.map(({ caseNumber }) => caseNumber)).toEqual(numbers.slice(2));
  });

  it('hands out cases of one enrolment at a time, and ends those of an earlier one under their own', async () => {
    const before = [(await submitted()).caseNumber, (await submitted()).caseNumber];
    const again = { ...keys.enrolled, enrolment: { ...keys.enrolled.enrolment, incarnation: 2 } };
    const keyList = signKeyList(keys.list, keys.root.privateKey);
    saveEnrolment(store, { ...again.enrolment, lease: 'B'.repeat(22), keyList });
    const since = await submitCase({ ...terminal(), keys: again }, submission);
    if (!since.ok) throw new Error(JSON.stringify(since.error));
    const box = outbox();
    const next = (sequence: number) =>
      box.nextBatch(50, { incarnation: 1, sequence }).map(({ caseNumber }) => caseNumber);
    expect([next(0), next(1), next(2)]).toEqual([before, before.slice(1), [since.value.caseNumber]]);
    expect(finish(box, ...before.map(endingFor))).toEqual(before);
    expect(next(0)).toEqual([since.value.caseNumber]);
  });

  it('notes once that the platform takes this enrolment no longer, and forgets it with the next enrolment', async () => {
    const { caseNumber } = await submitted();
    let told = 0;
    const events = { onCaseChanged: () => {}, onKeyList: () => {}, onNotAccepted: () => (told += 1) };
    const box = createOutbox(store, keys.enrolled, ports(), events);
    box.noteNotAccepted();
    box.noteNotAccepted();
    expect(told).toBe(1);
    expect(readTerminalState(store)?.standing).toBe('not-accepted');
    expect(box.nextBatch(50, null).map((one) => one.caseNumber)).toEqual([caseNumber]);
    box.saveContact({ lease: 'B'.repeat(22), epoch: 3, offsetMs: 5, at: nowIso() });
    const keyList = signKeyList(keys.list, keys.root.privateKey);
    saveEnrolment(store, { terminal: 'LLZ01', incarnation: 2, lease: 'C'.repeat(22), keyList });
    expect(readTerminalState(store)).toMatchObject({
      standing: 'accepted',
      counter: 0,
      epoch: 3,
      lastCaseDigest: null,
    });
  });

  it('keeps a newer key list at once, and says so', () => {
    const newer = signKeyList({ ...keys.list, version: keys.list.version + 1 }, keys.root.privateKey);
    const told: unknown[] = [];
    const events = {
      onCaseChanged: () => {},
      onKeyList: (keyList: unknown) => told.push(keyList),
      onNotAccepted: () => {},
    };
    createOutbox(store, keys.enrolled, ports(), events).saveKeyList(newer);
    expect(readTerminalState(store)).toMatchObject({ keyList: newer, keyListVersion: keys.list.version + 1 });
    expect(told).toEqual([newer]);
  });
});

function never(): never {
  throw new Error('no answer in the sample');
}
