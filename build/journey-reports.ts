import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { projectFolder } from './commands.ts';

const folder = path.join(projectFolder, 'out', 'journey');

/** The part of a journey's report that is read here; the rest is the journey's own. */
const report = z.object({ ok: z.boolean(), steps: z.array(z.object({ name: z.string(), ms: z.number() })) });

export type JourneyReport = z.infer<typeof report> & { readonly name: string; readonly file: string };

/** Forgets earlier runs, so that an old success is never taken for a new one. */
export function forgetJourneyReports(): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/**
 * What the last journeys wrote: the resident's at out/journey/report.json, each other's in the folder of its name. A report
 * that does not fit counts as a failed journey.
 */
export async function readJourneyReports(): Promise<readonly JourneyReport[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const places = [
    { name: 'resident', file: path.join(folder, 'report.json') },
    ...entries
      .filter((entry) => entry.isDirectory() && entry.name !== 'resident')
      .map((entry) => ({ name: entry.name, file: path.join(folder, entry.name, 'report.json') })),
  ];
  const reports: JourneyReport[] = [];
  for (const place of places) {
    const text = await readFile(place.file, 'utf8').catch(() => undefined);
    if (text !== undefined) reports.push({ ...parse(text), ...place });
  }
  return reports;
}

function parse(text: string): z.infer<typeof report> {
  try {
    return report.parse(JSON.parse(text));
  } catch {
    return { ok: false, steps: [] };
  }
}
