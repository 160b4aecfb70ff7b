import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseManifest } from '../../contract/wire/envelope.ts';
import { readCase, readEnvelope } from '../store/case-rows.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { hasDrafts, saveDraft } from '../store/draft-rows.ts';
import { deleteCasePapers, insertPaper, readCasePapers } from '../store/paper-rows.ts';
import { readTerminalState, saveEnrolment } from '../store/terminal-state.ts';
import { diskFullError } from '../store/test-reader.ts';
import { type SealedPaper, startPaper } from '../sealing/paper.ts';
import { signKeyList, testContent, testKeys } from '../sealing/test-case.ts';
import { openForTest, openPaperForTest } from '../sealing/test-opener.ts';
import { erasePaperFiles, papersFolderIn, sweepPapers } from './paper-files.ts';
import { type NamedPaper, submitCase } from './submit.ts';

const nowMs = Date.parse('2026-11-23T06:32:00.000Z');
const draft = '00112233445566778899aabbccddeeff';
const page = Buffer.from('这一页只有平台看得见'.repeat(40_000));

let folder: string;
let papers: string;
let store: Store;
let keys: ReturnType<typeof testKeys>;
let logged: string[];
const log = {
  info: (_about: object, message: string) => logged.push(message),
  warn: () => {},
  error: ({ caseNumber }: { caseNumber: string }, message: string) => logged.push(`${message} ${caseNumber}`),
} as unknown as Parameters<typeof sweepPapers>[2];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'papers-'));
  papers = papersFolderIn(folder);
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  keys = testKeys();
  logged = [];
  const keyList = signKeyList(keys.list, keys.root.privateKey);
  saveEnrolment(store, { ...keys.enrolled.enrolment, lease: 'A'.repeat(22), keyList });
  mkdirSync(papers);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

async function keep(of = draft): Promise<SealedPaper> {
  const begun = startPaper(papers);
  if (!begun.ok) throw new Error(begun.error);
  begun.value.write(page);
  const finished = await begun.value.finish();
  if (!finished.ok) throw new Error(finished.error);
  const { id, sealedBytes: bytes, chunks, digest } = finished.value;
  store.transaction(() => insertPaper(store, of, { id, bytes, chunks, digest }));
  return finished.value;
}

const keepDraft = () =>
  store.transaction(() => saveDraft(store, { draft, salt: Buffer.alloc(32), sealed: Buffer.alloc(40), begunAt: null }));

const named = (paper: SealedPaper, at: number): NamedPaper => ({ name: `第 ${at} 页`, type: 'image/jpeg', paper });

