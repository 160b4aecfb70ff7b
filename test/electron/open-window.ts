import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { ScriptedService } from './scripted-service.ts';

export interface OpenWindow {
  readonly app: ElectronApplication;
  /** What the shell wrote into its journal so far. */
  readonly journal: () => string;
  /** The page that is shown now. */
  readonly page: () => Promise<Page>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the terminal's window in the Electron that build/run-environment.ts made ready, on a scripted service or
 * the real one. Without a size it fills the display. `switches` are Chromium's: what a camera sees.
 */
export async function openWindow(
  service: Pick<ScriptedService, 'socketPath'>,
  size = '',
  switches: readonly string[] = [],
): Promise<OpenWindow> {
  const { TONGBAN_ELECTRON, TONGBAN_APP, TONGBAN_WINDOW_UID: uid, TONGBAN_WINDOW_GID: gid } = process.env;
  if (TONGBAN_ELECTRON === undefined || TONGBAN_APP === undefined) {
    throw new Error('These tests need a prepared Electron: start them by npm test.');
  }
  const userData = mkdtempSync(path.join(os.tmpdir(), 'tb-user-'));
  if (uid !== undefined && gid !== undefined) chownSync(userData, Number(uid), Number(gid));
  const app = await _electron.launch({
    executablePath: TONGBAN_ELECTRON,
    args: [TONGBAN_APP, `--user-data-dir=${userData}`, ...switches],
    env: { ...definedEnvironment(), TONGBAN_SOCKET: service.socketPath, TONGBAN_WINDOW: size },
    chromiumSandbox: true,
    timeout: 20_000,
  });
  let journal = '';
  app
    .process()
    .stderr?.setEncoding('utf8')
    .on('data', (text: string) => (journal += text));
  const page = async (): Promise<Page> => {
    const shown = app.windows().findLast((one) => !one.isClosed() && one.url().startsWith('app:'));
    return shown ?? app.waitForEvent('window');
  };
  return {
    app,
    journal: () => journal,
    page,
    close: async () => {
      await app.close();
      rmSync(userData, { recursive: true, force: true });
    },
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}
