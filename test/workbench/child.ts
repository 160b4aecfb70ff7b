import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** How long a program may take to say that it is ready: two cores shared by ten processes are slow. */
const readyMs = 60_000;
/** So much of what a program said last is told when it fails: its log may go with the run's folder. */
const lastWordsLength = 2000;
/** How long a program may take to end by itself. */
const endMs = 10_000;

export interface Program {
  readonly name: string;
  readonly pid: number;
  /** Ends it and everything it started; returns when it is gone. */
  stop(): Promise<void>;
  /** Resolves when it ends, wanted or not. */
  readonly ended: Promise<void>;
}

const running = new Set<ChildProcess>();

// Whatever way this process ends, nothing that it started stays: the groups are killed, not only the first process.
process.on('exit', () => {
  for (const child of running) killGroup(child, 'SIGKILL');
});

export interface ProgramSettings {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: NodeJS.ProcessEnv;
  /** What it says on stderr and stdout is appended here. */
  readonly logFile: string;
}

interface StartedProgram extends Program {
  readonly child: ChildProcess;
  lastWords(): string;
}

/** Starts a program in a process group of its own. */
export function startProgram({ name, command, env, logFile }: ProgramSettings): StartedProgram {
  const [file, ...args] = command;
  const child = spawn(file, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  running.add(child);
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  let lastWords = '';
  for (const said of [child.stdout, child.stderr]) {
    said.on('data', (part: Buffer) => (lastWords = (lastWords + part.toString()).slice(-lastWordsLength)));
  }
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      running.delete(child);
      log.end(`${name} could not be started: ${error.message}\n`);
      resolve();
    });
    child.on('close', () => {
      // A child of the child may outlive it; the group is ended all the same.
      killGroup(child, 'SIGKILL');
      running.delete(child);
      log.end();
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    if (!running.has(child)) return ended;
    child.kill('SIGTERM');
    const impatient = setTimeout(() => killGroup(child, 'SIGKILL'), endMs);
    await ended;
    clearTimeout(impatient);
  };
  return { name, pid: child.pid ?? 0, stop, ended, child, lastWords: () => lastWords.trim() };
}

/** Starts a program and waits for its line {"ready":true,…} on stdout, which is returned. */
export async function startAndWait(settings: ProgramSettings): Promise<readonly [Program, unknown]> {
  const program = startProgram(settings);
  const { stdout } = program.child;
  if (stdout === null) throw new Error('The output is piped.');
  const lines = createInterface({ input: stdout });
  const ready = new Promise<unknown>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${settings.name} ${why}:\n${program.lastWords()}`));
    const impatient = setTimeout(() => fail(`was not ready within ${readyMs} ms`), readyMs);
    lines.on('line', (line) => {
      if (!line.includes('"ready"')) return;
      clearTimeout(impatient);
      resolve(JSON.parse(line));
    });
    void program.ended.then(() => {
      clearTimeout(impatient);
      fail('ended before it was ready');
    });
  });
  try {
    return [program, await ready];
  } catch (error) {
    await program.stop();
    throw error;
  }
}

/** Runs a program to its end. One that ends with another code than 0 throws. */
export async function runToEnd(settings: ProgramSettings): Promise<void> {
  const program = startProgram(settings);
  await program.ended;
  if (program.child.exitCode !== 0) {
    throw new Error(`${settings.name} ended with code ${program.child.exitCode}:\n${program.lastWords()}`);
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The whole group has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
