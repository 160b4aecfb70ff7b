import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Hit } from './search/search.ts';
import type { StepTaken } from './stage.ts';

/** What a journey has found out; which of it a journey can say is its own matter. */
export interface Findings {
  readonly casesOnPlatform?: number;
  /** Whole ones. */
  readonly receiptsPrinted?: number;
  readonly answersEqual?: boolean;
  readonly contentErased?: boolean;
  readonly plaintextHits?: number;
  /** Where, and how written; never what. */
  readonly hits?: readonly Hit[];
  /** Folders in which personal data was searched for. */
  readonly folders?: readonly string[];
  readonly plantedFound?: boolean;
}

export interface Report extends Findings {
  readonly ok: boolean;
  readonly steps: readonly StepTaken[];
  readonly failure?: { readonly step: string; readonly message: string };
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
}

/** Playwright and assert colour what they say, which is for a terminal and unreadable in a file. */
export function failureAt(step: string, error: unknown): NonNullable<Report['failure']> {
  return { step, message: stripVTControlCharacters(error instanceof Error ? error.message : String(error)) };
}

export async function writeReport(file: string, report: Report): Promise<void> {
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
}

export const reportFile = (results: string): string => path.join(results, 'report.json');
