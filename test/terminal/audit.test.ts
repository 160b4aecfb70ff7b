import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { auditHead as signedHead } from '../../main/contract/wire/deliveries.ts';
import { type PublishedHeads, publishedHeads } from '../../main/contract/wire/published-heads.ts';
import { appendAudit } from '../../main/service/audit/audit-log.ts';
import { exportedLines } from '../../main/service/audit/test-log.ts';
import { verifyLog } from '../../main/service/audit/verify.ts';
import { createOutbox } from '../../main/service/cases/outbox.ts';
import { papersFolderIn } from '../../main/service/cases/paper-files.ts';
import { submitCase } from '../../main/service/cases/submit.ts';
import { testContent } from '../../main/service/sealing/test-case.ts';
import { readCase, readEnvelope } from '../../main/service/store/case-rows.ts';
import { openStore } from '../../main/service/store/database.ts';
import type { Store } from '../../main/service/store/store.ts';
import { saveEnrolment } from '../../main/service/store/terminal-state.ts';
import { readEnrolmentFile } from '../../main/service/sync/enrolment-file.ts';
import { createTestOutbox } from '../../main/service/sync/test-outbox.ts';
import {
  type EnrolledTerminal,
  type RealPlatform,
  startRealPlatform,
} from '../../main/service/sync/test-real-platform.ts';

/** A terminal's own log and cases, and a real platform that hears of them. */
let platform: RealPlatform;
let terminal: EnrolledTerminal;
let store: Store;
let stop: () => Promise<void>;
/** Resolves when the platform has answered a request that was sent after this was called. */
let synced: () => Promise<void>;
/** Resolves when the platform has said, under its signature, that it takes nothing more of this enrolment. */
let refused: () => Promise<void>;
let submit: () => Promise<string>;
const now = () => new Date().toISOString();
const silent = pino({ level: 'silent' });

beforeAll(async () => {
  platform = await startRealPlatform();
  terminal = await platform.enrolled();
  const { keys, list, lease, dataFolder } = terminal;
  const [opened, enrolled] = [openStore(dataFolder), readEnrolmentFile(dataFolder)];
  if (!opened.ok || !enrolled.ok) throw new Error('no store');
  store = opened.value;
  const { terminal: name, incarnation } = keys.enrolment;
  store.transaction(() => {
    saveEnrolment(store, { terminal: name, incarnation, lease, keyList: enrolled.value.keyList });
    appendAudit(store, { event: 'enrolled', reference: `${name}/${incarnation}` }, now());
  });

  const inMemory = createTestOutbox(keys, lease);
  const ports = { nowIso: now, elapsedMs: () => 0, papersFolder: papersFolderIn(dataFolder), log: silent };
  const ofNobody = { onCaseChanged: () => {}, onKeyList: () => {}, onNotAccepted: () => {} };
  // The service's own, and not one like it: the platform takes a head that never changes for a log that never grows.
  const { auditHead } = createOutbox(store, keys, ports, ofNobody);
  const outbox = { ...inMemory, auditHead };
  const { sync, until } = platform.startSync(terminal, outbox);
  synced = async () => {
    // The one that is under way may have been sent before.
    for (let round = 0; round < 2; round += 1) {
      const before = inMemory.contacts.length;
      sync.kick();
      await vi.waitUntil(() => inMemory.contacts.length > before, { timeout: 20_000 });
    }
  };
  submit = async () => {
    const { caseId, item, applicant, answers, agreedAt, language, elderly } = testContent('13800138000');
    const content = { caseId, item, applicant, answers, agreedAt, language, elderly };
    const itemName = { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' };
    const submission = {
      identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' } as const,
      itemName,
      content,
      papers: [],
    };
    const around = { store, keys, keyList: list, nowMs: Date.now(), papersFolder: papersFolderIn(dataFolder) };
    const submitted = await submitCase(around, submission);
    if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
    const { caseNumber } = submitted.value;
    const [row, envelope] = [readCase(store, caseNumber), readEnvelope(store, caseNumber)];
    if (row === null || envelope === null) throw new Error('not kept');
    inMemory.add({ ...row, caseNumber, sequence: inMemory.ended.length + 1, envelope });
    sync.kick();
    await until(() => inMemory.ended.includes(caseNumber));
    return caseNumber;
  };
  refused = async () => {
    sync.kick();
    await vi.waitUntil(() => inMemory.notAccepted > 0, { timeout: 20_000 });
  };
  stop = () => sync.stop();
}, 120_000);
afterAll(async () => {
  await stop();
  store.close();
  await platform.stop();
}, 60_000);

const verify = (heads: PublishedHeads | null) => {
  const lines = exportedLines(store, terminal.keys);
  return verifyLog(() => lines, heads);
};
const heads = async () => {
  const { terminal: name, incarnation } = terminal.keys.enrolment;
  return publishedHeads.parse(await platform.ask('GET', `/published-heads/${name}/${incarnation}`));
};

const lastLength = ({ last }: PublishedHeads) =>
  last === null ? null : signedHead.parse(JSON.parse(Buffer.from(last.bytes, 'base64url').toString('utf8'))).length;

describe('an audit log of which a real platform was told', { timeout: 60_000 }, () => {
  it('holds, and after it was rewritten by someone with disk and key it does not', async () => {
    await submit();
    await synced();
    expect(lastLength(await heads())).toBe(2);
    const second = await submit();
    await synced();
    expect(lastLength(await heads())).toBe(3);
    const told = await heads();
    expect(told.cases).toHaveLength(2);
    expect(verify(told)).toMatchObject({ holds: true, entries: 3, publishedHeads: 3 });

    // The second case's entry, and all after it, written anew and longer than before.
    store.connection.exec('DELETE FROM audit WHERE sequence > 1');
    for (let count = 0; count < 4; count += 1) {
      appendAudit(store, { event: 'staff-signed-in', reference: 'terminal' }, now());
    }
    expect(verify(null)).toMatchObject({ holds: true, entries: 5 });
    expect(verify(told)).toMatchObject({ holds: false, what: 'not-as-published', line: 3, caseNumber: null });

    // One hash does not say what it contains: the platform takes the new head, and the cases still tell of the old log.
    await synced();
    const since = await heads();
    expect(since.last).not.toEqual(told.last);
    expect(verify(since)).toMatchObject({ holds: false, what: 'not-as-published', line: 3, caseNumber: second });
  });

  it('that was cut is noticed by the platform itself, which hears this enrolment no more', async () => {
    store.connection.exec('DELETE FROM audit WHERE sequence > 3');
    expect(verify(await heads())).toMatchObject({ holds: false, what: 'cut', line: 5, publishedEntries: 5 });
    await refused();
  });
});
