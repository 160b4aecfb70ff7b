import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Acknowledgements, SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import { openLog } from '../log.ts';
import { type SealedPaper, startPaper } from '../sealing/paper.ts';
import { signKeyList, testContent, testKeys } from '../sealing/test-case.ts';
import { readCase, readEnvelope } from '../store/case-rows.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { insertPaper, readCasePapers } from '../store/paper-rows.ts';
import { saveEnrolment } from '../store/terminal-state.ts';
import { createOutbox } from './outbox.ts';
import { papersFolderIn, sweepPapers } from './paper-files.ts';
import { submitCase } from './submit.ts';

const fault = vi.hoisted(() => ({ code: null as string | null }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return {
    ...real,
    readSync: (...given: Parameters<typeof real.readSync>) => {
      if (fault.code !== null) throw Object.assign(new Error(fault.code), { code: fault.code });
      return real.readSync(...given);
    },
  };
});

const nowMs = Date.parse('2026-11-23T06:32:00.000Z');
const signed: SignedAcknowledgements = { bytes: 'AA', key: 'ack-1', signature: 'A'.repeat(86) };
const log = openLog('/dev/null');

let elapsedMs: number;
let folder: string;
let papers: string;
let store: Store;
let keys: ReturnType<typeof testKeys>;
let outbox: ReturnType<typeof createOutbox>;
beforeEach(() => {
  elapsedMs = 0;
  fault.code = null;
  folder = mkdtempSync(join(tmpdir(), 'kept-papers-'));
  papers = papersFolderIn(folder);
  mkdirSync(papers);
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  keys = testKeys();
  const keyList = signKeyList(keys.list, keys.root.privateKey);
  saveEnrolment(store, { ...keys.enrolled.enrolment, lease: 'A'.repeat(22), keyList });
  outbox = createOutbox(
    store,
    keys.enrolled,
    { nowIso: () => new Date(nowMs).toISOString(), elapsedMs: () => elapsedMs, papersFolder: papers, log },
    { onCaseChanged: () => {}, onKeyList: () => {}, onNotAccepted: () => {} },
  );
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const page = Buffer.from('这一页只有平台看得见'.repeat(40_000));

async function submitted(pages: number) {
  const { caseId, item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
  const kept: SealedPaper[] = [];
  for (let n = 0; n < pages; n++) {
    const begun = startPaper(papers);
    if (!begun.ok) throw new Error(begun.error);
    begun.value.write(page);
    const sealed = await begun.value.finish();
    if (!sealed.ok) throw new Error(sealed.error);
    const { id, sealedBytes: bytes, chunks, digest } = sealed.value;
    store.transaction(() => insertPaper(store, caseId, { id, bytes, chunks, digest }));
    kept.push(sealed.value);
  }
  const result = await submitCase(
    { store, keys: keys.enrolled, keyList: keys.list, nowMs, papersFolder: papers },
    {
      identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' },
      itemName: { zh: '证明', en: 'Certificate' },
      content: { caseId, item, applicant, answers, agreedAt, language, elderly },
      papers: kept.map((paper) => ({ name: '第 1 页', type: 'image/jpeg', paper })),
    },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { caseNumber } = result.value;
  const ids = kept.map(({ id }) => id) as [string, ...string[]];
  return { caseNumber, ids, file: join(papers, ids[0]) };
}

function acknowledged(caseNumber: string, change: { readonly bytes?: number } = {}): Acknowledgements {
  const row = readCase(store, caseNumber);
  if (row === null) throw new Error('no such case');
  const { caseDigest, bytes, incarnation } = row;
  const entry = { caseNumber, caseDigest, bytes, ending: { outcome: 'opened' as const }, sequence: 1, ...change };
  return { v: 1, terminal: 'LLZ01', incarnation, epoch: 1, entries: [entry] };
}

describe('the end of a case with papers', () => {
  it('takes rows and files with it', async () => {
    const { caseNumber } = await submitted(2);
    const other = await submitted(1);
    expect(outbox.finishAll(acknowledged(caseNumber), signed)).toEqual(new Set([caseNumber]));
    expect([readCasePapers(store, caseNumber), readEnvelope(store, caseNumber)]).toEqual([[], null]);
    expect(readdirSync(papers)).toEqual(other.ids);
  });

  it('comes only with the size of everything, papers too', async () => {
    const { caseNumber, ids } = await submitted(1);
    const envelope = readEnvelope(store, caseNumber);
    const withoutPapers = [envelope?.header, envelope?.manifest, envelope?.answers]
      .map((part) => part?.length ?? 0)
      .reduce((a, b) => a + b, 0);
    expect(outbox.finishAll(acknowledged(caseNumber, { bytes: withoutPapers }), signed)).toEqual(new Set());
    expect(readdirSync(papers)).toEqual(ids);
  });

  it.each([
    ['a row is gone', 'DELETE FROM papers'],
    ['a row has another digest', `UPDATE papers SET digest = 'x' WHERE position = 1`],
    ['two rows changed places', 'UPDATE papers SET position = 5 WHERE position = 0'],
  ])('does not come where %s: what is here is not what was signed', async (_, spoil) => {
    const { caseNumber, ids } = await submitted(2);
    store.connection.exec(spoil);
    expect(outbox.finishAll(acknowledged(caseNumber), signed)).toEqual(new Set());
    expect(readdirSync(papers).toSorted()).toEqual([...ids].toSorted());
  });

  it('cut between commit and files is finished at the next start', async () => {
    const { caseNumber, file } = await submitted(1);
    const bytes = readFileSync(file);
    outbox.finishAll(acknowledged(caseNumber), signed);
    writeFileSync(file, bytes);
    sweepPapers(store, papers, log);
    expect(readdirSync(papers)).toEqual([]);
  });
});

describe('a paper on its way', () => {
  it('is read in parts that make up its file', async () => {
    const { ids, file } = await submitted(1);
    const whole = readFileSync(file);
    const parts = [0, 400_000, 800_000, 1_200_000].map((at) => outbox.readPaper(ids[0], at, 400_000));
    expect(Buffer.concat(parts.map((part) => part ?? Buffer.alloc(0))).equals(whole)).toBe(true);
  });

  it.each([
    ['whole', 'sound', () => {}],
    ['gone', 'lost', (file: string) => rmSync(file)],
    ['cut off', 'lost', (file: string) => truncateSync(file, 500)],
    [
      'changed in one bit',
      'lost',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.writeUInt8(bytes.readUInt8(700) ^ 1, 700);
        writeFileSync(file, bytes);
      },
    ],
  ])('is known to be %s before a byte of it is sent', async (_, condition, spoil) => {
    const { caseNumber, ids, file } = await submitted(1);
    spoil(file);
    expect(outbox.paperCondition(caseNumber, ids[0])).toBe(condition);
  });

  it.each(['EMFILE', 'EIO'])('is not lost because one reading fails with %s', async (code) => {
    const { caseNumber, ids } = await submitted(1);
    fault.code = code;
    expect([outbox.paperCondition(caseNumber, ids[0]), outbox.readPaper(ids[0], 0, 10)]).toEqual(['not-now', null]);
    fault.code = null;
    expect(outbox.paperCondition(caseNumber, ids[0])).toBe('sound');
  });

  it('is lost when the disk fails at it for ten minutes, and not when it was read well between', async () => {
    const { caseNumber, ids } = await submitted(1);
    const read = (atMs: number, code: string | null) => {
      elapsedMs = atMs;
      fault.code = code;
      return outbox.paperCondition(caseNumber, ids[0]);
    };
    expect([read(0, 'EIO'), read(300_000, null), read(600_000, 'EIO'), read(1_199_999, 'EIO')]).toEqual([
      'not-now',
      'sound',
      'not-now',
      'not-now',
    ]);
    expect([read(1_200_000, 'EMFILE'), read(1_200_000, 'EIO')]).toEqual(['not-now', 'lost']);
  });

  it('that the disk no longer gives is no reason to throw', () => {
    expect([outbox.readPaper('A'.repeat(22), 0, 10), outbox.paperCondition('none', 'A'.repeat(22))]).toEqual([
      null,
      'lost',
    ]);
  });
});

it('why a case waits is kept with the detail of the last try', async () => {
  const { caseNumber } = await submitted(1);
  outbox.noteWait([caseNumber], 'papers-under-way', '0/1 40%');
  const row = store.connection.prepare('SELECT reason, detail FROM outbox WHERE case_number = ?').get(caseNumber);
  expect(row).toEqual({ reason: 'papers-under-way', detail: '0/1 40%' });
});
