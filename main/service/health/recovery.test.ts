import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import { appendAudit, auditHead } from '../audit/audit-log.ts';
import { sealCase } from '../sealing/envelope.ts';
import { keepEnrolment, makeTerminalKeys } from '../sealing/terminal-keys.ts';
import { signKeyList, testContent, testHeader, testKeys } from '../sealing/test-case.ts';
import { endCases, insertCase, readEnvelope, readWaiting } from '../store/case-rows.ts';
import { saveAcknowledgements } from '../store/ended-proofs.ts';
import { openRecovery, openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { saveDraft } from '../store/draft-rows.ts';
import { readCasePapers } from '../store/paper-rows.ts';
import { pageBytes } from '../store/page-size.ts';
import { salvagedTables } from '../store/salvaged-rows.ts';
import { countSubmission, readTerminalState, saveEnrolment } from '../store/terminal-state.ts';
import { readReports } from './recovery-report.ts';
import { recoverDatabase } from './recovery.ts';

const at = '2026-11-23T06:42:00.000Z';
const cases = 200;
const endedCases = 60;
const paperOf = 150;
const paper = randomBytes(16).toString('base64url');
const paperBytes = 5000;

/** A terminal with a month behind it, made once: a test damages its own copy. */
let model: string;
let sealed: Map<string, Buffer>;
let modelHead: string;

let folder: string;
const file = (of = folder) => join(of, 'terminal.sqlite');
const log = { info: () => {}, warn: () => {}, error: () => {} };

beforeAll(async () => {
  model = mkdtempSync(join(tmpdir(), 'recovery-'));
  const province = testKeys();
  const keys = keepEnrolment(model, makeTerminalKeys(model), { terminal: 'LLZ01', incarnation: 1 });
  const store = open(model);
  const keyList = signKeyList(province.list, province.root.privateKey);
  saveEnrolment(store, { terminal: 'LLZ01', incarnation: 1, lease: randomBytes(16).toString('base64url'), keyList });
  appendAudit(store, { event: 'enrolled', reference: 'LLZ01/1' }, at);
  const sealingKey = { id: 'seal-1', publicKey: Buffer.from(province.list.keys[0]?.publicKey ?? '', 'base64url') };
  sealed = new Map();
  mkdirSync(join(model, 'papers'));
  for (let sequence = 1; sequence <= cases; sequence += 1) {
    const header = testHeader(sequence);
    const papers =
      sequence === paperOf
        ? [{ id: paper, key: 'A'.repeat(43), bytes: 4984, sealedBytes: paperBytes, chunks: 1, digest: 'A'.repeat(43) }]
        : [];
    const content = testContent('13912345678');
    // Longer than a page now and then, so that overflow pages are among what is hit.
    const address = sequence % 3 === 0 ? '长'.repeat(3000) : '短';
    const made = await sealCase({
      header,
      content: {
        ...content,
        applicant: { ...content.applicant, address } as typeof content.applicant,
        papers: papers.map(({ id, key, bytes, digest }) => ({ id, name: 'p', type: 'image/jpeg', bytes, key, digest })),
      },
      papers,
      keys,
      sealingKey,
    });
    if (!made.ok) throw new Error(made.error);
    const { caseDigest, bytes, ...envelope } = made.value;
    store.transaction(() => {
      countSubmission(store, sequence, caseDigest);
      insertCase(store, {
        caseNumber: header.caseNumber,
        incarnation: 1,
        sequence,
        caseDigest,
        bytes,
        item: 'no-criminal-record',
        itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
        submittedAt: at,
        envelope,
      });
      appendAudit(store, { event: 'case-submitted', reference: header.caseNumber }, at);
    });
    if (sequence <= endedCases) end(store, header.caseNumber);
    else
      sealed.set(
        header.caseNumber,
        Buffer.concat([envelope.header, envelope.manifest, envelope.answers, envelope.signature]),
      );
  }
  writeFileSync(join(model, 'papers', paper), randomBytes(paperBytes));
  writeFileSync(join(model, 'papers', 'of-nobody'), randomBytes(100));
  saveDraft(store, { draft: 'a'.repeat(32), salt: randomBytes(16), sealed: randomBytes(700), begunAt: at });
  modelHead = auditHead(store).head;
  store.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recovery-'));
  cpSync(model, folder, { recursive: true });
});

function open(of: string): Store {
  const opened = openStore(of);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

function end(store: Store, caseNumber: string): void {
  const list: SignedAcknowledgements = {
    bytes: caseNumber,
    key: 'ack-1',
    signature: randomBytes(64).toString('base64url'),
  };
  store.transaction(() => {
    endCases(store, [caseNumber], 'received-there', saveAcknowledgements(store, list), at);
    appendAudit(store, { event: 'case-ended', reference: caseNumber, outcome: 'opened' }, at);
  });
}

function recover() {
  const recovered = recoverDatabase(folder, 'for a test', log, at);
  if (!recovered.ok) throw new Error(JSON.stringify(recovered.error));
  const store = recovered.value;
  const report = readReports(folder).at(-1)?.report;
  if (report === undefined) throw new Error('no report');
  return { store, report };
}

/** Every case that waited is there byte for byte, or its number is in the report; nothing ended waits again. */
function expectNothingLostInSilence({ store, report }: ReturnType<typeof recover>): void {
  const lost = new Set(report.casesLost.map(({ caseNumber }) => caseNumber));
  let found = 0;
  for (const [caseNumber, bytes] of sealed) {
    const envelope = readEnvelope(store, caseNumber);
    if (envelope === null) {
      expect(lost).toContain(caseNumber);
      continue;
    }
    found += 1;
    expect(lost).not.toContain(caseNumber);
    const { header, manifest, answers, signature } = envelope;
    expect(Buffer.concat([header, manifest, answers, signature]).equals(bytes)).toBe(true);
  }
  expect(report.casesRecovered).toBe(found);
  expect(readWaiting(store, 1, 0).count).toBe(found);
  const state = readTerminalState(store);
  expect(state === null).toBe(!report.numberingGoesOn);
  // A damaged counter may have become a higher one: numbers are left out then, and none is given twice.
  if (state !== null) expect(state.counter).toBeGreaterThanOrEqual(cases);
}

function damagePages(pages: readonly number[]): void {
  change(file(), (bytes) => {
    for (const page of pages) bytes.set(randomBytes(pageBytes), (page - 1) * pageBytes);
  });
}
function change(path: string, act: (bytes: Buffer) => void): void {
  const bytes = readFileSync(path);
  act(bytes);
  writeFileSync(path, bytes);
}
const pageCount = () => readFileSync(file()).length / pageBytes;

describe('recovering a damaged database', () => {
  it('takes everything over from one that has no damage at all', () => {
    const { store, report } = recover();
    expectNothingLostInSilence({ store, report });
    expect(report).toMatchObject({
      casesRecovered: cases - endedCases,
      casesEnded: endedCases,
      casesLost: [],
      casesWithoutPapers: [],
      draftsRecovered: 1,
      auditBehindGap: 0,
      numberingGoesOn: true,
      papersPutAside: 1,
    });
    const before = open(model);
    for (const table of salvagedTables) {
      // Papers are bound by the manifest, and the log goes on.
      if (table === 'papers' || table === 'audit') continue;
      const all = (from: Store) => from.connection.prepare(`SELECT * FROM ${table} ORDER BY 1`).all();
      expect(all(store), table).toEqual(all(before));
    }
    before.close();
    expect(
      store.connection.prepare('SELECT hash FROM audit WHERE sequence = ?').pluck().get(report.auditRecovered),
    ).toBe(modelHead);
    store.close();
  });

  it('knows every table there is: one that is added must be recovered too', () => {
    const store = open(folder);
    const tables = store.connection
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`)
      .pluck()
      .all();
    expect(new Set(tables)).toEqual(new Set(salvagedTables));
    store.close();
  });

  it('binds papers to their case again by its manifest, and puts those of nobody aside', () => {
    const { store, report } = recover();
    const [caseNumber] = [...sealed.keys()].filter((number) => number.includes(`-0${paperOf}-`));
    expect(readCasePapers(store, caseNumber ?? '')).toMatchObject([{ id: paper, bytes: paperBytes }]);
    expect(existsSync(join(folder, 'papers', paper))).toBe(true);
    expect(report.papersPutAside).toBe(1);
    expect(readdirSync(join(folder, 'quarantine', '20261123T064200Z', 'papers'))).toEqual(['of-nobody']);
    store.close();
  });

  it('names a case whose paper is not whole', () => {
    writeFileSync(join(folder, 'papers', paper), randomBytes(paperBytes - 1));
    const { store, report } = recover();
    expect(report.casesWithoutPapers).toHaveLength(1);
    expect(report.casesRecovered).toBe(cases - endedCases);
    store.close();
  });

  it('loses nothing in silence, whatever is damaged', () => {
    const seed = randomInt(2 ** 31);
    const random = seeded(seed);
    const below = (limit: number) => Math.floor(random() * limit);
    const total = pageCount();
    let lost = 0;
    for (const count of [1, 2, 5, 20, 60]) {
      for (const how of ['pages', 'bytes'] as const) {
        rmSync(folder, { recursive: true });
        cpSync(model, folder, { recursive: true });
        if (how === 'pages') damagePages(Array.from({ length: count }, () => 1 + below(total)));
        else
          change(file(), (bytes) => {
            for (let hit = 0; hit < 10 * count; hit += 1) bytes[below(bytes.length)] = below(256);
          });
        const { store, report } = recover();
        try {
          expectNothingLostInSilence({ store, report });
        } catch (error) {
          throw new Error(`seed ${seed}, ${count} ${how}`, { cause: error });
        }
        lost += report.casesLost.length;
        store.close();
      }
    }
    // 60 pages of some hundred are not damaged without a loss.
    expect(lost).toBeGreaterThan(0);
  });

  it('reads every case without the first page', () => {
    damagePages([1]);
    expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'database-damaged' } });
    const { store, report } = recover();
    expect(report).toMatchObject({ casesRecovered: cases - endedCases, casesLost: [], numberingGoesOn: true });
    store.close();
  });

  it('gives out no number when it is not known which was the last', () => {
    const page = 1 + Math.floor(readFileSync(file()).indexOf(`{"bytes":"`) / pageBytes);
    damagePages([page]);
    const { store, report } = recover();
    expect(report).toMatchObject({ casesRecovered: cases - endedCases, numberingGoesOn: false });
    expect(readTerminalState(store)).toBeNull();
    store.close();
  });

  it('counts a case of which nothing is left but the step of the counter', () => {
    const caseNumber = [...sealed.keys()][30] ?? expect.fail();
    const store = open(folder);
    for (const table of ['envelopes', 'outbox', 'receipts', 'cases'])
      store.connection.prepare(`DELETE FROM ${table} WHERE case_number = ?`).run(caseNumber);
    store.connection.prepare('DELETE FROM audit WHERE instr(CAST(bytes AS TEXT), ?)').run(caseNumber);
    store.close();
    const { store: recovered, report } = recover();
    expect(report.casesLost).toEqual([{ caseNumber, submittedAt: null }]);
    recovered.close();
  });

  it('goes on counting from the highest number that stands anywhere', () => {
    const store = open(folder);
    store.connection.exec('UPDATE terminal_state SET counter = 12');
    store.close();
    const { store: recovered } = recover();
    expect(readTerminalState(recovered)?.counter).toBe(cases);
    recovered.close();
  });

  it.each(['header', 'manifest', 'answers', 'signature'])(
    'believes no envelope with one changed byte in its %s',
    (part) => {
      const [caseNumber = ''] = sealed.keys();
      const store = open(folder);
      const changed = readEnvelope(store, caseNumber)?.[part as 'header'];
      if (changed === undefined) throw new Error('no envelope');
      changed.set([(changed[20] ?? 0) ^ 1], 20);
      store.connection.prepare(`UPDATE envelopes SET ${part} = ? WHERE case_number = ?`).run(changed, caseNumber);
      store.close();
      const { store: recovered, report } = recover();
      expect(report.casesLost).toEqual([{ caseNumber, submittedAt: at }]);
      recovered.close();
    },
  );

  it('writes the loss into the audit log, behind what holds of it', () => {
    const store = open(folder);
    store.connection.exec('DELETE FROM audit WHERE sequence = 100');
    store.close();
    const { store: recovered, report } = recover();
    expect(report).toMatchObject({ auditRecovered: 99, auditBehindGap: 161 });
    expect(auditHead(recovered).length).toBe(100);
    const last = recovered.connection.prepare('SELECT bytes FROM audit WHERE sequence = 100').pluck().get() as Buffer;
    expect(JSON.parse(last.toString())).toMatchObject({
      event: { event: 'database-quarantined', casesRecovered: cases - endedCases, casesLost: 0 },
    });
    recovered.close();
  });
});

describe('putting a database aside', () => {
  /** As a crash leaves it: the last commits stand in the log alone. */
  function withLog(): void {
    const store = open(folder);
    for (let times = 0; times < 3; times += 1)
      store.transaction(() => appendAudit(store, { event: 'staff-refused', reference: 'terminal' }, at));
    const copy = mkdtempSync(join(tmpdir(), 'recovery-'));
    cpSync(folder, copy, { recursive: true });
    store.close();
    rmSync(folder, { recursive: true });
    folder = copy;
  }
  const auditLength = (store: Store) => auditHead(store).length;
  const lengthWithLog = 1 + cases + endedCases + 3;

  it('goes on where it was cut, and plays no old log into the new database', () => {
    withLog();
    // Cut after the log was moved: what stands in the data folder is a database without its last commits.
    const target = join(folder, 'quarantine', '20261123T064200Z');
    mkdirSync(target, { recursive: true });
    const mark = { why: 'for a test', folder: '20261123T064200Z', moved: false };
    writeFileSync(join(folder, 'database-damaged.json'), JSON.stringify(mark));
    renameSync(`${file()}-wal`, join(target, 'terminal.sqlite-wal'));
    expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'database-damaged' } });
    const { store } = recover();
    expect(readdirSync(join(folder, 'quarantine'))).toEqual(['20261123T064200Z']);
    expect(auditLength(store)).toBe(lengthWithLog + 1);
    store.close();
  });

  it('begins a recovery again that was cut before it was whole', () => {
    withLog();
    const cut = openRecovery(folder, 'for a test', at);
    if (!cut.ok) throw new Error(JSON.stringify(cut.error));
    appendAudit(cut.value.store, { event: 'staff-refused', reference: 'terminal' }, at);
    cut.value.damaged.close();
    cut.value.store.close();
    expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'database-damaged' } });
    const { store, report } = recover();
    expect(readdirSync(join(folder, 'quarantine'))).toEqual(['20261123T064200Z']);
    expectNothingLostInSilence({ store, report });
    store.close();
    const again = open(folder);
    expect(auditLength(again)).toBe(lengthWithLog + 1);
    again.close();
  });

  it('is whole in the end wherever it is killed', { timeout: 60_000 }, async () => {
    withLog();
    const trial = folder;
    for (let cut = 0; cut < 6; cut += 1) {
      folder = mkdtempSync(join(tmpdir(), 'recovery-'));
      cpSync(trial, folder, { recursive: true });
      await recoverAndKill(25 * cut);
      const { store, report } = recover();
      expectNothingLostInSilence({ store, report });
      // One that was through before it was killed has been recovered from once more.
      expect(auditLength(store)).toBeGreaterThan(lengthWithLog);
      expect(report.casesLost).toEqual([]);
      store.close();
      rmSync(folder, { recursive: true });
    }
    folder = trial;
  });

  it('comes to its end though a paper of nobody does not let itself be put aside', () => {
    recover().store.close();
    // As a start finds it that was killed before it was through; what lies in its way stands for a disk that does not move a file.
    const name = '20261123T064200Z';
    writeFileSync(join(folder, 'database-damaged.json'), JSON.stringify({ why: 'test', folder: name, moved: true }));
    mkdirSync(join(folder, 'quarantine', name, 'papers', 'stuck', 'in-its-way'), { recursive: true });
    for (const orphan of ['stuck', 'free']) writeFileSync(join(folder, 'papers', orphan), 'x');
    const { store, report } = recover();
    expectNothingLostInSilence({ store, report });
    expect(report.papersPutAside).toBe(1);
    store.close();
  });

  it('passes over a report that somebody changed', () => {
    recover().store.close();
    writeFileSync(join(folder, 'quarantine', '20261123T064200Z', 'report.json'), '{"v":1,');
    writeFileSync(join(folder, 'quarantine', 'readme'), 'taken home for a look');
    expect(readReports(folder)).toEqual([]);
  });

  it('sees a log in which a page rotted before commits that were promised', () => {
    withLog();
    change(`${file()}-wal`, (bytes) => bytes.set(randomBytes(64), 32 + 24 + 100));
    expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'database-damaged' } });
    const { store, report } = recover();
    expectNothingLostInSilence({ store, report });
    store.close();
  });

  it('takes a last transaction that a power cut tore for what it is', () => {
    withLog();
    const length = readFileSync(`${file()}-wal`).length;
    truncateSync(`${file()}-wal`, length - 100);
    const store = open(folder);
    expect(auditLength(store)).toBe(lengthWithLog - 1);
    store.close();
  });

  it('reads a log whose database is gone', () => {
    withLog();
    rmSync(file());
    expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'database-damaged' } });
    const { store, report } = recover();
    expect(report.numberingGoesOn).toBe(false);
    // The page with the log's last entries was in it.
    expect(report.auditBehindGap).toBeGreaterThan(0);
    store.close();
  });
});

/** In a process of its own, killed so long after it began. */
async function recoverAndKill(afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'test-recovering.ts'), folder, at], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
  await new Promise<void>((resolve) => child.on('close', () => resolve()));
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
