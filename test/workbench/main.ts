import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { BenchState } from './bench-state.ts';
import { layUnderCamera } from './camera-film.ts';
import { startProgram } from './child.ts';
import { say } from './control-line.ts';
import { benchState } from './look-around.ts';
import { startPrograms } from './programs.ts';
import { makeRunFolder } from './run-folder.ts';
import { preparedWindow, windowArguments, windowEnvironment } from './window-runtime.ts';

/*
 * The workbench: the terminal with everything around it, and a window from which the virtual devices are handled.
 * Started by `npm start`, which prepares Electron and the bundles. Ctrl-C, or closing a window, ends everything.
 */

/** How often the devices and the platform are asked how they stand. */
const lookMs = 400;
/** The terminal's window on a desktop: half of its real size, for which no ordinary screen has room. */
const terminalSize = '540x960';

const order = z.strictObject({
  to: z.enum(['reader', 'printer', 'page-printer', 'scanner', 'code-reader', 'camera', 'network']),
  order: z.strictObject({
    do: z.string(),
    card: z.string().optional(),
    page: z.string().optional(),
    text: z.string().optional(),
    pages: z.array(z.string()).optional(),
    atPage: z.number().optional(),
    sheets: z.number().optional(),
  }),
});

const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
// Said twice, it is still ending: the default would end this process alone and leave all the others running.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
const runtime = preparedWindow(process.env);
const benchApplication = z.string().parse(process.env['TONGBAN_WORKBENCH_APP']);
const folder = await makeRunFolder(runtime.owner);

async function work(): Promise<void> {
  const programs = await startPrograms({ folder, owner: runtime.owner, reader: undefined });
  let shown: BenchState | undefined;
  let ending = false;
  const watchers = new Set<net.Socket>();

  let underCamera: string | null = null;

  const look = async (): Promise<void> => {
    const seen = await benchState(programs, underCamera);
    if (JSON.stringify(seen) === JSON.stringify(shown)) return;
    shown = seen;
    for (const watcher of watchers) watcher.write(`${JSON.stringify(seen)}\n`);
  };
  const complain = (error: unknown): void => {
    if (!ending) console.error(error);
  };
  const controls = {
    reader: programs.readerControl,
    printer: programs.printerControl,
    'page-printer': programs.pagePrinterControl,
    scanner: programs.scannerControl,
    'code-reader': programs.codeReaderControl,
    network: programs.networkControl,
  } as const;

  const carryOut = async ({ to, order: wanted }: z.infer<typeof order>): Promise<void> => {
    if (to !== 'camera') {
      await say(controls[to], wanted);
      return;
    }
    const page = wanted.page ?? null;
    await layUnderCamera(folder.cameraFilm, page);
    underCamera = page;
  };

  const server = net.createServer((watcher) => {
    watchers.add(watcher);
    watcher.on('error', () => watcher.destroy());
    watcher.on('close', () => watchers.delete(watcher));
    if (shown !== undefined) watcher.write(`${JSON.stringify(shown)}\n`);
    createInterface({ input: watcher }).on('line', (line) => {
      const given = order.parse(JSON.parse(line));
      carryOut(given).then(look).catch(complain);
    });
  });
  const benchSocket = path.join(folder.sockets, 'workbench');
  server.listen(benchSocket);
  await once(server, 'listening');
  await programs.admitWindow(benchSocket);
  const looking = setInterval(() => void look().catch(complain), lookMs);

  const windowOf = (name: string, args: readonly string[], env: NodeJS.ProcessEnv, logs: string) =>
    startProgram({
      name,
      command: [runtime.launcher, ...args],
      env: { ...env, XDG_CONFIG_HOME: undefined, XDG_CACHE_HOME: undefined, XDG_DATA_HOME: undefined },
      logFile: path.join(logs, `${name}.log`),
    });
  const terminal = windowOf(
    'window',
    windowArguments(folder, runtime.application),
    { ...windowEnvironment(folder, programs.serviceSocket), TONGBAN_WINDOW: terminalSize },
    folder.terminal.logs,
  );
  const bench = windowOf(
    'workbench',
    [benchApplication, `--user-data-dir=${folder.benchUserData}`],
    { TONGBAN_WORKBENCH_SOCKET: benchSocket, TONGBAN_WINDOW_HOME: folder.benchUserData },
    folder.outside.logs,
  );
  console.log(`The terminal and its workbench are open. What they write lies in ${folder.root} until they end.`);

  await Promise.race([terminal.ended, bench.ended, interrupted]);
  ending = true;
  clearInterval(looking);
  server.close();
  await Promise.all([terminal.stop(), bench.stop()]);
  await programs.stop();
}

try {
  await work();
} finally {
  await folder.remove();
}
process.exit();
