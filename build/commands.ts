import { spawn } from 'node:child_process';
import path from 'node:path';

/** The repository's own folder. */
export const projectFolder = path.resolve(import.meta.dirname, '..');

export type Finished = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

type CaptureOptions = {
  readonly timeoutMs?: number;
  /** Beside the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Kills the command when aborted; it then ends with a code other than 0. */
  readonly signal?: AbortSignal;
};

/** A process that a signal ended has no exit code; the shell's convention (128 + signal) would need a table for one bit of news. */
const endedBySignal = 128;

/** Runs a command and keeps what it says. A command that cannot be started at all throws. */
export function capture(command: string, args: readonly string[], options: CaptureOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: 'SIGKILL' }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    options.signal?.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? endedBySignal, stdout, stderr }));
  });
}

/** How long a program may take to put its own things in order after it was told to end. */
const endLimitMs = 15_000;

/**
 * Runs a command on this terminal's own output and input and returns its exit code. An interrupt reaches the child too (the
 * terminal sends it to the whole group), so this process stays until the child has put its own things in order, or has had
 * the time for it.
 */
export function runVisibly(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectFolder, env, stdio: 'inherit' });
    const onInterrupt = (): void => void setTimeout(() => child.kill('SIGKILL'), endLimitMs).unref();
    const onTerminate = (): void => {
      child.kill('SIGTERM');
      onInterrupt();
    };
    process.on('SIGINT', onInterrupt);
    process.on('SIGTERM', onTerminate);
    const forget = (): void => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
    };
    child.on('error', (error) => {
      forget();
      reject(error);
    });
    child.on('exit', (code) => {
      forget();
      resolve(code ?? endedBySignal);
    });
  });
}

/** Something outside this project stands in the way; the message says what, and what to do about it. */
export class NotPossible extends Error {}

/** Runs a command's main function: its number is the exit code. What is not possible is said without a stack. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** True for the super-user; on systems without user ids (Windows) never. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
