import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, fsync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { CaseContent } from '../../main/contract/wire/envelope.ts';
import { papersFolderIn } from '../../main/service/cases/paper-files.ts';
import { submitCase } from '../../main/service/cases/submit.ts';
import { type SealedPaper, startPaper } from '../../main/service/sealing/paper.ts';
import { testContent } from '../../main/service/sealing/test-case.ts';
import { flushFolder } from '../../main/service/store/durable-files.ts';
import { insertPaper } from '../../main/service/store/paper-rows.ts';
import { atMost, median, percentile, type Report } from './report.ts';
import { type BenchKeys, makeTerminal, type TerminalUnderLoad } from './terminal-under-load.ts';

const times = 200;
const warmUps = 10;
const papers = 2;
const paperBytes = 1_500_000;
/** As a scanner hands a page over. */
const partBytes = 64 * 1024;
/** As papers are sealed. */
const chunkBytes = 256 * 1024;
const answerCount = 20;
/** What a paper leaves in the database. */
const rowBytes = 200;
const flushed = promisify(fsync);

/**
 * What handing in costs beyond the disk: sealing, writing and flushing 20 answers and two papers, against plain writes of as
 * many bytes with the same flushes, and against what no sealing can do without. In turn, so that whatever else the machine does weighs on both.
 */
export async function measureSubmit(): Promise<Report> {
  const terminal = makeTerminal();
  const papersFolder = papersFolderIn(terminal.folder);
  mkdirSync(papersFolder);
  const plainFolder = join(terminal.folder, 'plain');
  mkdirSync(plainFolder);
  const pages = Array.from({ length: papers }, () => randomBytes(paperBytes));
  const sealed: number[] = [];
  const plain: number[] = [];
  const floor: number[] = [];
  try {
    const log = openSync(join(plainFolder, 'log'), 'w');
    for (let time = -warmUps; time < times; time += 1) {
      const beganMs = performance.now();
      const { ids, envelopeBytes } = await handIn(terminal, papersFolder, pages);
      const sealedMs = performance.now() - beganMs;
      remove(ids.map((id) => join(papersFolder, id)));

      const writes: PlainWrites = { folder: plainFolder, log, pages, envelopeBytes };
      const plainBeganMs = performance.now();
      const files = await writeAll(writes, writePlain);
      const plainMs = performance.now() - plainBeganMs;
      remove(files);

      const floorBeganMs = performance.now();
      await sealKey();
      const encrypted = await writeAll(writes, writeEncrypted);
      const floorMs = performance.now() - floorBeganMs;
      remove(encrypted);
      if (time < 0) continue;
      floor.push(floorMs);
      sealed.push(sealedMs);
      plain.push(plainMs);
    }
    closeSync(log);
  } finally {
    terminal.remove();
  }
  return {
    name: 'submit',
    ratios: {
      ratio: atMost(median(sealed) / median(plain), 1.5),
      p99Ratio: atMost(percentile(sealed, 99) / percentile(plain, 99), 3),
    },
    measured: {
      sealedMs: median(sealed),
      plainMs: median(plain),
      /** What no sealing can do without: see docs/performance.md. */
      floorMs: median(floor),
      floorRatio: median(floor) / median(plain),
      overFloor: median(sealed) / median(floor),
      sealedP99Ms: percentile(sealed, 99),
      plainP99Ms: percentile(plain, 99),
      times,
    },
  };
}

/** What handing in needs of a terminal. */
export interface SealingTerminal extends Pick<TerminalUnderLoad, 'store'> {
  readonly keys: Pick<BenchKeys, 'enrolled' | 'list'>;
}