function handIn(given: readonly SealedPaper[]) {
  const { caseId, item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
  const submission = {
    identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' } as const,
    itemName: { zh: '证明', en: 'Certificate' },
    content: { caseId, item, applicant, answers, agreedAt, language, elderly },
    papers: given.map((paper, at) => named(paper, at + 1)),
  };
  return submitCase({ store, keys: keys.enrolled, keyList: keys.list, nowMs, papersFolder: papers }, submission);
}

async function submitWith(given: readonly SealedPaper[]) {
  const result = await handIn(given);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.caseNumber;
}

const audited = (): readonly unknown[] =>
  store.connection.prepare(`SELECT CAST(bytes AS TEXT) ->> '$.event.event' FROM audit ORDER BY sequence`).pluck().all();

describe('a case with papers', () => {
  it('names each in its sealed content and its manifest, so that the platform opens them and nobody else', async () => {
    const given = [await keep(), await keep()];
    const caseNumber = await submitWith(given);
    const envelope = readEnvelope(store, caseNumber);
    if (envelope === null) throw new Error('no envelope');
    const content = openForTest(envelope, keys.sealing.privateKey, keys.terminal.publicKey);
    const manifest = caseManifest.parse(JSON.parse(Buffer.from(envelope.manifest).toString()));
    const rows = readCasePapers(store, caseNumber);
    expect(rows).toEqual(manifest.papers);
    expect(content.papers.map(({ id, name }) => [id, name])).toEqual([
      [given[0]?.id, '第 1 页'],
      [given[1]?.id, '第 2 页'],
    ]);
    for (const [at, paper] of content.papers.entries()) {
      const file = readFileSync(join(papers, paper.id));
      expect(openPaperForTest({ ...paper, chunks: rows[at]?.chunks ?? 0 }, file).equals(page)).toBe(true);
    }
    const { header, manifest: inManifest, answers } = envelope;
    const ciphertext = rows.reduce((total, { bytes }) => total + bytes, 0);
    expect(readCase(store, caseNumber)?.bytes).toBe(header.length + inManifest.length + answers.length + ciphertext);
  });

  it('ends the draft with the same stroke', async () => {
    keepDraft();
    await submitWith([await keep()]);
    expect(hasDrafts(store)).toBe(false);
    expect(audited()).toEqual(['draft-ended', 'case-submitted']);
  });

  it.each<[string, (file: string) => void]>([
    ['is missing', (file) => rmSync(file)],
    ['was cut short', (file) => truncateSync(file, 100)],
  ])('is not handed in when a file %s: it is said which, and all else is still there', async (_what, spoil) => {
    keepDraft();
    const given = [await keep(), await keep()];
    const gone = given[1]?.id ?? '';
    spoil(join(papers, gone));
    expect(await handIn(given)).toEqual({ ok: false, error: { gone: [gone] } });
    expect([hasDrafts(store), audited(), readTerminalState(store)?.counter]).toEqual([true, [], 0]);
    expect(store.connection.prepare('SELECT count(*) FROM papers WHERE draft IS NOT NULL').pluck().get()).toBe(2);
  });

  it.each([
    ['a paper that is not its own', async () => submitWith([await keep('f'.repeat(32))])],
    [
      'a row that cannot be written',
      async () => {
        store.connection.exec(`CREATE TRIGGER full BEFORE UPDATE ON papers BEGIN SELECT RAISE(ABORT, 'planted'); END`);
        return submitWith([await keep()]);
      },
    ],
  ])('is not handed in at all with %s, and the draft is still there', async (_what, hand) => {
    keepDraft();
    await expect(hand()).rejects.toThrow(/planted|no paper/);
    expect(hasDrafts(store)).toBe(true);
    expect(audited()).toEqual([]);
    expect(store.connection.prepare('SELECT count(*) FROM cases').pluck().get()).toBe(0);
  });
});

describe('what is swept', () => {
  it('is what neither a case nor a kept draft has, and nothing else', async () => {
    const ofCase = await keep();
    await submitWith([ofCase]);
    const ofKeptDraft = await keep();
    keepDraft();
    await keep('f'.repeat(32));
    writeFileSync(join(papers, 'begun-and-never-finished'), 'x');
    sweepPapers(store, papers, log);
    expect(readdirSync(papers).toSorted()).toEqual([ofCase.id, ofKeptDraft.id].toSorted());
    expect(store.connection.prepare('SELECT count(*) FROM papers').pluck().get()).toBe(2);
    sweepPapers(store, papers, log);
    expect(readdirSync(papers)).toHaveLength(2);
  });

  it('names the case whose paper is missing, and leaves its rows alone', async () => {
    const caseNumber = await submitWith([await keep(), await keep()]);
    const [first] = readCasePapers(store, caseNumber);
    rmSync(join(papers, first?.id ?? ''));
    sweepPapers(store, papers, log);
    expect(logged).toEqual([`papers: a file is missing ${caseNumber}`]);
    expect(readCasePapers(store, caseNumber)).toHaveLength(2);
  });

  it('is an ended case’s files, once its rows are gone, also after a crash in between', async () => {
    const caseNumber = await submitWith([await keep()]);
    const ids = store.transaction(() => deleteCasePapers(store, caseNumber));
    expect(readdirSync(papers)).toEqual(ids);
    sweepPapers(store, papers, log);
    expect(readdirSync(papers)).toEqual([]);
    erasePaperFiles(papers, ids, log);
    expect(logged).toEqual(['papers: swept']);
  });

  it('waits for the next start on a disk that takes no write, and the terminal opens and sends', async () => {
    await keep('f'.repeat(32));
    const { transaction } = store;
    Object.assign(store, {
      transaction: () => {
        throw diskFullError();
      },
    });
    sweepPapers(store, papers, log);
    expect(logged).toEqual(['papers: could not be swept, the next start tries again undefined']);
    expect(readdirSync(papers)).toHaveLength(1);
    Object.assign(store, { transaction });
    sweepPapers(store, papers, log);
    expect(readdirSync(papers)).toEqual([]);
  });

  it('makes the folder where there is none', () => {
    rmSync(papers, { recursive: true });
    sweepPapers(store, papers, log);
    expect(readdirSync(papers)).toEqual([]);
  });
});
