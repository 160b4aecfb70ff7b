import { readFileSync } from 'node:fs';

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** With SIGKILL. One that has just ended by itself is as dead. */
export function strike(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The service's only child; 0 when it has none just now, or is not there itself. */
export function hostOf(servicePid: number): number {
  try {
    const children = readFileSync(`/proc/${servicePid}/task/${servicePid}/children`, 'utf8').trim().split(' ');
    return Number(children[0]);
  } catch {
    return 0;
  }
}
