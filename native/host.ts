import type { z } from 'zod';
import {
  aliveEveryMs,
  type HostToService,
  hostToService,
  type ServiceToHost,
  serviceToHost,
} from '../main/contract/device-host.ts';
import { startDevices } from './devices.ts';
import { describeBug, logHostEvent } from './host-log.ts';

/**
 * The device host: a child of the service, which may kill it at any moment and loses nothing. It keeps nothing on disk
 * and remembers nothing of the host before it.
 *
 *   fork('native/host.ts', { serialization: 'advanced' })
 *
 * What does not fit the contract is dropped in both directions and logged by the fields that did not fit, never by what
 * stood in them.
 */
function run(send: (message: HostToService) => void): void {
  let carryOut: ReturnType<typeof startDevices> | undefined;

  function tell(message: HostToService): void {
    const fitting = hostToService.safeParse(message);
    if (!fitting.success) {
      logHostEvent('refused', { direction: 'to-service', message: message.message, misfits: misfitsOf(fitting.error) });
      return;
    }
    send(fitting.data);
  }

  function hear(message: ServiceToHost): void {
    if (message.message === 'configure') {
      if (carryOut === undefined) carryOut = startDevices(message.devices, tell);
      else logHostEvent('refused', { direction: 'from-service', message: 'configure', because: 'configured already' });
      return;
    }
    if (carryOut === undefined) {
      logHostEvent('refused', { direction: 'from-service', message: message.message, because: 'not configured yet' });
      return;
    }
    carryOut(message);
  }

  process.on('message', (raw) => {
    const message = serviceToHost.safeParse(raw);
    if (message.success) hear(message.data);
    else logHostEvent('refused', { direction: 'from-service', misfits: misfitsOf(message.error) });
  });
  process.on('disconnect', () => process.exit(0));
  tell({ message: 'started', pid: process.pid });
  setInterval(() => tell({ message: 'alive' }), aliveEveryMs);
}

function misfitsOf(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
}

function dieOf(bug: unknown): never {
  logHostEvent('bug', describeBug(bug));
  process.exit(1);
}
process.on('uncaughtException', dieOf);
process.on('unhandledRejection', dieOf);

if (process.send === undefined) {
  logHostEvent('no-service', { because: 'started without a channel to the service' });
  process.exitCode = 2;
} else {
  // A service that has just gone cannot be told: without a callback that would throw; `disconnect` follows and ends us.
  run((message) => process.send?.(message, () => undefined));
}
