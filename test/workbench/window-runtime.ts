import path from 'node:path';
import { z } from 'zod';
import { filmSwitches } from './camera-film.ts';
import type { RunFolder, WindowOwner } from './run-folder.ts';

/** What build/run-environment.ts has prepared: an Electron that may be started, and the bundled windows. */
export interface WindowRuntime {
  /** Started in Electron's place: as root it goes over to an ordinary user first. */
  readonly launcher: string;
  /** The folder of the bundled application. */
  readonly application: string;
  readonly owner: WindowOwner | undefined;
}

const prepared = z.object({
  TONGBAN_ELECTRON: z.string(),
  TONGBAN_APP: z.string(),
  TONGBAN_WINDOW_UID: z.coerce.number().int().optional(),
  TONGBAN_WINDOW_GID: z.coerce.number().int().optional(),
});

/** Throws when not started by `npm run journey` or `npm start`, which prepare it. */
export function preparedWindow(env: NodeJS.ProcessEnv): WindowRuntime {
  const found = prepared.safeParse(env);
  if (!found.success) throw new Error('Start this by npm run journey or npm start: they prepare the window.');
  const { TONGBAN_ELECTRON, TONGBAN_APP, TONGBAN_WINDOW_UID: uid, TONGBAN_WINDOW_GID: gid } = found.data;
  return {
    launcher: TONGBAN_ELECTRON,
    application: TONGBAN_APP,
    owner: uid === undefined || gid === undefined ? undefined : { uid, gid },
  };
}

/** All that Electron may write lies in the terminal's folders: whatever it leaves there is searched. */
export function windowEnvironment(folder: RunFolder, serviceSocket: string): Readonly<Record<string, string>> {
  return {
    TONGBAN_SOCKET: serviceSocket,
    TONGBAN_WINDOW_HOME: folder.terminal.userData,
    TMPDIR: folder.terminal.tmp,
  };
}

export function windowArguments(folder: RunFolder, application: string): readonly string[] {
  return [
    application,
    `--user-data-dir=${path.join(folder.terminal.userData, 'electron')}`,
    ...filmSwitches(folder.cameraFilm),
  ];
}
