import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { type Program, runToEnd, startAndWait } from '../workbench/child.ts';
import type { PlatformSide } from './platform-side.ts';

const project = path.resolve(import.meta.dirname, '../..');

/** As the example profile's comment tells everyone who reads it. */
export const staffPin = '246810';

/** A terminal as it lies on the disk. All that is the terminal's lies below `root`, and nothing else does. */
export interface TerminalFolder {
  readonly root: string;
  readonly data: string;
  readonly profile: string;
  readonly items: string;
  readonly tmp: string;
  readonly logs: string;
  /** The service's; outside of `root`, where the path is short. */
  readonly socket: string;
}

export const terminalFolder = (runFolder: string, name: string): TerminalFolder => {
  const root = path.join(runFolder, name);
  return {
    root,
    data: path.join(root, 'data'),
    profile: path.join(root, 'profile.yaml'),
    items: path.join(project, 'kiosk-config/services'),
    tmp: path.join(root, 'tmp'),
    logs: path.join(root, 'logs'),
    socket: path.join(runFolder, `${name}.sock`),
  };
};

/** Enrols a new terminal as an operator does, over a good line; then its profile says where the platform is for it. */
export async function enrolTerminalFolder(
  folder: TerminalFolder,
  platform: PlatformSide,
  line: { readonly port: number; readonly devices: object },
  prepareData: (data: string) => Promise<void> = async () => {},
): Promise<void> {
  await mkdir(folder.data, { recursive: true, mode: 0o700 });
  await prepareData(folder.data);
  for (const each of [folder.tmp, folder.logs]) await mkdir(each, { recursive: true });
  const write = async (port: number): Promise<void> => {
    const profile = parseDocument(await readFile(path.join(project, 'kiosk-config/terminal/example.yaml'), 'utf8'));
    profile.setIn(['platform', 'url'], `https://127.0.0.1:${port}`);
    profile.setIn(['platform', 'roots'], profile.createNode(platform.roots));
    profile.setIn(['devices'], profile.createNode(line.devices));
    await writeFile(folder.profile, profile.toString());
  };
  await write(platform.ports[0]);
  await enrol(folder, ['--code', await platform.enrolmentCode()]);
  await write(line.port);
}

/** As an operator does it where the service says that this terminal must be enrolled again. The line must be open. */
export async function enrolAgain(folder: TerminalFolder, platform: PlatformSide, terminal: string): Promise<void> {
  await enrol(folder, ['--again', '--code', await platform.enrolmentCode(terminal)]);
}

function enrol(folder: TerminalFolder, args: readonly string[]): Promise<void> {
  return runToEnd({
    name: 'enrolment',
    command: [
      process.execPath,
      path.join(project, 'main/service/enrol.ts'),
      ...['--data', folder.data, '--profile', folder.profile, ...args],
    ],
    env: compileCache,
    logFile: path.join(folder.logs, 'enrolment.log'),
  });
}

/** Started a thousand times, it is read from text once. Written at an orderly end alone, so one start is for that. */
const compileCache = { NODE_COMPILE_CACHE: path.join(project, 'out/torture/compile-cache') } as const;

/** The real service, as it is started at a terminal. `env` is for what lies between it and its clock or its disk. */
export async function startTerminalService(folder: TerminalFolder, env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const [program] = await startAndWait({
    name: 'service',
    command: [
      process.execPath,
      path.join(project, 'main/service/main.ts'),
      ...['--data', folder.data, '--socket', folder.socket, '--profile', folder.profile],
      ...['--items', folder.items, '--log', path.join(folder.logs, 'service.log')],
    ],
    env: { TMPDIR: folder.tmp, ...compileCache, ...env },
    logFile: path.join(folder.logs, 'service.out'),
  });
  return program;
}
