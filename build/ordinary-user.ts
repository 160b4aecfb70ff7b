import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { capture, isRoot, NotPossible } from './commands.ts';
import { xAuthority, type Display } from './display.ts';
import type { ElectronRuntime } from './electron-runtime/resolve.ts';

/** Electron refuses to run as root with its sandbox on, and the sandbox is never switched off: root's windows run as this user. */
const windowUserName = 'kiosk';

type User = { readonly name: string; readonly uid: number; readonly gid: number; readonly home: string };

export type PreparedWindow = {
  /** An executable to be used in Electron's place: Playwright's `executablePath`, with `chromiumSandbox: true`. */
  readonly launcher: string;
  /** The bundled applications, in the order given, in a place that the window's user can read. */
  readonly applications: readonly string[];
  /** Who the windows run as, where that is not who runs this: files that they need are to be given to them. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** To be added to the environment of whoever starts the launcher. */
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
};

/**
 * Lays out a run folder from which the windows start as an ordinary user. The clone may lie where that user cannot look
 * (/root, 0700), so everything that Electron reads is copied there: the bundled applications and Playwright's loader. A bundle
 * made anew meanwhile does not reach a window that runs.
 */
export async function prepareWindow(
  electron: ElectronRuntime,
  display: Display,
  applications: readonly string[],
): Promise<PreparedWindow> {
  const user = isRoot() ? await ensureWindowUser() : undefined;
  const runFolder = await mkdtemp(path.join(user === undefined ? os.tmpdir() : '/tmp', 'tongban-run-'));
  await chmod(runFolder, 0o755);

  const env: Record<string, string> = {};
  if (display.name !== undefined) {
    env['DISPLAY'] = display.name;
  } else if (process.platform === 'linux') {
    if (user !== undefined) {
      throw new NotPossible(
        `This desktop has Wayland only and lets nobody in but its own user, while root's windows run as ${user.name}. ` +
          "Start this as the desktop's own user.",
      );
    }
    // Electron before 38 takes X unless it is told.
    env['ELECTRON_OZONE_PLATFORM_HINT'] = 'auto';
  }
  if (display.cookie !== undefined) {
    const authFile = path.join(runFolder, 'Xauthority');
    await writeFile(authFile, xAuthority(display.cookie), { mode: 0o600 });
    if (user !== undefined) await chown(authFile, user.uid, user.gid);
    env['XAUTHORITY'] = authFile;
  } else if (user !== undefined && display.name !== undefined) {
    await admitToDisplay(user);
  }

  const loader = path.join(runFolder, 'playwright-loader.cjs');
  await cp(playwrightLoader(), loader);
  await chmod(loader, 0o644);
  const launcher = path.join(runFolder, 'launch-electron');
  await makePrivateFolder(runtimeFolderIn(runFolder), user);
  await writeFile(launcher, launcherScript({ executable: electron.executable, loader, runFolder, user }));
  await chmod(launcher, 0o755);

  return {
    launcher,
    applications: await copyReadable(applications, runFolder),
    owner: user,
    env,
    remove: () => rm(runFolder, { recursive: true, force: true }),
  };
}

type Launcher = {
  readonly executable: string;
  readonly loader: string;
  readonly runFolder: string;
  /** Undefined: whoever starts the launcher. */
  readonly user: User | undefined;
};

/**
 * A shell script that becomes Electron by exec: process id, signals, exit code, process group and the three pipes are
 * Electron's own, with nothing in between to pass them on.
 */
export function launcherScript({ executable, loader, runFolder, user }: Launcher): string {
  const home = user === undefined ? '$HOME' : user.home;
  const become =
    user === undefined
      ? ''
      : `unset DBUS_SESSION_BUS_ADDRESS
export USER=${user.name} LOGNAME=${user.name} XDG_RUNTIME_DIR=${quoted(runtimeFolderIn(runFolder))}
`;
  // setpriv, not runuser or su: those stay in between as a parent process.
  const as =
    user === undefined ? '' : `setpriv --reuid=${user.uid} --regid=${user.gid} --init-groups --inh-caps=-all -- `;
  return `#!/bin/sh
# Starts Electron as an ordinary user, with its sandbox, from a folder which that user can read.
for argument in "$@"; do
  case "$argument" in --no-*sandbox* | --disable-*sandbox*)
    echo 'The window never runs without its sandbox; with Playwright pass chromiumSandbox: true.' >&2
    exit 64 ;;
  esac
done
# A core dump would hold a resident's answers.
ulimit -c 0
unset ELECTRON_RUN_AS_NODE
export HOME="\${TONGBAN_WINDOW_HOME:-${home}}"
${become}cd ${quoted(runFolder)} || exit 1
# Playwright holds the application back until it listens, but brings its loader only to an Electron it has found by itself.
if [ "$1" = --inspect=0 ]; then set -- -r ${quoted(loader)} "$@"; fi
exec ${as}${quoted(executable)} "$@"
`;
}

function runtimeFolderIn(runFolder: string): string {
  return path.join(runFolder, 'xdg-runtime');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function ensureWindowUser(): Promise<User> {
  const known = await lookUp(windowUserName);
  if (known !== undefined) return known;
  const made = await capture('useradd', ['--create-home', '--shell', '/usr/sbin/nologin', windowUserName]);
  const user = await lookUp(windowUserName);
  if (user === undefined) throw new NotPossible(`The user ${windowUserName} could not be made: ${made.stderr.trim()}`);
  process.stdout.write(`Made the user ${windowUserName}: the window does not run as root.\n`);
  return user;
}

async function lookUp(name: string): Promise<User | undefined> {
  const { stdout } = await capture('getent', ['passwd', name]);
  const [, , uid, gid, , home] = stdout.trim().split(':');
  if (uid === undefined || gid === undefined || home === undefined) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), home };
}

async function makePrivateFolder(folder: string, owner: User | undefined): Promise<void> {
  await mkdir(folder);
  await chmod(folder, 0o700);
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
}

async function copyReadable(folders: readonly string[], runFolder: string): Promise<readonly string[]> {
  return Promise.all(
    folders.map(async (folder) => {
      const copy = path.join(runFolder, path.basename(folder));
      await cp(folder, copy, { recursive: true });
      await capture('chmod', ['-R', 'a+rX', copy]);
      return copy;
    }),
  );
}

function playwrightLoader(): string {
  const packageFile = createRequire(import.meta.url).resolve('playwright-core/package.json');
  return path.join(path.dirname(packageFile), 'lib', 'server', 'electron', 'loader.js');
}

/** Root on a desktop whose cookie it cannot find: ask the X server itself to let the window's user in. */
async function admitToDisplay(user: User): Promise<void> {
  const allow = `+si:localuser:${user.name}`;
  const admitted = await capture('xhost', [allow]).then(
    (result) => result.exitCode === 0,
    () => false,
  );
  if (admitted) return;
  process.stdout.write(
    `This desktop may not show a window of the user ${user.name}. If none appears, run as the desktop's own user: xhost ${allow}\n`,
  );
}
