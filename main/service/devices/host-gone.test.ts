import { EventEmitter } from 'node:events';
import { beforeEach, expect, it, vi } from 'vitest';
import { aliveEveryMs } from '../../contract/device-host.ts';
import type { Log } from '../log.ts';
import { createManualTimers } from '../manual-timers.ts';
import { startDeviceHost } from './host-process.ts';

/** A real process that dies takes what it has not sent with it; these say what they say whenever the test wants. */
class ScriptedProcess extends EventEmitter {
  connected = true;
  readonly signals: string[] = [];
  kill(signal: string): void {
    this.signals.push(signal);
  }
}

const processes: ScriptedProcess[] = [];
vi.mock('node:child_process', () => ({
  spawn: () => {
    const started = new ScriptedProcess();
    processes.push(started);
    return started;
  },
}));

const newest = (): ScriptedProcess => {
  const last = processes.at(-1);
  if (last === undefined) throw new Error('no host was started');
  return last;
};

let timers: ReturnType<typeof createManualTimers>;
let events: string[];
let pausesMs: number[];

beforeEach(() => {
  processes.length = 0;
  timers = createManualTimers();
  events = [];
  pausesMs = [];
  const log: Log = {
    info: () => {},
    warn: (fields: object) => {
      if ('pauseMs' in fields) pausesMs.push(Number(fields.pauseMs));
    },
    error: () => {},
  };
  startDeviceHost('host.ts', timers, log, {
    onStarted: () => events.push('started'),
    onLost: () => events.push('lost'),
    onMessage: ({ message }) => events.push(message),
  });
});

const started = { message: 'started', pid: 1 };
const present = { message: 'card-present', ticket: '1'.repeat(32), present: true };

/** The newest host comes up, says for so long that it is alive, and dies; the next is there after its pause. */
function liveAndDie(forMs: number): void {
  const living = newest();
  living.emit('message', started);
  for (let livedMs = 0; livedMs < forMs; livedMs += aliveEveryMs) {
    timers.pass(aliveEveryMs);
    living.emit('message', { message: 'alive' });
  }
  living.emit('exit', 1, null);
  timers.pass(pausesMs.at(-1) ?? 0);
  expect(newest()).not.toBe(living);
}

it('takes nothing from a host that was given up, whatever still arrives of it', () => {
  const silent = newest();
  silent.emit('message', started);
  silent.emit('message', present);
  timers.pass(6 * aliveEveryMs);
  expect(silent.signals).toEqual(['SIGKILL']);
  silent.emit('message', started);
  silent.emit('message', present);
  expect(events).toEqual(['started', 'card-present', 'lost']);
});

it('waits longer before each start while none lasts, and begins anew after one that did', () => {
  for (let failure = 0; failure < 6; failure += 1) liveAndDie(29_000);
  expect(pausesMs).toEqual([100, 300, 1000, 3000, 10_000, 10_000]);
  liveAndDie(30_000);
  liveAndDie(0);
  expect(pausesMs.slice(6)).toEqual([100, 300]);
});
