import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { aliveEveryMs, type DeviceSettings } from '../../../main/contract/device-host.ts';
import { type HostToService, hostToService, type ServiceToHost } from '../../../main/contract/device-host.ts';
import { allConnecting, type DeviceStatuses, withStatus } from '../../../main/contract/devices/statuses.ts';

/** How long the host may say nothing: as the service judges it. */
const silenceMs = 6 * aliveEveryMs;

/** Before its first word it loads its modules: on a machine with much to do that takes its time. */
const startMs = 30_000;

/** What a host that was told to let go may still hold for a moment, by alive messages. */
const looksForLeaks = 6;

export class Hung extends Error {}
export class Crashed extends Error {}
/** Waited for in vain: the host lives and something else is wrong. */
export class NotSeen extends Error {}

/** The device host as the service has it, watched from outside: what it says, whether it lives, what it holds open. */
export interface WatchedHost {
  send(order: ServiceToHost): void;
  statuses(): DeviceStatuses;
  /**
   * Resolves with the first message that fits: one that came after `since`, or one still to come. Throws Hung, Crashed, or
   * NotSeen after `withinMs`.
   */
  until<T>(what: string, withinMs: number, fits: (message: HostToService) => T | undefined, since?: number): Promise<T>;
  /** A place in the stream of messages. */
  now(): number;
  /** Open files and sockets, and child processes. */
  held(): readonly string[];
  /** Waits until no more is held than `before`; what is too much after that. */
  leakedSince(before: readonly string[]): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** What the host logs is appended to `logFile`. */
export function startWatchedHost(
  devices: DeviceSettings,
  logFile: string,
  env: Readonly<Record<string, string>> = {},
): WatchedHost {
  const log = openSync(logFile, 'a');
  const child: ChildProcess = fork(path.join(import.meta.dirname, '../../../native/host.ts'), {
    serialization: 'advanced',
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...process.env, ...env },
  });
  closeSync(log);
  const messages: HostToService[] = [];
  let statuses = allConnecting;
  let lastHeardMs = performance.now() + startMs;
  child.on('message', (raw) => {
    const message = hostToService.parse(raw);
    lastHeardMs = performance.now();
    messages.push(message);
    if (message.message === 'device-status') statuses = withStatus(statuses, message);
    child.emit('heard');
  });
  child.on('exit', () => child.emit('heard'));
  const send = (order: ServiceToHost): void => {
    if (child.connected) child.send(order);
  };
  send({ message: 'configure', devices });

  const held = (): readonly string[] => {
    const proc = `/proc/${child.pid}`;
    const open = readdirSync(`${proc}/fd`).map((fd) => nameOf(`${proc}/fd/${fd}`));
    const children = readFileSync(`${proc}/task/${child.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return [...open, ...children.map((pid) => `process ${pid}`)];
  };

  async function until<T>(
    what: string,
    withinMs: number,
    fits: (message: HostToService) => T | undefined,
    since = messages.length,
  ): Promise<T> {
    const endMs = performance.now() + withinMs;
    for (let at = since; ; ) {
      for (; at < messages.length; at += 1) {
        const message = messages[at];
        const found = message === undefined ? undefined : fits(message);
        if (found !== undefined) return found;
      }
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Crashed(`the host ended, waiting for ${what}; see ${logFile}`);
      const leftMs = Math.min(endMs, lastHeardMs + silenceMs) - performance.now();
      if (leftMs <= 0) {
        if (performance.now() < endMs) throw new Hung(`the host says nothing, waiting for ${what}`);
        throw new NotSeen(`${what}: not within ${withinMs} ms; last ${JSON.stringify(statuses)}`);
      }
      await Promise.race([once(child, 'heard'), timer(leftMs)]);
    }
  }

  return {
    send,
    statuses: () => statuses,
    until,
    now: () => messages.length,
    held,
    leakedSince: async (before) => {
      for (let looks = 1; ; looks += 1) {
        const extra = tooMuch(held(), before);
        if (extra.length === 0 || looks === looksForLeaks) return extra;
        await until('a sign of life', silenceMs, ({ message }) => (message === 'alive' ? true : undefined));
      }
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** A process's processor time so far, by the kernel's count of ticks. */
export function cpuMsOf(pid: number): number {
  // After the name, which stands in brackets and may hold anything: 12th and 13th, in hundredths of a second (proc(5)).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function timer(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Sockets and pipes by their kind only: each new one has another number. */
function nameOf(link: string): string {
  try {
    return readlinkSync(link)
      .replace(/:\[\d+\]$/, '')
      .replace(/^\/dev\/pts\/\d+.*/, '/dev/pts');
  } catch {
    return 'gone';
  }
}

function tooMuch(now: readonly string[], before: readonly string[]): readonly string[] {
  const left = [...before];
  return now.filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0 && name !== 'gone';
  });
}
