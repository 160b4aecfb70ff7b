import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Random } from './random.ts';
import type { TerminalFolder } from './terminal-folder.ts';

const pageBytes = 4096;
const mostPagesTorn = 3;

/**
 * Makes up to three pages of a terminal's database noise, while no service runs. Returns the cases of whose sealed content
 * something lay on one of them; null, and nothing is torn, where an earlier tear has not been found yet that is in the way.
 *
 * Only these may be lost: a case is recovered from its envelope alone, wherever it lies, so that what is torn costs those
 * whose own bytes it held, be it the row or a page that a long one runs on to; neither the pages that lead there, nor the
 * rows about them, nor anybody else's. What was once sent costs nothing at all.
 */
export function tearPages({ data }: TerminalFolder, random: Random): ReadonlySet<string> | null {
  const file = path.join(data, 'terminal.sqlite');
  const content = readContent(file);
  if (content === null) return null;
  const { envelopes, elsewhere } = content;
  const pages = Math.floor(statSync(file).size / pageBytes);
  const mayBeLost = new Set<string>();
  const opened = openSync(file, 'r+');
  for (let torn = random.between(1, mostPagesTorn); torn > 0; torn -= 1) {
    // Behind the first page: whose database it is must be known, or it is left alone for a technician.
    const at = random.between(1, pages - 1) * pageBytes;
    const page = Buffer.alloc(pageBytes);
    readSync(opened, page, 0, pageBytes, at);
    for (const { caseNumber, sealed } of envelopes) if (holdsPartOf(page, sealed, elsewhere)) mayBeLost.add(caseNumber);
    writeSync(opened, Buffer.from(Array.from({ length: pageBytes }, () => random.between(0, 255))), 0, pageBytes, at);
  }
  closeSync(opened);
  return mayBeLost;
}

interface Envelope {
  readonly caseNumber: string;
  /** As it lies in the row, one part behind the other. */
  readonly sealed: Buffer;
}

const bytes = z.instanceof(Uint8Array);
const rows = z.array(
  z.object({ caseNumber: z.string(), header: bytes, manifest: bytes, answers: bytes, signature: bytes }),
);

interface Content {
  readonly envelopes: readonly Envelope[];
  /** Where words of an envelope stand besides, and tell nothing: in every other header, and what a header says of other tables. */
  readonly elsewhere: readonly Buffer[];
}

const text = z.array(z.object({ value: z.string() }));

function readContent(file: string): Content | null {
  const database = new DatabaseSync(file, { timeout: 2000 });
  try {
    const sql = 'SELECT case_number AS caseNumber, header, manifest, answers, signature FROM envelopes';
    const envelopes = rows
      .parse(database.prepare(sql).all())
      .map(({ caseNumber, header, manifest, answers, signature }) => ({
        caseNumber,
        sealed: Buffer.concat([header, manifest, answers, signature]),
      }));
    const named = ['SELECT case_digest AS value FROM cases', 'SELECT hash AS value FROM audit'].flatMap((digests) =>
      text.parse(database.prepare(digests).all()).map(({ value }) => Buffer.from(value)),
    );
    return { envelopes, elsewhere: [...envelopes.map(({ sealed }) => sealed), ...named] };
  } catch {
    return null;
  } finally {
    database.close();
  }
}

const sliceBytes = 16;
const tailBytes = 4;

/** Any part of a row but one at its end that is shorter than `tailBytes`, which no row here has. */
function holdsPartOf(page: Buffer, sealed: Buffer, elsewhere: readonly Buffer[]): boolean {
  if (page.includes(sealed.subarray(-tailBytes))) return true;
  for (let at = 0; at + sliceBytes <= sealed.length; at += sliceBytes) {
    const slice = sealed.subarray(at, at + sliceBytes);
    if (page.includes(slice) && !elsewhere.some((other) => other !== sealed && other.includes(slice))) return true;
  }
  return false;
}
