import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { isOwnerAlive, ownerMark } from './sane-owner.ts';

/** How a run of scanimage ended. `killed`: by a signal, its own fault's or ours. */
export type ScanimageEnd =
  | { readonly ended: 'exited'; readonly code: number }
  | { readonly ended: 'killed' }
  | { readonly ended: 'not-installed' };

/** `ended` comes once and last, after everything else. A chunk may be wiped as soon as `bytes` returns. */
export interface ScanimageEvents {
  bytes(chunk: Uint8Array): void;
  /** More of what it writes to stderr. Names devices and options, never what is on a page. */
  complained(words: string): void;
  ended(end: ScanimageEnd): void;
}

/** Starts SANE's scanimage with these arguments. The returned function asks it to end; `ended` follows. */
export type Scanimage = (args: readonly string[], events: ScanimageEvents) => () => void;

/** From the polite signal to the other one. Backends wait for a device that says nothing for up to 10 s. */
export const killAfterMs = 12_000;
/** As setpriv(1) says it. */
const programNotFound = 127;
const ownerVariable = 'TONGBAN_SCANS_FOR';

/**
 * The system's own scanimage, a program of its own: SANE is under the GPL and its backends are native code of many hands.
 * It gets exactly one SIGTERM: a second one it takes as "leave at once, and say that all is well". It runs under setpriv(1), so
 * that the signal comes as well when this process is killed itself: no scanner is left in the middle of somebody's page.
 *
 * timeout(1) could do the killing, but leaves its program alone with a signal that comes just after its start.
 */
export function installedScanimage(clock: Clock): Scanimage {
  return (args, events) => {
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', 'scanimage', ...args], {
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C', [ownerVariable]: ownerMark() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let state: 'running' | 'asked' | 'over' = 'running';
    let takeBackKill: () => void = () => {};
    const end = (how: ScanimageEnd): void => {
      if (state === 'over') return;
      state = 'over';
      takeBackKill();
      events.ended(how);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      events.bytes(chunk);
      chunk.fill(0);
    });
    child.stderr.on('data', (chunk: Buffer) => events.complained(chunk.toString('latin1')));
    child.on('error', () => end({ ended: 'not-installed' }));
    child.on('close', (code) => {
      if (code === programNotFound) end({ ended: 'not-installed' });
      else end(code === null ? { ended: 'killed' } : { ended: 'exited', code });
    });
    return () => {
      if (state !== 'running') return;
      state = 'asked';
      child.kill('SIGTERM');
      takeBackKill = clock.after(killAfterMs, () => child.kill('SIGKILL'));
    };
  };
}

/**
 * Kills what is left of a device host that was killed. The system has asked each of its scanimages to end when it died; one
 * that has not would keep the scanner to itself for ever.
 */
export function killAbandonedScans(): void {
  if (!existsSync('/proc')) return;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const [, owner] = new RegExp(`(?:^|\0)${ownerVariable}=([^\0]*)`).exec(environmentOf(pid)) ?? [];
    if (owner === undefined || isOwnerAlive(owner)) continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // Ended, or somebody else's.
    return '';
  }
}
