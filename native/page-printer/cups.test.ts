import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { PagePrinterStatus, PagesOutcome } from '../../main/contract/devices/page-printer.ts';
import { bundledFont, rareCharactersFont } from '../bundled-font.ts';
import { systemClock } from '../clock.ts';
import { httpCalls } from '../transports/http.ts';
import { createPagePrinter, type PagePrinter } from './driver.ts';
import { pagesAsPdf } from './pdf.ts';
import { type Cups, startCups } from './test-cups.ts';

/**
 * The driver through Debian's print server to a printer: what CUPS understands of us, and what it makes of the printer's
 * states. Both ends of the virtual printer's protocol are thereby judged by programs that are not ours.
 */

const controlAnswer = z.looseObject({
  ok: z.literal(true),
  jobs: z.array(z.object({ state: z.number() })).optional(),
  printed: z.union([z.number(), z.array(z.object({ pages: z.number(), pdf: z.string() }))]).optional(),
});

let folder: string;
let virtual: ChildProcess;
let control: Socket;
let answers: AsyncIterator<string, undefined>;
let cups: Cups;
let printer: PagePrinter;
let pdf: Buffer;
let foreign: Buffer;
let statuses: PagePrinterStatus[];
let onStatus: () => void;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cups-test-'));
  const socketPath = join(folder, 'control');
  const flags = ['--control', socketPath, '--paper-folder', folder, '--page-ms', '100', '--exit-with-parent'];
  virtual = spawn(process.execPath, [join(import.meta.dirname, 'virtual.ts'), ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (virtual.stdout === null) throw new Error('the virtual printer has no output');
  const line: unknown = (await once(createInterface({ input: virtual.stdout }), 'line'))[0];
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));
  control = connect(socketPath);
  answers = createInterface({ input: control })[Symbol.asyncIterator]();
  cups = await startCups(url);
  foreign = foreignPdf();
  pdf = await pagesAsPdf(
    {
      place: '柳林镇便民服务中心',
      title: '我交的申请',
      number: { label: '办件号', value: 'LLZ01-1-0047-87' },
      rows: [{ label: '手机号', value: '13812345512' }],
      notes: [],
    },
    { bundled: bundledFont(), rare: rareCharactersFont() },
  );
}, 60_000);

beforeEach(async () => {
  statuses = [];
  onStatus = () => {};
  printer = createPagePrinter({
    call: httpCalls({ connectTimeoutMs: 3_000 }, systemClock),
    url: cups.queueUrl,
    user: 'tongban-test',
    clock: systemClock,
    onStatus: (status) => {
      statuses.push(status);
      onStatus();
    },
  });
  await until(() => statuses.at(-1)?.state === 'ready');
});

afterEach(async () => {
  printer.close();
  await order({ do: 'busy', on: false });
});

afterAll(async () => {
  await cups.close();
  control.destroy();
  virtual.kill();
  await once(virtual, 'exit');
  rmSync(folder, { recursive: true });
});

async function order(wanted: object): Promise<z.infer<typeof controlAnswer>> {
  control.write(`${JSON.stringify(wanted)}\n`);
  const { value } = await answers.next();
  return controlAnswer.parse(JSON.parse(String(value)));
}

/** Looks again whenever the driver says something. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise<void>((resolve) => {
      onStatus = resolve;
    });
  }
}

async function jobStates(): Promise<readonly number[]> {
  return ((await order({ do: 'state' })).jobs ?? []).map(({ state }) => state);
}

async function untilJob(at: number, state: number): Promise<void> {
  while ((await jobStates())[at] !== state) await new Promise((resolve) => setImmediate(resolve));
}

const printed = (document: Uint8Array = pdf): Promise<PagesOutcome> =>
  new Promise((resolve) => printer.print(Uint8Array.from(document), resolve));

/** Three pages of somebody else's making: Ghostscript's own fonts, structure and compression. */
function foreignPdf(): Buffer {
  const file = join(folder, 'foreign.pdf');
  const program = `/Helvetica 24 selectfont
    1 1 3 { 72 700 moveto (Foreign certificate ) show 8 string cvs show showpage } for`;
  execFileSync('gs', ['-q', '-sDEVICE=pdfwrite', '-sPAPERSIZE=a4', '-o', file, '-c', program]);
  return readFileSync(file);
}

/** A line a page. */
function wordsOn(file: string): readonly string[] {
  const text = execFileSync('gs', ['-q', '-sDEVICE=txtwrite', '-o', '-', file], { encoding: 'utf8' });
  return text
    .split(/[\n\f]/)
    .map((line) => line.trim().replaceAll(/ +/g, ' '))
    .filter((line) => line !== '');
}

describe('through CUPS', { timeout: 60_000 }, () => {
  it('prints, and leaves nothing of the document in the print server', async () => {
    expect(await printed()).toEqual({ outcome: 'printed' });
    const answer = await order({ do: 'printed' });
    const [page] = Array.isArray(answer.printed) ? answer.printed : [];
    expect(
      readFileSync(page?.pdf ?? '')
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(cups.spooled()).toEqual([]);
    expect(cups.filesWith('%PDF-')).toEqual([]);
  });

  it('prints a document that is not ours, each of its pages, and leaves nothing of it either', async () => {
    expect(await printed(foreign)).toEqual({ outcome: 'printed' });
    const answer = await order({ do: 'printed' });
    const page = (Array.isArray(answer.printed) ? answer.printed : []).at(-1);
    expect(wordsOn(page?.pdf ?? '')).toEqual([
      'Foreign certificate 1',
      'Foreign certificate 2',
      'Foreign certificate 3',
    ]);
    expect(cups.spooled()).toEqual([]);
    expect(cups.filesWith('%PDF-')).toEqual([]);
  });

  it('cancels a document that is not ours, wherever it is', async () => {
    const before = (await jobStates()).length;
    await order({ do: 'busy', on: true });
    printer.print(Uint8Array.from(foreign), () => {
      throw new Error('an outcome of what was stopped');
    });
    await untilJob(before, 3);
    printer.stop();
    await untilJob(before, 7);
    expect(cups.spooled()).toEqual([]);
  });

  it('cancels what is stopped, in the queue and at the printer', async () => {
    const before = (await jobStates()).length;
    await order({ do: 'busy', on: true });
    printer.print(Uint8Array.from(pdf), () => {
      throw new Error('an outcome of what was stopped');
    });
    await untilJob(before, 3);
    // The queue holds it for as long as the printer is busy: on a file system in memory, as docs/devices.md asks for.
    expect(cups.spooled()).toHaveLength(1);
    printer.stop();
    await untilJob(before, 7);
    await order({ do: 'busy', on: false });
    await until(() => statuses.at(-1)?.state === 'ready');
    expect(cups.spooled()).toEqual([]);
    expect(cups.filesWith('%PDF-')).toEqual([]);
  });
});
