import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const readyLine = z.object({
  ready: z.literal(true),
  url: z.string(),
  roots: z.array(z.object({ id: z.string(), publicKey: z.string() })),
});

export interface PlatformProcess extends z.infer<typeof readyLine> {
  readonly child: ChildProcess;
  /** Its exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | string | null>;
}

/** `node platform/main.ts` as an operator starts it. Rejects when it ends before it is ready. */
export async function startPlatformProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<PlatformProcess> {
  const main = path.resolve(import.meta.dirname, '..', 'main.ts');
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: undefined, ...env },
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise<number | string | null>((resolve) =>
    child.on('exit', (code, signal) => resolve(code ?? signal)),
  );
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended.then((how) => Promise.reject(new Error(`the platform ended with ${how}: ${log}`))),
  ]);
  return {
    ...readyLine.parse(JSON.parse(line)),
    child,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
