import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import { appendAuditEach, auditHead } from '../audit/audit-log.ts';
import { verifyExported } from '../audit/test-log.ts';
import { createOutbox } from '../cases/outbox.ts';
import { papersFolderIn } from '../cases/paper-files.ts';
import { submitCase } from '../cases/submit.ts';
import { signKeyList, testContent, testKeys } from '../sealing/test-case.ts';
import { type EnrolledKeys, keepEnrolment, makeTerminalKeys } from '../sealing/terminal-keys.ts';
import { readCase } from '../store/case-rows.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { saveEnrolment } from '../store/terminal-state.ts';
import { recoverDatabase } from './recovery.ts';

const at = '2026-11-23T06:42:00.000Z';
const beganMs = Date.parse(at);
const dayMs = 24 * 3_600_000;
const log = { info: () => {}, warn: () => {}, error: () => {} };

let folder: string;
let keys: EnrolledKeys;
let province: ReturnType<typeof testKeys>;
let store: Store;
let dayNow: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shortened-'));
  keys = keepEnrolment(folder, makeTerminalKeys(folder), { terminal: 'LLZ01', incarnation: 1 });
  province = testKeys();
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  const keyList = signKeyList(province.list, province.root.privateKey);
  saveEnrolment(store, { ...keys.enrolment, lease: 'A'.repeat(22), keyList });
  dayNow = 0;
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const outbox = () =>
  createOutbox(
    store,
    keys,
    { nowIso: () => at, elapsedMs: () => 0, papersFolder: papersFolderIn(folder), log },
    { onCaseChanged: () => {}, onKeyList: () => {}, onNotAccepted: () => {} },
  );

/** So many entries of other acts. */
const write = (count: number) =>
  store.transaction(() =>
    appendAuditEach(
      store,
      Array.from({ length: count }, () => ({ event: 'staff-signed-in', reference: 'terminal' }) as const),
      at,
    ),
  );

async function handIn(): Promise<string> {
  const { caseId, item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
  const submitted = await submitCase(
    { store, keys, keyList: province.list, nowMs: beganMs, papersFolder: papersFolderIn(folder) },
    {
      identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' },
      itemName: { zh: '证明', en: 'Certificate' },
      content: { caseId, item, applicant, answers, agreedAt, language, elderly },
      papers: [],
    },
  );
  if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
  return submitted.value.caseNumber;
}

function end(caseNumber: string): void {
  const row = readCase(store, caseNumber);
  if (row === null) throw new Error('no such case');
  const ending = { outcome: 'opened' } as const;
  const entry = { caseNumber, caseDigest: row.caseDigest, bytes: row.bytes, ending, sequence: 1 };
  const signed: SignedAcknowledgements = { bytes: 'AA', key: 'ack-1', signature: caseNumber.padEnd(86, 'A') };
  const ended = outbox().finishAll({ v: 1, terminal: 'LLZ01', incarnation: 1, epoch: 1, entries: [entry] }, signed);
  expect([...ended]).toEqual([caseNumber]);
}

/** Contacts in which the platform signs a time, one each ten days. */
function passDays(days: number): void {
  const box = outbox();
  for (const until = dayNow + days; dayNow < until; ) {
    dayNow = Math.min(until, dayNow + 10);
    const time = new Date(beganMs + dayNow * dayMs).toISOString();
    box.saveContact({ lease: 'A'.repeat(22), epoch: 1, offsetMs: 0, at: time });
  }
}

const firstEntry = () => store.connection.prepare('SELECT min(sequence) FROM audit').pluck().get();

describe('the audit log', () => {
  beforeEach(() => passDays(1));

  it('lets go of what is a year old by the platform’s time, up to an end that the platform has in a case', async () => {
    write(1500);
    const first = await handIn();
    write(300);
    const head = auditHead(store);
    end(first);
    passDays(365);
    expect(firstEntry()).toBe(1);
    passDays(1);
    // What stood there when the case was sealed went; that it was handed in is the next.
    expect(firstEntry()).toBe(1501);
    expect(verifyExported(store, keys)).toMatchObject({ holds: true, begunAfter: 1500, entries: head.length + 2 });
    passDays(400);
    expect(firstEntry()).toBe(1501);
  });

  it('lets go of nothing that no case has carried there, and in no short pieces', async () => {
    write(1500);
    await handIn();
    write(900);
    end(await handIn());
    passDays(800);
    expect(firstEntry()).toBe(1);
    // The first of these two was never answered: the next segment takes its place.
    write(600);
    end(await handIn());
    passDays(367);
    expect(firstEntry()).toBeGreaterThan(3000);
  });

  it('waits where the platform was restored, until it was told what it had acknowledged', async () => {
    write(1500);
    end(await handIn());
    store.connection.exec('UPDATE terminal_state SET epoch = 2');
    passDays(400);
    expect(firstEntry()).toBe(1);
    outbox().saveToldEpoch(2);
    passDays(1);
    expect(firstEntry()).toBe(1501);
  });

  it('is taken over from a damaged database though it has let go of its beginning', async () => {
    write(1500);
    end(await handIn());
    passDays(400);
    const { length } = auditHead(store);
    store.close();
    const recovered = recoverDatabase(folder, 'planted', log, at);
    if (!recovered.ok) throw new Error(JSON.stringify(recovered.error));
    store = recovered.value;
    expect(firstEntry()).toBe(1501);
    expect(verifyExported(store, keys)).toMatchObject({ holds: true, begunAfter: 1500, entries: length + 1 });
  });
});
