import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PaperSealer, type SealedPaper, startPaper } from './paper.ts';
import { openPaperForTest } from './test-opener.ts';

const chunk = 256 * 1024;
const sealedChunk = chunk + 16;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'papers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function begun(): PaperSealer {
  const paper = startPaper(folder);
  if (!paper.ok) throw new Error(paper.error);
  return paper.value;
}

async function sealed(parts: readonly Uint8Array[]): Promise<SealedPaper> {
  const paper = begun();
  for (const part of parts) expect(paper.write(part).ok).toBe(true);
  const finished = await paper.finish();
  if (!finished.ok) throw new Error(finished.error);
  return finished.value;
}

/** Like nothing else, so that bytes out of place show. */
function page(bytes: number): Buffer {
  const all = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 1) all[at] = (at * 2654435761) >>> 13;
  return all;
}

const fileOf = ({ id }: SealedPaper): Buffer => readFileSync(join(folder, id));

/** In parts that end anywhere. */
function cut(whole: Buffer, ends: readonly number[]): readonly Buffer[] {
  const at = [0, ...ends.map((end) => end % (whole.length + 1)).toSorted((a, b) => a - b), whole.length];
  return at.slice(1).map((end, n) => whole.subarray(at[n], end));
}

describe('a paper that is not wanted', () => {
  it('is let go of though the disk does not let go of its file', () => {
    const paper = begun();
    paper.write(page(chunk + 1));
    // In place of the folder, so that no name in it can be reached.
    renameSync(folder, `${folder}.away`);
    writeFileSync(folder, '');
    try {
      expect(() => paper.abandon()).not.toThrow();
    } finally {
      rmSync(folder);
      renameSync(`${folder}.away`, folder);
    }
  });
});

describe('a paper', () => {
  it('opens to what went in, whatever its length and whatever parts it came in', async () => {
    const around = fc
      .tuple(fc.constantFrom(0, chunk, 2 * chunk, 3 * chunk), fc.integer({ min: -3, max: 3 }))
      .map(([base, off]) => Math.max(1, base + off));
    const length = fc.oneof(around, fc.integer({ min: 1, max: 3 * chunk }));
    await fc.assert(
      fc.asyncProperty(length, fc.array(fc.nat(), { maxLength: 6 }), async (bytes, ends) => {
        const whole = page(bytes);
        const paper = await sealed(cut(whole, ends));
        const file = fileOf(paper);
        expect(openPaperForTest(paper, file).equals(whole)).toBe(true);
        expect(paper).toMatchObject({ bytes, sealedBytes: file.length, chunks: Math.ceil(bytes / chunk) });
      }),
      { numRuns: 60 },
    );
  });

  it('takes parts that end where a chunk does', async () => {
    const whole = page(2 * chunk);
    const paper = await sealed([whole.subarray(0, chunk), whole.subarray(chunk)]);
    expect(openPaperForTest(paper, fileOf(paper)).equals(whole)).toBe(true);
    expect(paper.chunks).toBe(2);
  });

  it('can be cut, lengthened, changed or put in another order nowhere', async () => {
    const paper = await sealed([page(3 * chunk)]);
    const file = fileOf(paper);
    const piece = (n: number) => file.subarray(n * sealedChunk, (n + 1) * sealedChunk);
    const flipped = Buffer.from(file);
    flipped[file.length - 20] = (flipped[file.length - 20] ?? 0) ^ 1;
    const damaged = {
      'without its last chunk': file.subarray(0, 2 * sealedChunk),
      'without its first chunk': file.subarray(sealedChunk),
      'without a byte': file.subarray(0, -1),
      'with a chunk twice': Buffer.concat([file, piece(2)]),
      'with two chunks exchanged': Buffer.concat([piece(1), piece(0), piece(2)]),
      'with a bit changed': flipped,
      'with nothing left': Buffer.alloc(0),
    };
    for (const [how, bytes] of Object.entries(damaged)) {
      expect(() => openPaperForTest({ ...paper, digest: null }, bytes), how).toThrow();
      expect(() => openPaperForTest(paper, bytes), how).toThrow('digest');
    }
  });

  it('does not open as another, not even under the same key', async () => {
    const [one, other] = [await sealed([page(2 * chunk)]), await sealed([page(2 * chunk)])];
    const swapped = { ...other, key: one.key, digest: null };
    expect(() => openPaperForTest({ ...one, digest: null }, fileOf(one))).not.toThrow();
    expect(() => openPaperForTest(swapped, fileOf(one))).toThrow();
  });

  it('is refused when nothing is on it, and leaves no file', async () => {
    const paper = begun();
    expect(await paper.finish()).toEqual({ ok: false, error: 'empty' });
    paper.abandon();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is gone at once when it is given up, before its end and during it', async () => {
    const early = begun();
    early.write(page(2 * chunk));
    early.abandon();
    const late = begun();
    late.write(page(10));
    const finished = late.finish();
    late.abandon();
    await finished;
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is for its owner alone, and is never written in the clear', async () => {
    const marker = Buffer.from('身份证复印件'.repeat(60_000));
    const paper = await sealed([marker]);
    expect(statSync(join(folder, paper.id)).mode & 0o777).toBe(0o600);
    expect(fileOf(paper).includes(marker.subarray(0, 32))).toBe(false);
  });

  it('says that the disk does not take it', async () => {
    rmSync(folder, { recursive: true });
    expect(startPaper(folder)).toEqual({ ok: false, error: 'disk-fault' });
    folder = mkdtempSync(join(tmpdir(), 'papers-'));
  });
});
