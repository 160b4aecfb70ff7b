import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLog } from '../log.ts';
import { signKeyList, testContent, testKeys } from '../sealing/test-case.ts';
import { readCase } from '../store/case-rows.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { saveEnrolment } from '../store/terminal-state.ts';
import { createOutbox } from './outbox.ts';
import { papersFolderIn } from './paper-files.ts';
import { submitCase } from './submit.ts';

const dayMs = 24 * 60 * 60 * 1000;
const begunMs = Date.parse('2026-11-23T06:32:00.000Z');
const keys = testKeys();

let folder: string;
let store: Store;
/** This terminal's own clock. */
let ownMs: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proofs-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  ownMs = begunMs;
  const keyList = signKeyList(keys.list, keys.root.privateKey);
  saveEnrolment(store, { ...keys.enrolled.enrolment, lease: 'A'.repeat(22), keyList });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function terminal() {
  const nowIso = () => new Date(ownMs).toISOString();
  const ports = { nowIso, elapsedMs: () => 0, papersFolder: papersFolderIn(folder), log: openLog('/dev/null') };
  const events = { onCaseChanged: () => {}, onKeyList: () => {}, onNotAccepted: () => {} };
  const outbox = createOutbox(store, keys.enrolled, ports, events);
  let lists = 0;
  return {
    contact: (atMs: number, epoch = 1) =>
      outbox.saveContact({ lease: 'B'.repeat(22), epoch, offsetMs: 0, at: new Date(atMs).toISOString() }),
    tellOfEpoch: (epoch: number) => outbox.saveToldEpoch(epoch),
    /** Hands in a case, and has it ended. */
    ended: async () => {
      const { caseId, item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
      const submitted = await submitCase(
        { store, keys: keys.enrolled, keyList: keys.list, nowMs: ownMs, papersFolder: papersFolderIn(folder) },
        {
          identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' },
          itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
          content: { caseId, item, applicant, answers, agreedAt, language, elderly },
          papers: [],
        },
      );
      if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
      const { caseNumber } = submitted.value;
      const row = readCase(store, caseNumber);
      if (row === null) throw new Error('no such case');
      const { incarnation, caseDigest, bytes } = row;
      const entries = [{ caseNumber, caseDigest, bytes, ending: { outcome: 'opened' as const }, sequence: 1 }];
      const signature = `${(lists += 1)}`.padStart(86, 'A');
      outbox.finishAll(
        { v: 1, terminal: 'LLZ01', incarnation, epoch: 1, entries },
        { bytes: 'AA', key: 'k', signature },
      );
      return caseNumber;
    },
  };
}

const proofs = () => ({
  tombstones: store.connection.prepare('SELECT case_number FROM tombstones').pluck().all(),
  lists: store.connection.prepare('SELECT count(*) FROM acknowledgements').pluck().get(),
});

it('proofs of an ending go when the platform has signed times for a year since; the case stays known', async () => {
  const { contact, ended } = terminal();
  contact(begunMs);
  const first = await ended();
  let second = '';
  for (let day = 1; day < 366; day += 1) {
    contact(begunMs + day * dayMs);
    if (day === 5) second = await ended();
  }
  expect(proofs()).toEqual({ tombstones: [first, second], lists: 2 });
  contact(begunMs + 366 * dayMs);
  expect(proofs()).toEqual({ tombstones: [second], lists: 1 });
  expect(readCase(store, first)?.state).toBe('received-there');
});

it('no clock that jumps to 2040 takes them: neither the terminal’s nor the platform’s', async () => {
  const { contact, ended } = terminal();
  contact(begunMs);
  const one = await ended();
  ownMs = Date.parse('2040-01-01T00:00:00Z');
  contact(begunMs + dayMs);
  const two = await ended();
  for (let hour = 0; hour < 48; hour += 1) {
    contact(Date.parse('2040-01-01T00:00:00Z') + (hour * dayMs) / 24);
    contact(begunMs + dayMs + (hour * dayMs) / 24);
  }
  expect(proofs()).toEqual({ tombstones: [one, two], lists: 2 });
});

it('they stay while a restored platform has yet to be told of them', async () => {
  const { contact, ended, tellOfEpoch } = terminal();
  contact(begunMs);
  const one = await ended();
  for (let day = 1; day <= 400; day += 1) contact(begunMs + day * dayMs, 2);
  expect(proofs()).toEqual({ tombstones: [one], lists: 1 });
  tellOfEpoch(2);
  contact(begunMs + 401 * dayMs, 2);
  expect(proofs()).toEqual({ tombstones: [], lists: 0 });
});