/** As a session does it: each paper durable before the next question, then one transaction. */
export async function handIn(
  { store, keys }: SealingTerminal,
  papersFolder: string,
  pages: readonly Buffer[],
): Promise<{ readonly ids: readonly string[]; readonly envelopeBytes: number }> {
  const caseId = randomBytes(16).toString('hex');
  const kept: SealedPaper[] = [];
  for (const page of pages) {
    const begun = startPaper(papersFolder);
    if (!begun.ok) throw new Error(begun.error);
    for (let at = 0; at < page.length; at += partBytes) {
      const written = begun.value.write(page.subarray(at, at + partBytes));
      if (!written.ok) throw new Error(written.error);
    }
    const paper = await begun.value.finish();
    if (!paper.ok) throw new Error(paper.error);
    const { id, sealedBytes, chunks, digest } = paper.value;
    store.transaction(() => insertPaper(store, caseId, { id, bytes: sealedBytes, chunks, digest }));
    kept.push(paper.value);
  }
  const submitted = await submitCase(
    { store, keys: keys.enrolled, keyList: keys.list, nowMs: Date.now(), papersFolder },
    {
      identity: { assurance: 'card-read', samId: '05.03-20130515-0001234567-0012345678', samStatus: '000090' },
      itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
      content: contentFor(caseId),
      papers: kept.map((paper, at) => ({ name: `page ${at + 1}`, type: 'image/jpeg', paper })),
    },
  );
  if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
  const bytes = store.connection
    .prepare(
      'SELECT length(header) + length(manifest) + length(answers) + length(signature) FROM envelopes WHERE case_number = ?',
    )
    .pluck()
    .get(submitted.value.caseNumber);
  return { ids: kept.map(({ id }) => id), envelopeBytes: Number(bytes) };
}

export function contentFor(caseId: string): Omit<CaseContent, 'v' | 'submittedAt' | 'receiptSecretDigest' | 'papers'> {
  const { item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
  const [answer] = answers;
  if (answer === undefined) throw new Error('no answer in the sample');
  return {
    ...{ caseId, item, applicant, agreedAt, language, elderly },
    answers: Array.from({ length: answerCount }, (_, at) => ({ ...answer, question: `question-${at}` })),
  };
}

/** To the end, or the next that is measured would pay for it. */
function remove(files: readonly string[]): void {
  for (const file of files) rmSync(file);
  for (const folder of new Set(files.map(dirname))) flushFolder(folder);
}

interface PlainWrites {
  readonly folder: string;
  readonly log: number;
  readonly pages: readonly Buffer[];
  readonly envelopeBytes: number;
}

/**
 * The same bytes and the same flushes, and nothing else but what `writePage` does: for each paper its file, the folder and a
 * log's end, and at last the log's end once more. Files are flushed off the main thread, as the service does it: it has
 * other people to serve.
 */
async function writeAll(
  { folder, log, pages, envelopeBytes }: PlainWrites,
  writePage: (file: number, page: Buffer) => void,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const page of pages) {
    const path = join(folder, `page-${files.length}`);
    const file = openSync(path, 'wx');
    writePage(file, page);
    await flushed(file);
    closeSync(file);
    const directory = openSync(folder, 'r');
    await flushed(directory);
    closeSync(directory);
    writeSync(log, page, 0, rowBytes);
    fdatasyncSync(log);
    files.push(path);
  }
  writeSync(log, pages[0] ?? Buffer.alloc(0), 0, envelopeBytes);
  fdatasyncSync(log);
  return files;
}

function writePlain(file: number, page: Buffer): void {
  for (let at = 0; at < page.length; at += partBytes) writeSync(file, page, at, Math.min(partBytes, page.length - at));
}

/** Encrypted and digested chunk by chunk, with no draft, no row and no format. */
function writeEncrypted(file: number, page: Buffer): void {
  const key = randomBytes(32);
  const hash = createHash('sha256');
  for (let at = 0; at < page.length; at += chunkBytes) {
    const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12), { authTagLength: 16 });
    const text = cipher.update(page.subarray(at, at + chunkBytes));
    cipher.final();
    writeSync(file, text);
    writeSync(file, cipher.getAuthTag());
    hash.update(text);
  }
  hash.digest();
}

const hpke = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const recipient = hpke.kem.generateKeyPair();

/** The one seal that every case needs. */
async function sealKey(): Promise<void> {
  await hpke.seal({ recipientPublicKey: (await recipient).publicKey }, randomBytes(32));
}
