import { bundleTerminal, bundleWorkbench } from './bundle.ts';
import { isRoot } from './commands.ts';
import { hasDisplay, openDisplay } from './display.ts';
import { resolveElectron } from './electron-runtime/resolve.ts';
import { prepareWindow } from './ordinary-user.ts';
import { ensureSystemPackages, type Need } from './system-packages.ts';

export type RunEnvironment = {
  /** The whole environment for a program that starts windows; what is in it is said at `prepareRun`. */
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => Promise<void>;
};

/**
 * Makes ready everything that a window needs: system packages, Electron, the bundles, a display, an ordinary user. What the
 * journeys, the tests in Electron and the workbench get, by environment:
 *
 * - TONGBAN_ELECTRON: an executable in Electron's place (with Playwright: `executablePath`, and `chromiumSandbox: true`);
 * - TONGBAN_APP: the folder of the terminal's bundled Electron part, its first argument;
 * - TONGBAN_WORKBENCH_APP: the same of the workbench's window, where it was asked for;
 * - TONGBAN_WINDOW_UID, TONGBAN_WINDOW_GID: who the windows run as, set only where that is not who runs this (root);
 * - DISPLAY, XAUTHORITY: the display to use.
 *
 * The launcher itself heeds TONGBAN_WINDOW_HOME: the home folder of the window's process.
 */
export async function prepareRun(windows: 'terminal' | 'terminal and workbench'): Promise<RunEnvironment> {
  await ensureSystemPackages(windowNeeds());
  const electron = await resolveElectron();
  const applications =
    windows === 'terminal' ? [await bundleTerminal()] : await Promise.all([bundleTerminal(), bundleWorkbench()]);
  const display = await openDisplay();
  const window = await prepareWindow(electron, display, applications).catch(async (error: unknown) => {
    // A display left running would keep this process from ending.
    await display.stop();
    throw error;
  });
  const [terminal, workbench] = window.applications;
  return {
    env: {
      ...process.env,
      ...window.env,
      TONGBAN_ELECTRON: window.launcher,
      TONGBAN_APP: terminal,
      ...(workbench === undefined ? {} : { TONGBAN_WORKBENCH_APP: workbench }),
      ...(window.owner === undefined
        ? {}
        : { TONGBAN_WINDOW_UID: String(window.owner.uid), TONGBAN_WINDOW_GID: String(window.owner.gid) }),
    },
    remove: async () => {
      await display.stop();
      await window.remove();
    },
  };
}

/** What a window needs on the display at hand. */
export function windowNeeds(): readonly Need[] {
  if (!hasDisplay()) return ['window', 'virtual display'];
  return isRoot() ? ['window', 'root on a display'] : ['window'];
}
