import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type PlatformProcess, startPlatformProcess } from '../../platform/testing/platform-process.ts';
import { askInside } from '../../platform/testing/platform-under-test.ts';
import { type Program, runToEnd, startAndWait } from '../workbench/child.ts';
import { say } from '../workbench/control-line.ts';
import { makeTerminalFolder, staffPin, type TerminalFolder } from './enrolled-folder.ts';
import { firstAttach, goToIdentity, layAsAsked, startReader, startService } from './hall.ts';
import { attachShell, type SocketShell } from './socket-shell.ts';

/**
 * A terminal's disk is copied, and both machines go on: the real services with their readers, each on a line of its own to
 * one real platform.
 */
const project = resolve(import.meta.dirname, '../..');
const root = mkdtempSync(join(tmpdir(), 'forked-'));
const innerSocket = join(root, 'inner', 's');
let platform: PlatformProcess;

interface Machine {
  readonly folder: TerminalFolder;
  readonly wire: (order: 'cut' | 'restore') => Promise<unknown>;
  readonly programs: Program[];
  shell: SocketShell;
}

beforeAll(async () => {
  platform = await startPlatformProcess(['--data', join(root, 'platform'), '--inner-socket', innerSocket]);
}, 120_000);
afterAll(async () => {
  await platform.end('SIGKILL');
  rmSync(root, { recursive: true });
});

async function newCode(wanted: object): Promise<string> {
  return z.object({ code: z.string() }).parse(await askInside(innerSocket, 'POST', '/enrolment-codes', wanted)).code;
}

const held = async () =>
  z
    .array(
      z.object({ caseNumber: z.string(), outcome: z.string(), caseDigest: z.string(), content: z.looseObject({}) }),
    )
    .parse(await askInside(innerSocket, 'GET', '/cases'));

/** A line of its own to the platform, and a profile that leads along it. */
async function connect(folder: TerminalFolder): Promise<Machine> {
  const control = join(folder.root, 'wire');
  const [wire, said] = await startAndWait({
    name: 'wire',
    command: [
      process.execPath,
      resolve(project, 'test/workbench/network-proxy.ts'),
      ...['--to', new URL(platform.url).port, '--control', control],
    ],
    logFile: join(folder.root, 'wire.out'),
  });
  const profile = parseDocument(readFileSync(folder.profile, 'utf8'));
  const { port } = z.looseObject({ port: z.number() }).parse(said);
  profile.setIn(['platform', 'url'], `https://127.0.0.1:${port}`);
  profile.setIn(['platform', 'roots'], profile.createNode(platform.roots));
  profile.setIn(['devices', 'idCardReader', 'path'], folder.readerPort);
  writeFileSync(folder.profile, profile.toString());
  const reader = await startReader(folder);
  return { folder, wire: (order) => say(control, { do: order }), programs: [wire, reader], shell: none };
}

const none = {} as SocketShell;

async function enrol({ folder }: Machine, wanted: object, ...more: readonly string[]): Promise<void> {
  await runToEnd({
    name: 'enrolment',
    command: [
      process.execPath,
      resolve(project, 'main/service/enrol.ts'),
      ...['--data', folder.data, '--profile', folder.profile, '--code', await newCode(wanted), ...more],
    ],
    logFile: join(folder.root, 'enrolment.out'),
  });
}

async function switchOn(machine: Machine): Promise<void> {
  machine.programs.push(await startService(machine.folder));
  machine.shell = await attachShell(machine.folder.socket, firstAttach);
}

async function switchOff(machine: Machine): Promise<void> {
  machine.shell.close();
  await machine.programs.pop()?.stop();
}

/** Hands in an application as a person does, and returns its number. */
async function handIn({ folder, shell }: Machine, card: string): Promise<string> {
  await goToIdentity(shell);
  await layAsAsked(folder, shell, card);
  for (const [question, value] of [
    ['place', { kind: 'region', code: '341202' }],
    ['reason', { kind: 'choice', option: 'job' }],
    ['from', { kind: 'date', date: '2020-01' }],
    ['until', { kind: 'date', date: '2020-02' }],
    ['collect', { kind: 'choice', option: 'download' }],
    ['contact-phone', { kind: 'phone', digits: '13800138000' }],
  ] as const) {
    await shell.until('question', ({ question: asked }) => asked === question);
    await shell.act({ act: 'answer', question, value });
  }
  await shell.until('check');
  await shell.act({ act: 'submit' });
  const { screen } = await shell.until('result');
  return screen.caseNumber;
}

