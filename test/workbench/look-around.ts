import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { believedStates } from './believed-states.ts';
import type { BenchState } from './bench-state.ts';
import { say } from './control-line.ts';
import type { Programs } from './programs.ts';

const readerState = z.object({ card: z.string().nullable() });
const printerState = z.object({ coverOpen: z.boolean(), paperMm: z.number() });
const pagePrinterState = z.object({
  coverOpen: z.boolean(),
  jammed: z.boolean(),
  sheets: z.number(),
  printing: z.boolean(),
  printed: z.number(),
});
const printedPapers = z.object({
  receipts: z.array(z.object({ png: z.string(), partial: z.boolean(), qr: z.array(z.string()) })),
});
const scannerState = z.object({
  plugged: z.boolean(),
  glass: z.string().nullable(),
  feeder: z.number(),
  jammed: z.boolean(),
  coverOpen: z.boolean(),
  scanning: z.boolean(),
  scanned: z.number(),
});
const codeReaderState = z.object({ plugged: z.boolean(), lit: z.boolean(), scans: z.number() });
const networkState = z.object({ cut: z.boolean() });

/** So many of the newest papers and cases are shown: a day at the workbench must not fill its window. */
const shownAtMost = 6;

/** Asks every device, and the platform, how it stands. */
export async function benchState(programs: Programs, underCamera: string | null): Promise<BenchState> {
  const [reader, printer, papers, pagePrinter, scanner, codeReader, network, believed, cases] = await Promise.all([
    say(programs.readerControl, { do: 'state' }).then((answer) => readerState.parse(answer)),
    say(programs.printerControl, { do: 'state' }).then((answer) => printerState.parse(answer)),
    say(programs.printerControl, { do: 'receipts' }).then((answer) => printedPapers.parse(answer).receipts),
    say(programs.pagePrinterControl, { do: 'state' }).then((answer) => pagePrinterState.parse(answer)),
    say(programs.scannerControl, { do: 'state' }).then((answer) => scannerState.parse(answer)),
    say(programs.codeReaderControl, { do: 'state' }).then((answer) => codeReaderState.parse(answer)),
    say(programs.networkControl, { do: 'state' }).then((answer) => networkState.parse(answer)),
    believedStates(programs.serviceLog),
    programs.platform.cases(),
  ]);
  return {
    card: reader.card,
    printer: { coverOpen: printer.coverOpen, paperMm: printer.paperMm },
    pagePrinter,
    scanner,
    codeReader,
    underCamera,
    believed,
    networkCut: network.cut,
    papers: await Promise.all(
      papers
        .slice(-shownAtMost)
        .toReversed()
        .map(async ({ png, partial, qr }) => ({
          name: path.basename(png, '.png'),
          partial,
          code: qr.at(-1) ?? null,
          pngBase64: await readFile(png, 'base64'),
        })),
    ),
    cases: cases
      .toSorted((one, other) => other.receivedAt.localeCompare(one.receivedAt))
      .slice(0, shownAtMost)
      .map(({ caseNumber, receivedAt, deliveries, content }) => ({
        caseNumber: caseNumber ?? '?',
        receivedAt,
        deliveries,
        itemName: content?.item.name ?? '',
        rows:
          content === null
            ? []
            : [
                { label: '申请人 · Applicant', text: `${content.applicant.name} ${content.applicant.idNumber}` },
                ...content.answers.map(({ label, text }) => ({ label, text })),
              ],
      })),
  };
}
