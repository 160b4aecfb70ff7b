import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { parseJson } from '../sealing/parse-json.ts';
import { isFileFault, writeWhole } from '../store/durable-files.ts';

const stored = z.strictObject({ v: z.literal(1), counts: z.record(z.string(), z.number().min(0)) });

/** What each new use leaves of the ones before it: after some seventy, half. No clock is asked, so none can be wrong. */
const keptOfEach = 0.99;
/** Less than this is nothing: items that are offered no more do not stay for ever. */
const leastCounted = 0.01;

/**
 * How often each item was handed in here of late, for the order on the screen. Sums that say nothing of whom or when; a file
 * that is lost or damaged costs no more than the order.
 */
export function openUseCounts(dataFolder: string, log: Log) {
  const file = join(dataFolder, 'item-uses.json');
  let counts = new Map<string, number>(Object.entries(read(file)));
  return {
    of: (id: string): number => counts.get(id) ?? 0,
    note: (id: string): void => {
      counts = new Map([...counts].map(([one, count]) => [one, count * keptOfEach]));
      counts.set(id, (counts.get(id) ?? 0) + 1);
      for (const [one, count] of counts) if (count < leastCounted) counts.delete(one);
      try {
        const content: z.infer<typeof stored> = { v: 1, counts: Object.fromEntries(counts) };
        writeWhole(file, JSON.stringify(content));
      } catch (error) {
        if (!isFileFault(error)) throw error;
        log.warn({ why: String(error) }, 'how often items are used could not be kept');
      }
    },
  };
}

export type UseCounts = ReturnType<typeof openUseCounts>;

function read(file: string): Readonly<Record<string, number>> {
  try {
    return parseJson(stored, readFileSync(file))?.counts ?? {};
  } catch {
    return {};
  }
}
