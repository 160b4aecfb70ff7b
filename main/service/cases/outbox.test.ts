import { describe, expect, it } from 'vitest';
import { auditHead } from '../audit/audit-log.ts';
import { digestFor } from '../sealing/envelope.ts';
import { signKeyList } from '../sealing/test-case.ts';
import { noteReceipt, readCase, readEnvelope, readWaiting } from '../store/case-rows.ts';
import { countSubmission, readTerminalState, saveEnrolment } from '../store/terminal-state.ts';
import { createOutbox } from './outbox.ts';
import { submitCase } from './submit.ts';
import { casesOfEachTest, type Ending, nowIso, submission } from './test-cases.ts';

const kept = casesOfEachTest();
const { terminal, submitted, outbox, endingFor, finish } = kept;

describe('outbox', () => {
  it('ends what matches of a list, in one transaction, and nothing else of it', async () => {
    const [first, second, third] = [await submitted(), await submitted(), await submitted()];
    const wrong = { ...endingFor(second.caseNumber), bytes: 1 };
    expect(finish(outbox(), endingFor(first.caseNumber), wrong, endingFor(third.caseNumber))).toEqual([
      first.caseNumber,
      third.caseNumber,
    ]);
    expect(readWaiting(kept.store(), 3, 0).cases.map(({ caseNumber }) => caseNumber)).toEqual([second.caseNumber]);
    expect(auditHead(kept.store()).length).toBe(5);
  });

  it('ends none of a list when one of it cannot be written', async () => {
    const [first, second] = [await submitted(), await submitted()];
    const numbers = [first.caseNumber, second.caseNumber];
    kept.store().connection.exec(
      `CREATE TRIGGER full BEFORE INSERT ON tombstones WHEN NEW.case_number = '${second.caseNumber}'
       BEGIN SELECT RAISE(ABORT, 'planted'); END`,
    );
    expect(() => finish(outbox(), ...numbers.map(endingFor))).toThrow('planted');
    expect(numbers.map((caseNumber) => readEnvelope(kept.store(), caseNumber) === null)).toEqual([false, false]);
    expect(kept.changed()).toEqual([]);
  });

  it('ends a case once, however often the acknowledgement comes', async () => {
    const { caseNumber } = await submitted();
    const ending = endingFor(caseNumber);
    const box = outbox();
    expect([finish(box, ending, ending), finish(box, ending)]).toEqual([[caseNumber], [caseNumber]]);
    expect(kept.changed()).toEqual([caseNumber]);
    expect(auditHead(kept.store()).length).toBe(2);
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
    expect(readEnvelope(kept.store(), caseNumber)).not.toBeNull();
  });

  it.each([
    ['manifest', `UPDATE envelopes SET manifest = CAST('{}' AS BLOB)`],
    ['answers', 'UPDATE envelopes SET answers = zeroblob(length(answers))'],
    ['header', 'UPDATE envelopes SET header = zeroblob(length(header))'],
  ])('computes every digest from its own bytes: a case whose %s was changed is not erased', async (_part, sql) => {
    const { caseNumber } = await submitted();
    const ending = endingFor(caseNumber);
    kept.store().connection.exec(sql);
    expect(finish(outbox(), ending)).toEqual([]);
    expect(readEnvelope(kept.store(), caseNumber)).not.toBeNull();
  });

  const notReceivable = { outcome: 'refused', reason: 'not-receivable' } as const;

  it.each(['opened', 'refused'] as const)(
    'ends one found damaged before, when it was %s over what was recorded of it',
    async (outcome) => {
      const { caseNumber } = await submitted();
      const ending = { ...endingFor(caseNumber), ...(outcome === 'refused' ? { ending: notReceivable } : {}) };
      kept.store().connection.exec('UPDATE envelopes SET answers = zeroblob(length(answers))');
      const box = outbox();
      const other = digestFor('manifest', Buffer.from('x')).toString('base64url');
      for (const reason of ['platform-did-not-take-it', 'no-network'] as const) {
        box.noteWait([caseNumber], reason, '');
        expect(finish(box, ending)).toEqual([]);
      }
      box.noteWait([caseNumber], 'damaged-here', 'digest');
      expect(finish(box, { ...ending, bytes: ending.bytes + 1 })).toEqual([]);
      expect(finish(box, { ...ending, caseDigest: other })).toEqual([]);
      expect(finish(box, ending)).toEqual([caseNumber]);
      expect(readEnvelope(kept.store(), caseNumber)).toBeNull();
      expect(readCase(kept.store(), caseNumber)?.state).toBe(outcome === 'opened' ? 'received-there' : 'refused-there');
    },
  );

  it('names those that are stuck, as they were recorded, and no others', async () => {
    const numbers = [(await submitted()).caseNumber, (await submitted()).caseNumber, (await submitted()).caseNumber];
    const [first = '', second = '', third = ''] = numbers;
    const box = outbox();
    const paper = Buffer.alloc(16, 1).toString('base64url');
    box.noteWait([first], 'no-network', '');
    box.noteWait([second], 'paper-not-readable-here', paper);
    box.noteWait([third], 'damaged-here', 'digest');
    const named = (caseNumber: string) => {
      const { caseDigest, bytes, incarnation } = endingFor(caseNumber);
      return { caseNumber, caseDigest, bytes, incarnation };
    };
    const all = box.stuckCases(50, null);
    expect(all).toEqual([
      { ...named(second), sequence: 2, because: 'paper-not-readable-here', paper },
      { ...named(third), sequence: 3, because: 'damaged-here', paper: null },
    ]);
    expect(box.stuckCases(50, all[0] ?? null)).toEqual(all.slice(1));
  });

  it('says why a case waits, and keeps saying it', async () => {
    const { caseNumber } = await submitted();
    outbox().noteWait([caseNumber], 'no-network', 'ECONNREFUSED');
    expect(readWaiting(kept.store(), 1, 0).cases[0]).toMatchObject({
      reason: 'no-network',
      detail: 'ECONNREFUSED',
      state: 'kept-here',
    });
    outbox().noteSent([caseNumber]);
    expect(readWaiting(kept.store(), 1, 0).cases[0]).toMatchObject({ state: 'sent' });
  });

  it('never takes a better state back', async () => {
    const { caseNumber } = await submitted();
    const box = outbox();
    finish(box, endingFor(caseNumber));
    box.noteSent([caseNumber]);
    expect(readCase(kept.store(), caseNumber)?.state).toBe('received-there');
    const receipt = () => kept.store().connection.prepare('SELECT state FROM receipts').pluck().get();
    noteReceipt(kept.store(), caseNumber, 'printed');
    noteReceipt(kept.store(), caseNumber, 'unsure');
    expect(receipt()).toBe('printed');
  });

  it('does not count a submission twice under one number', () => {
    countSubmission(kept.store(), 1, 'a');
    expect(() => countSubmission(kept.store(), 1, 'b')).toThrow('was taken');
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
    const again = { ...kept.keys().enrolled, enrolment: { ...kept.keys().enrolled.enrolment, incarnation: 2 } };
    const keyList = signKeyList(kept.keys().list, kept.keys().root.privateKey);
    saveEnrolment(kept.store(), { ...again.enrolment, lease: 'B'.repeat(22), keyList });
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
    const box = createOutbox(kept.store(), kept.keys().enrolled, kept.ports(), events);
    box.noteNotAccepted();
    box.noteNotAccepted();
    expect(told).toBe(1);
    expect(readTerminalState(kept.store())?.standing).toBe('not-accepted');
    expect(box.nextBatch(50, null).map((one) => one.caseNumber)).toEqual([caseNumber]);
    box.saveContact({ lease: 'B'.repeat(22), epoch: 3, offsetMs: 5, at: nowIso() });
    const keyList = signKeyList(kept.keys().list, kept.keys().root.privateKey);
    saveEnrolment(kept.store(), { terminal: 'LLZ01', incarnation: 2, lease: 'C'.repeat(22), keyList });
    expect(readTerminalState(kept.store())).toMatchObject({
      standing: 'accepted',
      counter: 0,
      epoch: 3,
      lastCaseDigest: null,
    });
  });

  it('keeps a newer key list at once, and says so', () => {
    const newer = signKeyList(
      { ...kept.keys().list, version: kept.keys().list.version + 1 },
      kept.keys().root.privateKey,
    );
    const told: unknown[] = [];
    const events = {
      onCaseChanged: () => {},
      onKeyList: (keyList: unknown) => told.push(keyList),
      onNotAccepted: () => {},
    };
    createOutbox(kept.store(), kept.keys().enrolled, kept.ports(), events).saveKeyList(newer);
    expect(readTerminalState(kept.store())).toMatchObject({
      keyList: newer,
      keyListVersion: kept.keys().list.version + 1,
    });
    expect(told).toEqual([newer]);
  });
});

function never(): never {
  throw new Error('no answer in the sample');
}