async function leave({ folder, shell }: Machine): Promise<void> {
  await say(folder.readerControl, { do: 'lift' });
  await shell.act({ act: 'finish' });
  await shell.until('goodbye');
  await shell.act({ act: 'finish' });
}

it('both machines hear that they are two, nothing of either is lost, and each goes on under a name of its own', {
  timeout: 240_000,
}, async () => {
  const first = makeTerminalFolder({ enrolled: false });
  const original = await connect(first);
  await enrol(original, { prefix: 'FRK' });
  await switchOn(original);
  const shared = await handIn(original, 'resident-wang');
  await original.shell.until('result', ({ state }) => state === 'received-there');
  await leave(original);
  await switchOff(original);

  const second = makeTerminalFolder({ enrolled: false });
  rmSync(second.data, { recursive: true });
  cpSync(first.data, second.data, { recursive: true });
  cpSync(first.profile, second.profile);
  const copy = await connect(second);
  await copy.wire('cut');
  await Promise.all([switchOn(original), switchOn(copy)]);
  const ofOriginal = await handIn(original, 'resident-wang');
  await original.shell.until('result', ({ state }) => state === 'received-there');
  await leave(original);
  const ofCopy = await handIn(copy, 'resident-li');
  expect(ofCopy).toBe(ofOriginal);
  expect(ofCopy).not.toBe(shared);

  // The person at the copy stands before their result while it is found out, and ends in peace; then it is closed.
  await copy.wire('restore');
  await copy.shell.untilAny(({ online }) => !online);
  await leave(copy);
  const closed = await copy.shell.until('out-of-service');
  expect(closed.screen).toMatchObject({ code: 'enrolment-2' });
  expect(closed.helpPhone).not.toBe('');
  expect(await copy.shell.act({ act: 'choose-item', item: 'no-criminal-record' })).toMatchObject({ reply: 'refused' });
  expect((await held()).map(({ caseNumber }) => caseNumber).toSorted()).toEqual([shared, ofOriginal].toSorted());

  // The original hears of it as soon as it speaks again, and remembers it.
  await original.shell.act({ act: 'staff-open' });
  await original.shell.act({ act: 'staff-pin', pin: staffPin });
  await original.shell.act({ act: 'staff-send-now' });
  await original.shell.act({ act: 'staff-close' });
  await original.shell.until('out-of-service', ({ code }) => code === 'enrolment-2');
  await switchOff(original);
  await switchOn(original);
  await original.shell.until('out-of-service', ({ code }) => code === 'enrolment-2');

  // Under the old name the copy may deliver what it holds. Both cases of one number are kept, each once.
  await switchOff(copy);
  await enrol(copy, { terminal: ofCopy.slice(0, 5) }, '--again');
  await switchOn(copy);
  const afresh = await handIn(copy, 'resident-wang');
  await copy.shell.until('result', ({ state }) => state === 'received-there');
  const all = await held();
  expect(all.map(({ caseNumber, outcome }) => `${caseNumber} ${outcome}`).toSorted()).toEqual(
    [`${shared} opened`, `${ofOriginal} opened`, `${ofCopy} conflict`, `${afresh} opened`].toSorted(),
  );
  expect(new Set(all.map(({ caseDigest }) => caseDigest)).size).toBe(4);
  await leave(copy);

  // Nothing waits at the original: as a terminal of its own it begins with an empty folder.
  await switchOff(original);
  await expect(enrol(original, { prefix: 'FRK' }, '--again')).rejects.toThrow('another terminal');
  rmSync(first.data, { recursive: true });
  await enrol(original, { prefix: 'FRK' });
  await switchOn(original);
  const renamed = await handIn(original, 'resident-li');
  await original.shell.until('result', ({ state }) => state === 'received-there');
  expect(renamed.slice(0, 5)).toBe('FRK03');

  await Promise.all([switchOff(original), switchOff(copy)]);
  for (const program of [...original.programs, ...copy.programs]) await program.stop();
  for (const folder of [first, second]) folder.remove();
});
