import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** The virtual scanner as a process, for tests. */
export interface VirtualScannerProcess {
  readonly url: string;
  /** Gives the answer to one order of its control socket. Throws where it says no. */
  order(wanted: object): Promise<z.infer<typeof controlAnswer>>;
  end(): Promise<void>;
}

const controlAnswer = z.looseObject({
  ok: z.literal(true),
  feeder: z.number().optional(),
  scanning: z.boolean().optional(),
  pages: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })).optional(),
});

/** `folder`: where its control socket is made. */
export async function startVirtualScanner(folder: string): Promise<VirtualScannerProcess> {
  const control = join(folder, 'control');
  const flags = ['--control', control, '--bytes-per-second', '20000000', '--exit-with-parent'];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'virtual.ts'), ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line: unknown = (await once(createInterface({ input: child.stdout }), 'line'))[0];
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));
  const socket = connect(control);
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  return {
    url,
    order: async (wanted) => {
      socket.write(`${JSON.stringify(wanted)}\n`);
      const { value } = await answers.next();
      return controlAnswer.parse(JSON.parse(String(value)));
    },
    end: async () => {
      socket.destroy();
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
