import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type Program, startAndWait } from '../workbench/child.ts';
import { say } from '../workbench/control-line.ts';
import { makeTerminalFolder, type TerminalFolder } from './enrolled-folder.ts';
import { firstAttach, startReader } from './hall.ts';
import { attachShell, type SocketShell } from './socket-shell.ts';

const project = path.resolve(import.meta.dirname, '../..');
const readyPort = z.object({ port: z.number() });
const readyUrl = z.object({ url: z.string() });
const readySlot = z.object({ socket: z.string() });

/** From six seconds of silence on a host is taken for dead; one that died is known at once. */
const knownWithinMs = { SIGSEGV: 2_000, SIGSTOP: 9_000 } as const;
export type Strike = keyof typeof knownWithinMs;

/** Strikes the device host, and returns when another is up. */
export async function strikeDevices(service: OpenService, signal: Strike): Promise<void> {
  const { shell } = service;
  const before = service.devicesPid();
  const struckMs = performance.now();
  process.kill(before, signal);
  await shell.untilAny(({ devicesRestarting }) => devicesRestarting);
  expect(performance.now() - struckMs).toBeLessThan(knownWithinMs[signal]);
  await shell.untilAny(({ devicesRestarting, reader }) => !devicesRestarting && reader.state === 'ready');
  expect(service.devicesPid()).not.toBe(before);
  expect(() => process.kill(before, 0)).toThrow('ESRCH');
}

/** A hall with a virtual device of each family that the device host has, and a camera by its name. */
export interface FullHall {
  readonly folder: TerminalFolder;
  /** Where a service and all that it starts put temporary files. */
  readonly temporary: string;
  readonly paper: string;
  open(): Promise<OpenService>;
  printer(order: object): Promise<unknown>;
  scanner(order: object): Promise<unknown>;
  codeReader(order: object): Promise<unknown>;
  cardSlot(order: object): Promise<unknown>;
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
    const [program, ready] = await run(name, script, [...args, '--exit-with-parent']);
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
  const pagePrinter = readyUrl.parse(
    await runDevice('page-printer', 'native/page-printer/virtual.ts', [
      ...['--control', inRoot('page-printer'), '--page-ms', '3000'],
    ]),
  );
  const codePort = inRoot('code-port');
  await runDevice('codes', 'native/barcode/virtual.ts', ['--control', inRoot('codes'), '--link', codePort]);
  const slot = readySlot.parse(await runDevice('slot', 'native/smart-card/virtual.ts', ['--control', inRoot('slot')]));
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
  const more = {
    pagePrinter: { transport: 'ipp', url: pagePrinter.url },
    codeReader: { transport: 'serial', path: codePort, baud: 9600, model: 'honeywell' },
    smartCardReader: { transport: 'pcsc', reader: '*(SN 0001) 00 00' },
  };
  for (const [name, settings] of Object.entries(more)) profile.setIn(['devices', name], profile.createNode(settings));
  profile.setIn(['camera'], profile.createNode({ name: 'a camera' }));
  writeFileSync(folder.profile, profile.toString());
  const items = withCodeQuestion(folder);

  programs.push(await startReader(folder));
  const open = async (): Promise<OpenService> => {
    const args = [
      ...['--data', folder.data, '--socket', folder.socket, '--profile', folder.profile],
      ...['--items', items, '--log', folder.log],
    ];
    const env = { TMPDIR: temporary, SANE_CONFIG_DIR: sane, PCSCLITE_CSOCK_NAME: slot.socket };
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
    codeReader: (order) => say(inRoot('codes'), order),
    cardSlot: (order) => say(inRoot('slot'), order),
    end: async () => {
      for (const program of programs.toReversed()) await program.stop();
      folder.remove();
    },
  };
}

/** The items as they are, but that the number which a social-security card can answer may be scanned as a code, too. */
function withCodeQuestion(folder: TerminalFolder): string {
  const items = path.join(folder.root, 'items');
  cpSync(folder.items, items, { recursive: true });
  const file = path.join(items, 'pension-transfer.yaml');
  const text = readFileSync(file, 'utf8');
  const either = text.replace(
    '    fromSocialCard: card-number\n',
    '    fromSocialCard: card-number\n    fromCode: true\n',
  );
  if (either === text) throw new Error('no such question');
  writeFileSync(file, either);
  return items;
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
