import { NotPossible, runMain, runVisibly } from './commands.ts';
import { hasDisplay } from './display.ts';
import { prepareRun } from './run-environment.ts';

/** The terminal's window alone, on the display at hand, for a service that runs already: `TONGBAN_SOCKET` names its socket. */
await runMain(async () => {
  if (!hasDisplay()) throw new NotPossible('There is no display here: neither DISPLAY nor WAYLAND_DISPLAY is set.');
  if (process.env['TONGBAN_SOCKET'] === undefined) {
    throw new NotPossible('TONGBAN_SOCKET is not set: it names the socket that the service was given by --socket.');
  }
  const run = await prepareRun('terminal');
  const { TONGBAN_ELECTRON: launcher = '', TONGBAN_APP: application = '' } = run.env;
  try {
    return await runVisibly(launcher, [application], run.env);
  } finally {
    await run.remove();
  }
});
