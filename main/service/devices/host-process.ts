import { type ChildProcess, spawn } from 'node:child_process';
import {
  aliveEveryMs,
  type HostToService,
  hostToService,
  type ServiceToHost,
  serviceToHost,
} from '../../contract/device-host.ts';
import type { Log } from '../log.ts';
import type { Timers } from '../timers.ts';

export interface DeviceHost {
  /** Sent when the host is up; before that it is dropped, because `onStarted` says everything anew. Returns whether it went. */
  send(message: ServiceToHost): boolean;
  stop(): void;
}

export interface DeviceHostEvents {
  /** The host is up, for the first time or again. It knows nothing: tell it all. */
  onStarted(): void;
  /** The host is gone; another is on its way. */
  onLost(): void;
  onMessage(message: HostToService): void;
}

/** Pauses before each new start. A host that fails at once must not eat the machine. */
const restartPausesMs = [100, 300, 1000, 3000, 10_000] as const;
/** After this long a start counts as a good one, and the next pause is short again. */
const steadyAfterMs = 30_000;
/** A host that says nothing for so long hangs, in native code that nothing else can interrupt. Also the time it has to start. */
const silenceMs = 6 * aliveEveryMs;

/**
 * Owns the device host's process. Native code may crash, hang or be killed at any moment: nothing that must not be lost
 * is in it, and the person sees at most "one moment".
 */
export function startDeviceHost(program: string, timers: Timers, log: Log, events: DeviceHostEvents): DeviceHost {
  let child: ChildProcess | null = null;
  let up = false;
  let stopped = false;
  let failures = 0;
  let cancelTimer: () => void = () => {};
  let cancelSilence: () => void = () => {};

  const start = () => {
    const started = spawn(process.execPath, [program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    child = started;
    let gone = false;
    const listen = () => {
      cancelSilence();
      cancelSilence = timers.after(silenceMs, () => onGone('silent'));
    };
    listen();
    started.on('message', (raw) => {
      // What was still on its way from a host that is given up must not be taken for its successor's.
      if (gone) return;
      listen();
      const message = hostToService.safeParse(raw);
      if (!message.success) {
        // Names of fields only: a misfit may carry what a card said.
        log.warn({ fields: message.error.issues.map(({ path }) => path.join('.')) }, 'device host: message refused');
        return;
      }
      if (message.data.message !== 'started') {
        events.onMessage(message.data);
        return;
      }
      up = true;
      cancelTimer = timers.after(steadyAfterMs, () => {
        failures = 0;
      });
      events.onStarted();
    });
    // An error of the channel comes with an exit or a disconnect; without a listener it would end this process.
    started.on('error', (error) => log.warn({ error: error.message }, 'device host: channel'));
    const onGone = (how: string) => {
      if (gone) return;
      gone = true;
      up = false;
      cancelTimer();
      cancelSilence();
      // A channel that closed leaves a process nobody can talk to.
      started.kill('SIGKILL');
      if (stopped) return;
      const pauseMs = restartPausesMs[Math.min(failures, restartPausesMs.length - 1)] ?? 0;
      failures += 1;
      log.warn({ how, pauseMs }, 'device host: gone, starting again');
      events.onLost();
      cancelTimer = timers.after(pauseMs, start);
    };
    started.on('exit', (code, signal) => onGone(signal ?? String(code)));
    started.on('disconnect', () => onGone('disconnected'));
  };
  start();

  return {
    send: (message) => {
      if (!up || child === null || !child.connected) return false;
      child.send(serviceToHost.parse(message));
      return true;
    },
    stop: () => {
      stopped = true;
      cancelTimer();
      cancelSilence();
      child?.kill('SIGTERM');
    },
  };
}
