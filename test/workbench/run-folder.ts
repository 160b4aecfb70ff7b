import { rmSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filmName } from './camera-film.ts';

/** Who the terminal's window runs as, where that is not who runs this: root starts it as an ordinary user. */
export interface WindowOwner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Where one run lives. Everything that belongs to the terminal lies below `terminal`, and nothing else does: it is
 * searched for personal data. The platform, the virtual devices and the paper that came out lie `outside`.
 */
export interface RunFolder {
  readonly root: string;
  readonly terminal: {
    readonly root: string;
    readonly data: string;
    /** Electron's, and the home of the user it runs as. */
    readonly userData: string;
    readonly tmp: string;
    readonly logs: string;
  };
  readonly outside: {
    readonly root: string;
    readonly platform: string;
    readonly paper: string;
    readonly logs: string;
  };
  /** Of the workbench's own window, which is no part of the terminal. */
  readonly benchUserData: string;
  readonly sockets: string;
  /** What the terminal's camera sees. Beside the sockets, where the window's user comes in and nothing is the terminal's. */
  readonly cameraFilm: string;
  remove(): Promise<void>;
}

/**
 * In the system's temporary folder, not in the repository: the path of a Unix socket has at most 107 bytes, and a clone
 * below /root is out of reach for the window's user.
 */
export async function makeRunFolder(owner: WindowOwner | undefined): Promise<RunFolder> {
  const root = await mkdtemp(path.join(tmpdir(), 'tongban-'));
  // When it is interrupted there is no time to wait. Sample cards only, but nobody cleans up after us.
  process.on('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  const terminal = path.join(root, 'terminal');
  const outside = path.join(root, 'outside');
  const folder: RunFolder = {
    root,
    terminal: {
      root: terminal,
      data: path.join(terminal, 'data'),
      userData: path.join(terminal, 'user-data'),
      tmp: path.join(terminal, 'tmp'),
      logs: path.join(terminal, 'logs'),
    },
    outside: {
      root: outside,
      platform: path.join(outside, 'platform'),
      paper: path.join(outside, 'paper'),
      logs: path.join(outside, 'logs'),
    },
    benchUserData: path.join(root, 'workbench'),
    sockets: path.join(root, 'sockets'),
    cameraFilm: path.join(root, 'sockets', filmName),
    remove: () => rm(root, { recursive: true, force: true }),
  };
  const { data, userData, tmp, logs } = folder.terminal;
  for (const each of [
    data,
    userData,
    tmp,
    logs,
    ...Object.values(folder.outside),
    folder.benchUserData,
    folder.sockets,
  ]) {
    await mkdir(each, { recursive: true, mode: 0o700 });
  }
  if (owner !== undefined) {
    // The service is root's then and gets everywhere; the window's user owns the way to what it needs, and no more.
    for (const each of [root, terminal, userData, tmp, folder.benchUserData, folder.sockets])
      await chown(each, owner.uid, owner.gid);
  }
  return folder;
}
