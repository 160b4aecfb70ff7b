import { readFileSync } from 'node:fs';

/** Marks what belongs to this process, so that its successor knows. Its time of start is in it: numbers come round again. */
export function ownerMark(): string {
  return `${process.pid}-${startedAt(process.pid)}`;
}

/** `mark`: as `ownerMark` made it. Anything else belongs to nobody. */
export function isOwnerAlive(mark: string): boolean {
  const [pid, since] = mark.split('-');
  return since !== undefined && startedAt(Number(pid)) === since;
}

/** In clock ticks since the machine started (proc_pid_stat(5), field 22). Undefined: there is no such process. */
function startedAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
