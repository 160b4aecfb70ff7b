import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Acknowledgements, SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import { openLog } from '../log.ts';
import { signKeyList, testContent, testKeys } from '../sealing/test-case.ts';
import { readCase, readEnvelope } from '../store/case-rows.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { saveEnrolment } from '../store/terminal-state.ts';
import { createOutbox } from './outbox.ts';
import { papersFolderIn } from './paper-files.ts';
import { type Submission, submitCase } from './submit.ts';

const nowMs = Date.parse('2026-11-23T06:32:00.000Z');
export const nowIso = () => new Date(nowMs).toISOString();

const { caseId, item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
export const submission: Submission = {
  identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' },
  itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
  content: { caseId, item, applicant, answers, agreedAt, language, elderly },
  papers: [],
};

export type Ending = Acknowledgements['entries'][number] & { readonly incarnation: number };
const signed: SignedAcknowledgements = { bytes: 'AA', key: 'ack-1', signature: 'A'.repeat(86) };

/** A terminal's cases in a folder of their own, a new one before each test of the file that calls this. */
export function casesOfEachTest() {
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
  const kept = {
    folder: () => folder,
    store: () => store,
    keys: () => keys,
    /** Numbers of cases that were said to stand elsewhere now, in order. */
    changed: () => changed,
    elapsedMs: 0,
    terminal: () => ({
      ...{ store, keys: keys.enrolled, keyList: keys.list },
      ...{ nowMs, papersFolder: papersFolderIn(folder) },
    }),
    async submitted() {
      const result = await submitCase(kept.terminal(), submission);
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return result.value;
    },
    ports: () => ({
      nowIso,
      elapsedMs: () => kept.elapsedMs,
      papersFolder: papersFolderIn(folder),
      log: openLog('/dev/null'),
    }),
    outbox: () =>
      createOutbox(store, keys.enrolled, kept.ports(), {
        onCaseChanged: (caseNumber) => changed.push(caseNumber),
        onKeyList: () => {},
        onNotAccepted: () => {},
      }),
    endingFor(caseNumber: string): Ending {
      const row = readCase(store, caseNumber);
      if (row === null) throw new Error('no such case');
      const { incarnation, caseDigest, bytes } = row;
      return { incarnation, caseNumber, caseDigest, bytes, ending: { outcome: 'opened' }, sequence: 1 };
    },
    /** Which of them the outbox ends. */
    finish(box: ReturnType<typeof createOutbox>, ...endings: readonly Ending[]): readonly string[] {
      const { terminal } = keys.enrolled.enrolment;
      const entries = endings.map(({ incarnation: _incarnation, ...entry }) => entry);
      const incarnation = endings[0]?.incarnation ?? 0;
      return [...box.finishAll({ v: 1, terminal, incarnation, epoch: 1, entries }, signed)];
    },
    everyByte: () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))),
    /** A piece of a case's sealed answers. */
    pieceOf: (caseNumber: string) => Buffer.from(readEnvelope(store, caseNumber)?.answers ?? []).subarray(100, 148),
  };
  return kept;
}
