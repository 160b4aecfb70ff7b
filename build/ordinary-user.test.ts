import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capture, type Finished } from './commands.ts';
import { launcherScript } from './ordinary-user.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "it's a run-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Starts a launcher whose Electron is a small script that says what it was given. */
async function launch(...args: readonly string[]): Promise<Finished> {
  const electron = path.join(folder, 'electron');
  await writeFile(
    electron,
    '#!/bin/sh\nfor a in "$@"; do echo "[$a]"; done\necho "core $(ulimit -c)"\necho "in $(pwd)"\nexit 7\n',
  );
  const launcher = path.join(folder, 'launch');
  const loader = path.join(folder, 'loader.cjs');
  await writeFile(launcher, launcherScript({ executable: electron, loader, runFolder: folder, user: undefined }));
  await chmod(electron, 0o755);
  await chmod(launcher, 0o755);
  // Core dumps are allowed first, so that it is seen who forbids them.
  return capture('sh', ['-c', 'ulimit -S -c "$(ulimit -H -c)"; exec "$@"', 'sh', launcher, ...args]);
}

test('Electron gets the arguments as they were, and its exit code comes back', async () => {
  const { exitCode, stdout } = await launch('/app folder', '--user-data-dir=/x y', "it's");
  expect(stdout).toMatch(/^\[\/app folder\]\n\[--user-data-dir=\/x y\]\n\[it's\]\n/);
  expect(exitCode).toBe(7);
});

test('there are no core dumps, and the folder is one that the window can read', async () => {
  expect((await launch('/app')).stdout).toContain(`core 0\nin ${folder}\n`);
});

test("Playwright's loader goes in front of what Playwright asks for", async () => {
  const { stdout } = await launch('--inspect=0', '--remote-debugging-port=0', '/app');
  expect(stdout).toMatch(/^\[-r\]\n\[.*loader\.cjs\]\n\[--inspect=0\]\n\[--remote-debugging-port=0\]\n\[\/app\]\n/);
});

test.each(['no', 'no-zygote', 'disable-setuid'])(
  'with a switch that begins with %s and turns a sandbox off the window does not start',
  async (start) => {
    const { exitCode, stdout, stderr } = await launch(`--${start}-sandbox`, '/app');
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
    expect(stderr).toContain('chromiumSandbox: true');
  },
);

test("root's launcher becomes the window's user before it becomes Electron", () => {
  const script = launcherScript({
    executable: '/e/electron',
    loader: '/r/l.cjs',
    runFolder: '/r',
    user: { name: 'kiosk', uid: 1001, gid: 1002, home: '/home/kiosk' },
  });
  expect(script).toContain("exec setpriv --reuid=1001 --regid=1002 --init-groups --inh-caps=-all -- '/e/electron'");
  expect(script).toContain('TONGBAN_WINDOW_HOME:-/home/kiosk');
});
