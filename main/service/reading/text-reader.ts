import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Timers } from '../timers.ts';
import { readingSays } from './messages.ts';

const program = fileURLToPath(new URL('./reading-process.ts', import.meta.url));
/** A full page of A4 takes four to eight seconds on a slow machine; one that takes this long never ends. */
const longestMs = 60_000;

export interface TextReader {
  /**
   * The lines that stand on a page, from the top; null where it was stopped, took too long, or is no picture that can be read.
   * One page at a time. `onShare`: 0 to 1.
   */
  read(jpeg: Uint8Array, onShare: (share: number) => void): Promise<readonly string[] | null>;
  /** Ends what is being read, and everything that the reader remembers of it. */
  forget(): void;
}

interface Running {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  onSays: (says: Exclude<ReturnType<typeof readingSays.parse>, { says: 'ready' }>) => void;
  onGone: () => void;
}

/** Reads print on this machine alone, in a process that begins with a person's first page and ends with them. */
export function createTextReader(timers: Pick<Timers, 'after'>): TextReader {
  let running: Running | null = null;
  let nth = 0;

  const start = (): Running => {
    const child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    let isReady = () => {};
    const started: Running = {
      child,
      ready: new Promise((resolve) => {
        isReady = resolve;
      }),
      onSays: () => {},
      onGone: () => {},
    };
    const gone = () => {
      if (running === started) running = null;
      started.onGone();
    };
    child.on('message', (raw) => {
      const says = readingSays.parse(raw);
      if (says.says === 'ready') isReady();
      else started.onSays(says);
    });
    child.on('error', gone);
    child.on('exit', gone);
    return started;
  };
  const forget = () => {
    const forgotten = running;
    running = null;
    forgotten?.child.kill('SIGKILL');
    forgotten?.onGone();
  };

  return {
    read: (jpeg, onShare) => {
      const mine = running ?? start();
      running = mine;
      nth += 1;
      const page = nth;
      return new Promise((resolve) => {
        const end = (lines: readonly string[] | null) => {
          cancel();
          mine.onSays = () => {};
          mine.onGone = () => {};
          resolve(lines);
        };
        const cancel = timers.after(longestMs, forget);
        mine.onGone = () => end(null);
        mine.onSays = (says) => {
          if (says.nth !== page) return;
          if (says.says === 'share') onShare(says.share);
          else end(says.lines);
        };
        void mine.ready.then(() => {
          if (mine.child.connected) mine.child.send({ nth: page, jpeg });
        });
      });
    },
    forget,
  };
}
