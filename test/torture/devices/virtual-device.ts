import path from 'node:path';
import { z } from 'zod';
import { startAndWait } from '../../workbench/child.ts';
import { say } from '../../workbench/control-line.ts';

const project = path.resolve(import.meta.dirname, '../../..');
const done = z.looseObject({ ok: z.literal(true) });

/** A virtual device in a process of its own, and a person's hands on it. */
export interface VirtualDevice {
  /** What it said when it was ready: its port. */
  readonly ready: unknown;
  /** One order over its control socket; throws when the device did not carry it out. */
  order(order: object): Promise<object>;
  stop(): Promise<void>;
}

export async function startVirtualDevice(
  script: string,
  args: readonly string[],
  folder: string,
): Promise<VirtualDevice> {
  const control = path.join(folder, 'control');
  const command = [
    process.execPath,
    path.join(project, script),
    '--control',
    control,
    '--exit-with-parent',
    ...args,
  ] as const;
  const [program, ready] = await startAndWait({ name: script, command, logFile: path.join(folder, 'device.log') });
  return { ready, order: async (order) => done.parse(await say(control, order)), stop: () => program.stop() };
}
