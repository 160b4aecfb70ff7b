import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type HostToService, hostToService, type ServiceToHost } from '../main/contract/device-host.ts';

/** The device host as the service has it: a process of its own. */
export interface HostProcess {
  readonly child: ChildProcess;
  send(message: ServiceToHost): void;
  configure(path: string): Promise<void>;
  /** The next message that fits, from the last one waited for on. Everything that comes is checked against the contract. */
  next(fits: (message: HostToService) => boolean): Promise<HostToService>;
  card(ticket: string, event: string): Promise<Extract<HostToService, { readonly message: 'card' }>>;
  readerStatus(state: string): Promise<void>;
  logged(pattern: RegExp): Promise<void>;
  log(): string;
}

/** `env`: what a virtual bus wants in its surroundings. */
export function startHost(env: Readonly<Record<string, string>> = {}): HostProcess {
  const child = fork(join(import.meta.dirname, 'host.ts'), {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  });
  const messages: HostToService[] = [];
  let read = 0;
  let log = '';
  child.on('message', (raw) => messages.push(hostToService.parse(raw)));
  child.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  async function next(fits: (message: HostToService) => boolean): Promise<HostToService> {
    for (;;) {
      const message = messages[read];
      if (message === undefined) await once(child, 'message');
      else {
        read += 1;
        if (fits(message)) return message;
      }
    }
  }
  const host: HostProcess = {
    child,
    next,
    send: (message) => child.send(message),
    configure: async (path) => {
      host.send({ message: 'configure', devices: { idCardReader: { transport: 'serial', path, baud: 115_200 } } });
      await host.readerStatus('ready');
    },
    card: async (ticket, event) => {
      const message = await next((one) => one.message === 'card' && one.ticket === ticket && one.card.event === event);
      if (message.message !== 'card') throw new Error('no card event');
      return message;
    },
    readerStatus: async (state) => {
      await next(
        (message) =>
          message.message === 'device-status' && message.device === 'idCardReader' && message.status.state === state,
      );
    },
    logged: async (pattern) => {
      while (!pattern.test(log) && child.stderr !== null) await once(child.stderr, 'data');
    },
    log: () => log,
  };
  return host;
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
