import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../contract/result.ts';

/**
 * A core dump is a copy of everything a person said, in a file. Node cannot set the limit for itself; the program that
 * can, comes with every Debian. Children inherit it.
 */
export function turnCoreDumpsOff(): Result<'off', string> {
  if (process.platform !== 'linux') return ok('off');
  spawnSync('prlimit', [`--pid=${process.pid}`, '--core=0:0']);
  // Read back, because what counts is what the kernel holds.
  const limit = /^Max core file size\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return limit === '0' ? ok('off') : err(`core dumps are limited to ${limit ?? 'nothing known'}, not off`);
}
