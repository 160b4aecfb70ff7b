import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { say } from '../workbench/control-line.ts';
import { type Program, startAndWait } from '../workbench/child.ts';

/** As fast as the fastest feeders' network: the time is for killing, and a page is some tens of milliseconds on its way. */
const bytesPerSecond = 4_000_000;

/** The scanner of a terminal, and who puts paper into it. */
export interface PaperTray {
  readonly url: string;
  /** Only these lie in the feeder from here on, in this order. */
  load(sheets: readonly Buffer[]): Promise<void>;
  /** Forgets what it was at, as after a pulled plug: a job whose taker died would keep the next one waiting for seconds. */
  pullPlug(): Promise<void>;
  stop(): Promise<void>;
}

/** Sheets are written to `folder`, which must not be the terminal's own: it is the paper, and has everything on it. */
export async function startPaperTray(beside: (name: string) => string): Promise<PaperTray> {
  const control = beside('scanner');
  const [scanner, said]: readonly [Program, unknown] = await startAndWait({
    name: 'scanner',
    command: [
      process.execPath,
      path.join(import.meta.dirname, '../../native/document-scanner/virtual.ts'),
      ...['--control', control, '--bytes-per-second', String(bytesPerSecond), '--exit-with-parent'],
    ],
    logFile: beside('scanner.log'),
  });
  const { url } = z.object({ url: z.string() }).parse(said);
  const folder = beside('sheets');
  await mkdir(folder);
  return {
    url,
    load: async (sheets) => {
      await say(control, { do: 'empty-feeder' });
      if (sheets.length === 0) return;
      const pages = sheets.map((sheet) => ({ file: path.join(folder, `${digestOf(sheet)}.jpg`), sheet }));
      for (const { file, sheet } of pages) await writeFile(file, sheet);
      await say(control, { do: 'load', pages: pages.map(({ file }) => ({ file })) });
    },
    pullPlug: async () => {
      await say(control, { do: 'unplug' });
      await say(control, { do: 'plug' });
    },
    stop: scanner.stop,
  };
}

/** By which a page is known again. */
export const digestOf = (sheet: Uint8Array): string => createHash('sha256').update(sheet).digest('hex');
