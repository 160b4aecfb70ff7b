import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import type { KeyMeaning } from '../../main/contract/devices/keypad.ts';
import { virtualReaderIds as codeReaderIds } from '../../native/barcode/virtual-line.ts';
import { virtualReaderIds as cardReaderIds } from '../../native/id-card/virtual-line.ts';
import { type HidBus, startHidBus } from '../../native/transports/testbed/hid-bus.ts';
import { type Program, startAndWait } from '../workbench/child.ts';
import { say } from '../workbench/control-line.ts';
import { makeTerminalFolder, type TerminalFolder } from './enrolled-folder.ts';
import { firstAttach, layAsAsked, startService } from './hall.ts';
import { attachShell, type SocketShell } from './socket-shell.ts';

/** A terminal whose card reader, code reader and keypad are all on USB: real processes, with a client in the window's place. */
const project = resolve(import.meta.dirname, '../..');

let folder: TerminalFolder;
let bus: HidBus;
let programs: readonly Program[];
let shell: SocketShell;
let lastKey = 0;

beforeEach(async () => {
  folder = makeTerminalFolder({ enrolled: true });
  bus = await startHidBus(folder.root);
  setDevices();
  const items = takeNumber();
  programs = await Promise.all([
    startDevice('id-card', folder.readerControl),
    startDevice('barcode', control('codes')),
    startDevice('keypad', control('keys')),
  ]);
  programs = [...programs, await startService({ ...folder, items }, bus.env)];
  lastKey = 0;
  shell = await attachShell(folder.socket, firstAttach);
}, 60_000);
afterEach(async () => {
  shell.close();
  for (const program of programs.toReversed()) await program.stop();
  await bus.stop();
  folder.remove();
}, 60_000);

const control = (name: string): string => join(folder.root, name);

/**
 * Holds a code there until it shows. The first may come before the host has been told to read: once a key that was pressed
 * after it has come through the same bus and host, and the code has not, it is held there once more.
 */
async function holdUntil<Seen>(text: string, shows: Promise<Seen>): Promise<Seen> {
  let isShown = false;
  const seen = shows.finally(() => {
    isShown = true;
  });
  while (!isShown) {
    await say(control('codes'), { do: 'scan', text });
    await Promise.race([seen, press(82, 'previous')]);
  }
  return seen;
}

/** Which of all keys pressed since the start it was. */
async function press(number: number, meaning: KeyMeaning): Promise<number> {
  const before = lastKey;
  await say(control('keys'), { do: 'press', key: number });
  await shell.untilAny(({ keys }) => {
    const last = keys.pressed.at(-1);
    if (last?.key === meaning && last.nth > before) lastKey = last.nth;
    return lastKey > before;
  });
  return lastKey;
}

function setDevices(): void {
  const profile = parseDocument(readFileSync(folder.profile, 'utf8'));
  const devices = {
    idCardReader: { transport: 'hid', ...cardReaderIds },
    codeReader: { transport: 'hid', ...codeReaderIds },
    keypad: {
      transport: 'hid',
      vendorId: 0x1209,
      productId: 0x0f03,
      keysAt: 2,
      keys: { 40: 'ok', 81: 'next', 82: 'previous' },
    },
  };
  profile.setIn(['devices'], profile.createNode(devices));
  writeFileSync(folder.profile, profile.toString());
}

/** The items as they are, but that one asks first for a number that stands as a code on the paper. */
function takeNumber(): string {
  const items = join(folder.root, 'items');
  cpSync(folder.items, items, { recursive: true });
  const file = join(items, 'no-criminal-record.yaml');
  const item = parseDocument(readFileSync(file, 'utf8'));
  const both = (words: string) => ({ zh: words, en: words });
  const number = {
    id: 'number',
    kind: 'text',
    content: 'number',
    fromCode: true,
    ask: both('编号？'),
    label: both('编号'),
  };
  const questions: unknown = item.get('questions');
  if (typeof questions !== 'object' || questions === null || !('items' in questions)) throw new Error('no questions');
  (questions.items as unknown[]).unshift(item.createNode(number));
  writeFileSync(file, item.toString());
  return items;
}

async function startDevice(family: string, controlSocket: string): Promise<Program> {
  const [program] = await startAndWait({
    name: family,
    command: [
      ...[process.execPath, resolve(project, 'native', family, 'virtual.ts')],
      ...['--control', controlSocket, '--hid-bus', bus.socketPath, '--exit-with-parent'],
    ] as [string, ...string[]],
    logFile: `${folder.root}/${family}.out`,
  });
  return program;
}

describe('a terminal whose devices are on USB', { timeout: 60_000 }, () => {
  it('opens an item by its code, reads the card, takes a scanned number, and hears its keys', async () => {
    await shell.until('home', ({ takesCodes }) => takesCodes);
    await holdUntil(
      'nothing of ours',
      shell.until('home', ({ code }) => code === 'unknown'),
    );
    await holdUntil('tongban:item:no-criminal-record', shell.until('notice'));
    await shell.act({ act: 'agree' });
    await layAsAsked(folder, shell, 'resident-wang');
    await shell.until('question', ({ question }) => question === 'number');
    await shell.act({ act: 'light-code' });
    const { screen } = await holdUntil(
      '皖（2026）第 0012 号',
      shell.until('question', ({ view }) => view.kind === 'text' && view.code?.state === 'read'),
    );
    expect(screen.view).toMatchObject({ code: { text: '皖（2026）第 0012 号' } });
    await shell.act({ act: 'answer', question: 'number', value: { kind: 'text', text: '皖（2026）第 0012 号' } });
    await shell.until('question', ({ question }) => question === 'place');

    const next = await press(81, 'next');
    expect(await press(40, 'ok')).toBe(next + 1);
  });

  it('says which device is away, and has it again by itself', async () => {
    await shell.until('home', ({ takesCodes }) => takesCodes);
    await say(control('codes'), { do: 'unplug' });
    await shell.until('home', ({ takesCodes }) => !takesCodes);
    await say(control('codes'), { do: 'plug' });
    await shell.until('home', ({ takesCodes }) => takesCodes);
    await holdUntil('tongban:item:no-criminal-record', shell.until('notice'));
  });
});
