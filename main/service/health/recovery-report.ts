import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../sealing/parse-json.ts';
import { writeWhole } from '../store/durable-files.ts';
import { quarantineFolder } from '../store/quarantine.ts';
import type { TakenOver } from './take-over.ts';

/** Beside the quarantined files, for whoever is called to help, and for the staff page as long as the folder is there. */
const recoveryReport = z.strictObject({
  v: z.literal(1),
  at: z.iso.datetime(),
  why: z.string(),
  casesRecovered: z.int(),
  casesEnded: z.int(),
  casesLost: z.array(z.strictObject({ caseNumber: z.string(), submittedAt: z.string().nullable() })),
  casesWithoutPapers: z.array(z.string()),
  draftsRecovered: z.int(),
  auditRecovered: z.int(),
  auditBehindGap: z.int(),
  numberingGoesOn: z.boolean(),
  papersPutAside: z.int(),
});
export type RecoveryReport = Readonly<z.infer<typeof recoveryReport>>;

const reportIn = (folder: string) => join(folder, 'report.json');

export function makeReport(
  { papersKept: _, ...taken }: TakenOver,
  about: Pick<RecoveryReport, 'at' | 'why' | 'papersPutAside'>,
): RecoveryReport {
  return recoveryReport.parse({ v: 1, ...about, ...taken });
}

export function writeReport(folder: string, report: RecoveryReport): void {
  writeWhole(reportIn(folder), `${JSON.stringify(report, null, 2)}\n`);
}

/**
 * Of every quarantined database that nobody has taken away yet, oldest first, with the name of its folder. What a visitor
 * put there or changed is passed over: a note at the desk is no reason not to open.
 */
export function readReports(
  dataFolder: string,
): readonly { readonly folder: string; readonly report: RecoveryReport }[] {
  const quarantine = quarantineFolder(dataFolder);
  if (!existsSync(quarantine)) return [];
  return readdirSync(quarantine)
    .toSorted()
    .flatMap((folder) => {
      const file = reportIn(join(quarantine, folder));
      const report = existsSync(file) ? parseJson(recoveryReport, readFileSync(file)) : null;
      return report === null ? [] : [{ folder, report }];
    });
}
