import { chown, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { filmName, layUnderCamera } from './camera-film.ts';
import { type Program, runToEnd, startAndWait } from './child.ts';
import { type PlatformInside, platformInside } from './platform-inside.ts';
import type { RunFolder, WindowOwner } from './run-folder.ts';

const project = path.resolve(import.meta.dirname, '../..');
const inProject = (file: string): string => path.join(project, file);

/** A reader that somebody else started; its control socket speaks as docs/virtual-devices.md says. */
export interface ReaderElsewhere {
  readonly port: string;
  readonly control: string;
}

export interface ProgramsSettings {
  readonly folder: RunFolder;
  readonly owner: WindowOwner | undefined;
  readonly reader: ReaderElsewhere | undefined;
}

/** Everything but the window, running: each a process of its own, as at a real terminal. */
export interface Programs {
  readonly serviceSocket: string;
  readonly platform: PlatformInside;
  readonly readerControl: string;
  readonly printerControl: string;
  readonly pagePrinterControl: string;
  readonly scannerControl: string;
  readonly networkControl: string;
  readonly codeReaderControl: string;
  /** What the terminal's programs write about themselves. */
  readonly serviceLog: string;
  /** Kills the service and its device host as a power cut does; returns when it has been started again. */
  killService(): Promise<void>;
  /** Lets the window's user write to a socket of ours. */
  admitWindow(socketPath: string): Promise<void>;
  /** Ends all of them, last started first. */
  stop(): Promise<void>;
}

const readyPlatform = z.object({
  url: z.url(),
  roots: z.array(z.object({ id: z.string(), publicKey: z.string() })),
});
const readyPort = z.object({ port: z.number().int() });
const readyUrl = z.object({ url: z.url() });

export async function startPrograms({ folder, owner, reader }: ProgramsSettings): Promise<Programs> {
  const started: Program[] = [];
  const stop = async (): Promise<void> => {
    for (const program of started.toReversed()) await program.stop();
  };
  try {
    return { ...(await startAll(folder, owner, reader, (program) => started.push(program))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  folder: RunFolder,
  owner: WindowOwner | undefined,
  readerElsewhere: ReaderElsewhere | undefined,
  keep: (program: Program) => void,
): Promise<Omit<Programs, 'stop'>> {
  const { terminal, outside } = folder;
  const socket = (name: string): string => path.join(folder.sockets, name);
  const run = async (
    name: string,
    file: string,
    args: readonly string[],
    logs: string,
    env: NodeJS.ProcessEnv = {},
  ) => {
    const [program, ready] = await startAndWait({
      name,
      command: [process.execPath, inProject(file), ...args],
      env,
      logFile: path.join(logs, `${name}.log`),
    });
    keep(program);
    return ready;
  };

  const innerSocket = socket('platform');
  const platform = readyPlatform.parse(
    await run(
      'platform',
      'platform/main.ts',
      ['--data', outside.platform, '--inner-socket', innerSocket],
      outside.logs,
    ),
  );
  const networkControl = socket('network');
  const proxy = readyPort.parse(
    await run(
      'network',
      'test/workbench/network-proxy.ts',
      ['--to', new URL(platform.url).port, '--control', networkControl],
      outside.logs,
    ),
  );
  const reader = readerElsewhere ?? { port: path.join(outside.root, 'reader-port'), control: socket('reader') };
  if (readerElsewhere === undefined) {
    await run(
      'reader',
      'native/id-card/virtual.ts',
      ['--link', reader.port, '--control', reader.control, '--exit-with-parent'],
      outside.logs,
    );
  }
  const printerControl = socket('printer');
  const printer = readyPort.parse(
    await run(
      'printer',
      'native/receipt-printer/virtual.ts',
      ['--control', printerControl, '--paper-folder', outside.paper, '--exit-with-parent'],
      outside.logs,
    ),
  );
  const pagePrinterControl = socket('page-printer');
  const pagePrinter = readyUrl.parse(
    await run(
      'page-printer',
      'native/page-printer/virtual.ts',
      ['--control', pagePrinterControl, '--paper-folder', outside.paper, '--exit-with-parent'],
      outside.logs,
    ),
  );
  const scannerControl = socket('scanner');
  const scanner = readyUrl.parse(
    await run(
      'scanner',
      'native/document-scanner/virtual.ts',
      ['--control', scannerControl, '--exit-with-parent'],
      outside.logs,
    ),
  );

  const codeReader = { port: path.join(outside.root, 'code-reader-port'), control: socket('code-reader') };
  await run(
    'code-reader',
    'native/barcode/virtual.ts',
    ['--link', codeReader.port, '--control', codeReader.control, '--exit-with-parent'],
    outside.logs,
  );
  await layUnderCamera(folder.cameraFilm, null);

  const profile = path.join(terminal.root, 'profile.yaml');
  await writeProfile(profile, {
    url: `https://127.0.0.1:${proxy.port}`,
    roots: platform.roots,
    readerPort: reader.port,
    printerPort: printer.port,
    pagePrinterUrl: pagePrinter.url,
    scannerUrl: scanner.url,
    codeReaderPort: codeReader.port,
  });
  const inside = platformInside(innerSocket);
  const terminalEnv = { TMPDIR: terminal.tmp };
  await runToEnd({
    name: 'enrolment',
    command: [
      process.execPath,
      inProject('main/service/enrol.ts'),
      ...['--data', terminal.data, '--profile', profile],
      ...['--code', await inside.enrolmentCode('LLZ')],
    ],
    env: terminalEnv,
    logFile: path.join(terminal.logs, 'enrolment.log'),
  });
  const serviceSocket = socket('service');
  // Inside a folder that keeps everybody else out, the window's user must be able to write to the socket.
  const admitWindow = async (socketPath: string): Promise<void> => {
    if (owner !== undefined) await chown(socketPath, owner.uid, owner.gid);
  };
  const startService = async (): Promise<Program> => {
    const [service] = await startAndWait({
      name: 'service',
      command: [
        ...([process.execPath, inProject('main/service/main.ts')] as const),
        ...['--data', terminal.data, '--socket', serviceSocket, '--profile', profile],
        ...['--items', inProject('kiosk-config/services'), '--log', path.join(terminal.logs, 'service.log')],
      ],
      env: terminalEnv,
      logFile: path.join(terminal.logs, 'service.log'),
    });
    await admitWindow(serviceSocket);
    return service;
  };
  const service = await keepRunning(startService);
  keep(service);
  return {
    serviceSocket,
    platform: inside,
    readerControl: reader.control,
    printerControl,
    pagePrinterControl,
    scannerControl,
    networkControl,
    codeReaderControl: codeReader.control,
    serviceLog: path.join(terminal.logs, 'service.log'),
    killService: service.kill,
    admitWindow,
  };
}

/** What systemd does at an installed terminal: a program that ends is started again, until it is to end. */
async function keepRunning(
  start: () => Promise<Program>,
): Promise<Program & { readonly kill: Programs['killService'] }> {
  let stopping = false;
  let onStarted = (): void => {};
  let program = await start();
  const ended = (async () => {
    for (;;) {
      await program.ended;
      if (stopping) return;
      program = await start();
      onStarted();
      // It was told to end while it started.
      if (stopping) await program.stop();
    }
  })();
  return {
    name: program.name,
    pid: program.pid,
    kill: async () => {
      const again = new Promise<void>((resolve) => (onStarted = resolve));
      // The whole group: the power goes for all of them.
      process.kill(-program.pid, 'SIGKILL');
      await again;
    },
    stop: async () => {
      stopping = true;
      await program.stop();
      await ended;
    },
    ended,
  };
}

interface ProfileValues {
  readonly url: string;
  readonly roots: readonly { readonly id: string; readonly publicKey: string }[];
  readonly readerPort: string;
  readonly printerPort: number;
  readonly pagePrinterUrl: string;
  readonly scannerUrl: string;
  readonly codeReaderPort: string;
}

/** The example profile as an operator gets it, with this run's ports and root keys put in. */
async function writeProfile(
  file: string,
  { url, roots, readerPort, printerPort, pagePrinterUrl, scannerUrl, codeReaderPort }: ProfileValues,
): Promise<void> {
  const document = parseDocument(await readFile(inProject('kiosk-config/terminal/example.yaml'), 'utf8'));
  document.setIn(['platform', 'url'], url);
  document.setIn(['platform', 'roots'], document.createNode(roots));
  document.setIn(
    ['devices'],
    document.createNode({
      idCardReader: { transport: 'serial', path: readerPort, baud: 115200 },
      receiptPrinter: { transport: 'tcp', host: '127.0.0.1', port: printerPort, paperWidthMm: 80 },
      pagePrinter: { transport: 'ipp', url: pagePrinterUrl },
      documentScanner: { transport: 'escl', url: scannerUrl },
      codeReader: { transport: 'serial', path: codeReaderPort, baud: 9600, model: 'honeywell' },
    }),
  );
  document.setIn(['camera'], document.createNode({ name: filmName }));
  await writeFile(file, document.toString());
}
