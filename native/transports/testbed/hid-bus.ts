import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A USB bus of its own for one test or one bench: see hid-bus.c. Needs gcc and Debian's libumockdev-dev. */
export interface HidBus {
  /** Where virtual devices plug themselves in. */
  readonly socketPath: string;
  /** A program started with these sees the bus; without them it sees the machine's own. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const preload = 'libumockdev-preload.so.0';

/** Builds the bus into `folder` and starts it. It ends with this process. */
export async function startHidBus(folder: string): Promise<HidBus> {
  const program = join(folder, 'hid-bus');
  const socketPath = join(folder, 'hid-bus.sock');
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'umockdev-1.0'], { encoding: 'utf8' });
  const source = join(import.meta.dirname, 'hid-bus.c');
  execFileSync('gcc', ['-Wall', '-O1', '-o', program, source, ...flags.trim().split(/\s+/)], { stdio: 'pipe' });
  const child: ChildProcess = spawn(program, [socketPath], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('the bus has no output');
  const line: unknown = (await once(createInterface({ input: child.stdout }), 'line'))[0];
  const { root } = z.object({ root: z.string() }).parse(JSON.parse(String(line)));
  return {
    socketPath,
    env: { UMOCKDEV_DIR: root, LD_PRELOAD: preload },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
