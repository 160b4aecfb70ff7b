import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type Program, startAndWait } from '../workbench/child.ts';
import { say } from '../workbench/control-line.ts';
import { makeTerminalFolder, type TerminalFolder } from './enrolled-folder.ts';
import { firstAttach, startReader } from './hall.ts';
import { attachShell, type SocketShell } from './socket-shell.ts';

const project = path.resolve(import.meta.dirname, '../..');
const readyPort = z.object({ port: z.number() });

/** A hall with reader, printer and scanner, a virtual device each. */
export interface FullHall {
  readonly folder: TerminalFolder;
  /** Where a service and all that it starts put temporary files. */
  readonly temporary: string;
  readonly paper: string;
  open(): Promise<OpenService>;
  printer(order: object): Promise<unknown>;
  scanner(order: object): Promise<unknown>;
  end(): Promise<void>;
}

/** The real service with its device host. */
export interface OpenService {
  readonly shell: SocketShell;
  readonly pid: number;
  /** The device host, as the system knows it: the service's only child. */
  devicesPid(): number;
  end(): Promise<void>;
}

/** `through`: the way to the scanner. A receipt has more than 100 mm. */
export async function openFullHall(options: {
  readonly through: 'escl' | 'sane';
  readonly mmPerSecond: number;
}): Promise<FullHall> {
  const folder = makeTerminalFolder({ enrolled: true });
  const inRoot = (name: string): string => path.join(folder.root, name);
  const [temporary, paper, sane] = ['tmp', 'paper', 'sane'].map(inRoot) as [string, string, string];
  mkdirSync(temporary);
  const programs: Program[] = [];
  const run = async (name: string, script: string, args: readonly string[], env = {}) => {
    const command = [process.execPath, path.join(project, script), ...args] as const;
    return await startAndWait({ name, command, env, logFile: inRoot(`${name}.out`) });
  };
  const runDevice = async (name: string, script: string, args: readonly string[]): Promise<unknown> => {
    const [program, ready] = await run(name, script, args);
    programs.push(program);
    return ready;
  };
  const printer = readyPort.parse(
    await runDevice('printer', 'native/receipt-printer/virtual.ts', [
      ...['--control', inRoot('printer'), '--paper-folder', paper],
      ...['--mm-per-second', String(options.mmPerSecond)],
    ]),
  );
  const scanner = readyPort.parse(
    await runDevice('scanner', 'native/document-scanner/virtual.ts', [
      ...['--control', inRoot('scanner'), '--bytes-per-second', '20000000'],
    ]),
  );
  const url = `http://127.0.0.1:${scanner.port}/eSCL`;
  putSaneConfig(sane, url);

  const profile = parseDocument(readFileSync(folder.profile, 'utf8'));
  const receiptPrinter = { transport: 'tcp', host: '127.0.0.1', port: printer.port, paperWidthMm: 80 };
  profile.setIn(['devices', 'receiptPrinter'], profile.createNode(receiptPrinter));
  const documentScanner =
    options.through === 'escl'
      ? { transport: 'escl', url }
      : { transport: 'sane', device: 'airscan:e0:Virtual', bothSides: true };
  profile.setIn(['devices', 'documentScanner'], profile.createNode(documentScanner));
  writeFileSync(folder.profile, profile.toString());

  programs.push(await startReader(folder));
  const open = async (): Promise<OpenService> => {
    const args = [
      ...['--data', folder.data, '--socket', folder.socket, '--profile', folder.profile],
      ...['--items', folder.items, '--log', folder.log],
    ];
    const env = { TMPDIR: temporary, SANE_CONFIG_DIR: sane };
    const [service] = await run('service', 'main/service/main.ts', args, env);
    const shell = await attachShell(folder.socket, firstAttach);
    return {
      ...{ shell, pid: service.pid },
      devicesPid: () => {
        const children = readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, 'utf8');
        return Number(children.trim().split(' ')[0]);
      },
      end: async () => {
        shell.close();
        await service.stop();
      },
    };
  };
  return {
    ...{ folder, temporary, paper, open },
    printer: (order) => say(inRoot('printer'), order),
    scanner: (order) => say(inRoot('scanner'), order),
    end: async () => {
      for (const program of programs.toReversed()) await program.stop();
      folder.remove();
    },
  };
}

/** SANE with one scanner, the virtual one, and without looking for others on the network. */
function putSaneConfig(folder: string, url: string): void {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'dll.conf'), 'airscan\n');
  writeFileSync(
    path.join(folder, 'airscan.conf'),
    `[devices]\n"Virtual" = ${url}, eSCL\n[options]\ndiscovery = disable\nws-discovery = off\n`,
  );
}
