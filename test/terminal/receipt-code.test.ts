import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { type Program, startAndWait } from '../workbench/child.ts';
import { say } from '../workbench/control-line.ts';
import { handInOne, openReady } from './direct.ts';
import { makeTerminalFolder, type TerminalFolder } from './enrolled-folder.ts';
import { firstAttach, startService } from './hall.ts';
import { attachShell, type SocketShell } from './socket-shell.ts';

/** Receipts held under a real code reader at a real terminal that has no network: nobody is asked but the terminal itself. */
let folder: TerminalFolder;
let programs: readonly Program[];
let shell: SocketShell;
let control: string;
let receipt: { readonly caseNumber: string; readonly receiptCode: string };

beforeEach(async () => {
  folder = makeTerminalFolder({ enrolled: true });
  control = join(folder.root, 'codes');
  const port = join(folder.root, 'code-port');
  const profile = parseDocument(readFileSync(folder.profile, 'utf8'));
  const codeReader = { transport: 'serial', path: port, baud: 9600, model: 'gm65' };
  profile.setIn(['devices'], profile.createNode({ codeReader }));
  writeFileSync(folder.profile, profile.toString());
  const ready = openReady(folder.data, folder.profile, folder.items);
  const handedIn = await handInOne(ready);
  if (!handedIn.ok) throw new Error(JSON.stringify(handedIn.error));
  receipt = handedIn.value;
  ready.store.close();

  const [reader] = await startAndWait({
    name: 'barcode',
    command: [
      process.execPath,
      resolve(import.meta.dirname, '../../native/barcode/virtual.ts'),
      ...['--control', control, '--link', port, '--model', 'gm65', '--baud', '9600'],
    ],
    logFile: `${folder.root}/codes.out`,
  });
  programs = [reader, await startService(folder)];
  shell = await attachShell(folder.socket, firstAttach);
});
afterEach(async () => {
  shell.close();
  for (const program of programs.toReversed()) await program.stop();
  folder.remove();
});

/** Holds it there again and again until it shows: the first may come before the host has been told to read. */
async function hold<Seen>(text: string, shows: Promise<Seen>): Promise<Seen> {
  let isShown = false;
  const seen = shows.finally(() => {
    isShown = true;
  });
  while (!isShown) {
    await say(control, { do: 'scan', text });
    await Promise.race([seen, new Promise((settle) => setTimeout(settle, 1000))]);
  }
  return seen;
}

it('shows the case of its own receipt, then nothing of it, and nothing for a changed one', {
  timeout: 60_000,
}, async () => {
  await shell.until('home', ({ takesCodes }) => takesCodes);
  const { screen } = await hold(receipt.receiptCode, shell.until('case-status'));
  expect(screen).toMatchObject({
    caseNumber: receipt.caseNumber,
    itemName: '无犯罪记录证明',
    about: { standing: 'here', state: 'kept-here', refusal: null },
  });
  await shell.act({ act: 'finish' });
  const { inSession } = await shell.until('home');
  expect(inSession).toBe(false);
  expect(shell.others).toContain('wipe');

  const last = receipt.receiptCode.at(-3) === 'A' ? 'B' : 'A';
  const changed = `${receipt.receiptCode.slice(0, -3)}${last}${receipt.receiptCode.slice(-2)}`;
  const { screen: wrong } = await hold(changed, shell.until('case-status'));
  expect(wrong).toMatchObject({ about: { standing: 'invalid' }, caseNumber: null, itemName: null, handedInAt: null });
});
