import { expect, it, describe } from 'vitest';
import { auditHead } from '../audit/audit-log.ts';
import { verifyReceiptCode } from '../sealing/receipt-code.ts';
import { openForTest } from '../sealing/test-opener.ts';
import { readCase, readEnvelope, readWaiting } from '../store/case-rows.ts';
import { readTerminalState } from '../store/terminal-state.ts';
import { submitCase } from './submit.ts';
import { casesOfEachTest, submission } from './test-cases.ts';

const { caseId, applicant, answers, agreedAt } = submission.content;
const kept = casesOfEachTest();
const { terminal, submitted } = kept;

describe('submitting', () => {
  it('seals what was entered, so that the platform and nobody else reads it', async () => {
    const { caseNumber } = await submitted();
    expect(caseNumber).toMatch(/^LLZ01-1-0001-\d\d$/);
    const envelope = readEnvelope(kept.store(), caseNumber);
    if (envelope === null) throw new Error('no envelope');
    const content = openForTest(envelope, kept.keys().sealing.privateKey, kept.keys().terminal.publicKey);
    expect(content).toMatchObject({ caseId, applicant, answers, agreedAt, submittedAt: '2026-11-23T06:32:00.000Z' });
  });

  it('writes case, outbox entry, receipt and audit entry together', async () => {
    const { caseNumber } = await submitted();
    expect(readWaiting(kept.store(), 10, 0)).toMatchObject({
      count: 1,
      cases: [{ caseNumber, state: 'kept-here', reason: 'not-tried-yet', receiptPrinted: false }],
    });
    expect(auditHead(kept.store()).length).toBe(1);
    expect(readTerminalState(kept.store())?.counter).toBe(1);
  });

  it.each(['cases', 'envelopes', 'outbox', 'receipts', 'audit'])(
    'writes nothing at all when %s cannot be written',
    async (table) => {
      kept
        .store()
        .connection.exec(`CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'planted'); END`);
      await expect(submitted()).rejects.toThrow('planted');
      for (const each of ['cases', 'envelopes', 'outbox', 'receipts', 'audit']) {
        expect(kept.store().connection.prepare(`SELECT count(*) FROM ${each}`).pluck().get()).toBe(0);
      }
      expect(readTerminalState(kept.store())?.counter).toBe(0);
      kept.store().connection.exec('DROP TRIGGER full');
      expect((await submitted()).caseNumber).toMatch(/-0001-/);
    },
  );

  it('says that the disk is full, and keeps nothing half', async () => {
    const pages = Number(kept.store().connection.pragma('page_count', { simple: true }));
    kept.store().connection.pragma(`max_page_count = ${pages}`);
    // Fill what is free in the last page, so that the next row needs a new one.
    const result = await submitCase(terminal(), {
      ...submission,
      content: { ...submission.content, answers: Array.from({ length: 200 }, () => answers[0] ?? never()) },
    });
    expect(result).toEqual({ ok: false, error: 'disk-full' });
    expect(readWaiting(kept.store(), 1, 0).count).toBe(0);
  });

  it('gives each case its own number and chains it to the one before', async () => {
    const [first, second] = [await submitted(), await submitted()];
    expect([first.caseNumber.slice(0, 12), second.caseNumber.slice(0, 12)]).toEqual(['LLZ01-1-0001', 'LLZ01-1-0002']);
    const header = readEnvelope(kept.store(), second.caseNumber)?.header ?? new Uint8Array();
    expect(JSON.parse(Buffer.from(header).toString())).toMatchObject({
      previous: readCase(kept.store(), first.caseNumber)?.caseDigest,
    });
  });

  it('gives a code that proves the receipt and names nobody', async () => {
    const { receiptCode, caseNumber } = await submitted();
    expect(verifyReceiptCode(receiptCode, () => kept.keys().terminal.publicKey)).toMatchObject({
      ok: true,
      value: { caseNumber },
    });
    expect(receiptCode).not.toContain(applicant.idNumber);
  });

  it('refuses when the platform has no sealing key that counts', async () => {
    const keyList = { ...kept.keys().list, keys: kept.keys().list.keys.filter(({ use }) => use !== 'sealing') };
    expect(await submitCase({ ...terminal(), keyList }, submission)).toEqual({
      ok: false,
      error: 'no-sealing-key',
    });
  });
});

function never(): never {
  throw new Error('no answer in the sample');
}
