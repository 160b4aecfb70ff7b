import { readFileSync, statSync } from 'node:fs';

/** A small file of the operator's; undefined when it is not there, not readable, or longer than that. */
export function readSmallFile(path: string, maxBytes: number): Buffer | undefined {
  try {
    return statSync(path).size > maxBytes ? undefined : readFileSync(path);
  } catch {
    return undefined;
  }
}
