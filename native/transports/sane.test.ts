import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '../clock.ts';
import { createManualClock } from '../manual-clock.ts';
import { installedScanimage, killAbandonedScans, killAfterMs, type ScanimageEnd } from './sane.ts';
import { openPageFolder, wipeAbandonedPageFolders } from './sane-folder.ts';

/** A scanimage of a few lines in the place of the system's, so that it does what none does on demand. */
let folder: string;
const pathBefore = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scanimage-'));
  process.env.PATH = `${folder}:${pathBefore}`;
});
afterEach(() => {
  process.env.PATH = pathBefore;
  rmSync(folder, { recursive: true });
});

function put(script: string): void {
  writeFileSync(join(folder, 'scanimage'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'scanimage'), 0o755);
}

function run(args: readonly string[] = [], clock: Clock = systemClock) {
  let bytes = '';
  let complaint = '';
  let onBytes = (): void => {};
  const started = new Promise<void>((resolve) => {
    onBytes = resolve;
  });
  let stop = (): void => {};
  let hasEnded = false;
  const ended = new Promise<{ end: ScanimageEnd; complaint: string }>((resolve) => {
    stop = installedScanimage(clock)(args, {
      bytes: (chunk) => {
        bytes += Buffer.from(chunk).toString();
        onBytes();
      },
      complained: (words) => {
        complaint += words;
      },
      ended: (end) => {
        hasEnded = true;
        resolve({ end, complaint });
      },
    });
  });
  return { ended, started, stop: () => stop(), bytes: () => bytes, hasEnded: () => hasEnded };
}

test('gives what it writes, how it ends and what it complains of', async () => {
  put('echo "$2"; echo alas >&2; exit 7');
  const one = run(['-d', 'a name with blanks']);
  expect(await one.ended).toEqual({ end: { ended: 'exited', code: 7 }, complaint: 'alas\n' });
  expect(one.bytes()).toBe('a name with blanks\n');
});

test('is asked to end once, however often it is stopped', async () => {
  put('n=0; trap "n=\\$((n+1)); echo asked" TERM; echo begun; for i in 1 2 3 4 5 6 7 8; do sleep 0.1; done; exit $n');
  const one = run();
  await one.started;
  one.stop();
  // Two signals at once would come as one.
  while (!one.bytes().includes('asked')) await new Promise((resolve) => setImmediate(resolve));
  one.stop();
  expect((await one.ended).end).toEqual({ ended: 'exited', code: 1 });
});

test('a crash in a backend is an end like any other', async () => {
  put('kill -SEGV $$');
  expect((await run().ended).end).toEqual({ ended: 'killed' });
});

test('what does not end when it is asked is killed', async () => {
  const clock = createManualClock();
  put(`trap '' TERM; echo started; exec sleep 1000`);
  const one = run([], clock);
  await one.started;
  one.stop();
  await clock.advance(killAfterMs);
  expect((await one.ended).end).toEqual({ ended: 'killed' });
});

/** Starts scanimage in a process of its own, and kills that one. */
async function startAndLeaveAlone(isThere: () => boolean): Promise<void> {
  const starter = join(folder, 'starter.ts');
  const [sane, clock] = ['sane.ts', '../clock.ts'].map((name) => JSON.stringify(join(import.meta.dirname, name)));
  writeFileSync(
    starter,
    `import { installedScanimage } from ${sane}; import { systemClock } from ${clock};
     installedScanimage(systemClock)([], { bytes: () => {}, complained: () => {}, ended: () => {} });`,
  );
  const child = fork(starter, { stdio: 'ignore' });
  await vi.waitUntil(isThere, 10_000);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('ends with the process it was started by, though that was killed', async () => {
  const pidFile = join(folder, 'pid');
  put(`trap 'rm ${pidFile}; exit 2' TERM; echo $$ > ${pidFile}; while :; do sleep 0.1 & wait $!; done`);
  await startAndLeaveAlone(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
  await vi.waitUntil(() => !existsSync(pidFile), 10_000);
});

test('one that did not end with its process is killed by the successor, and nobody else', async () => {
  const pidFile = join(folder, 'pid');
  put(`trap '' TERM; echo $$ > ${pidFile}; exec sleep 1000`);
  await startAndLeaveAlone(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
  const pid = readFileSync(pidFile, 'utf8').trim();
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  put('echo started; exec sleep 1000');
  const ours = run();
  await ours.started;
  killAbandonedScans();
  await vi.waitUntil(() => !/^\d+ \(\w+\) [^Z]/.test(statOf(pid)), 10_000);
  expect(ours.hasEnded()).toBe(false);
  ours.stop();
  await ours.ended;
});

const statOf = (pid: string): string =>
  existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';

test('a folder for pages is in memory, for nobody else, and gives each page once', () => {
  const pages = openPageFolder();
  if (pages === undefined) throw new Error('this machine has no folder in memory');
  expect(statSync(pages.path).mode & 0o777).toBe(0o700);
  writeFileSync(join(pages.path, '1.pnm'), 'page');
  writeFileSync(join(pages.path, '2.pnm.part'), 'half');
  expect(pages.sizeBytes()).toBe(8);
  expect(pages.take('1.pnm')?.toString()).toBe('page');
  expect(pages.take('1.pnm')).toBeUndefined();
  pages.remove();
  expect(existsSync(pages.path)).toBe(false);
});

test('there is no folder for pages on a disk', () => {
  expect(openPageFolder('/proc')).toBeUndefined();
  expect(openPageFolder(join(folder, 'not there'))).toBeUndefined();
});

test('folders of processes that are gone are wiped, and no others', () => {
  const since = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19];
  const kept = [`tongban-pages-${process.pid}-${since}-abc`, 'something-else'];
  const gone = [`tongban-pages-${process.pid}-1-abc`, 'tongban-pages-4194303-5-abc'];
  for (const name of [...kept, ...gone]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, gone[0] ?? '', '1.pnm'), 'page');
  wipeAbandonedPageFolders(folder);
  expect(readdirSync(folder).toSorted()).toEqual(kept.toSorted());
});
