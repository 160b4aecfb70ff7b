import { resolve } from 'node:path';
import { z } from 'zod';
import { say } from '../workbench/control-line.ts';
import { type Program, startAndWait } from '../workbench/child.ts';
import type { TerminalFolder } from './enrolled-folder.ts';
import type { SocketShell } from './socket-shell.ts';

const project = resolve(import.meta.dirname, '../..');

/** The real service with its device host, as a process of its own. */
export async function startService(
  folder: TerminalFolder,
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const [program] = await startAndWait({
    name: 'service',
    command: [
      process.execPath,
      resolve(project, 'main/service/main.ts'),
      ...['--data', folder.data, '--socket', folder.socket, '--profile', folder.profile],
      ...['--items', folder.items, '--log', folder.log],
    ],
    env,
    logFile: `${folder.root}/service.out`,
  });
  return program;
}

export async function startReader(folder: TerminalFolder): Promise<Program> {
  const [program] = await startAndWait({
    name: 'reader',
    command: [
      process.execPath,
      resolve(project, 'native/id-card/virtual.ts'),
      ...['--link', folder.readerPort, '--control', folder.readerControl, '--exit-with-parent'],
    ],
    logFile: `${folder.root}/reader.out`,
  });
  return program;
}

export const firstAttach = { lastRun: null, heldSession: false } as const;

export const lay = (folder: TerminalFolder, card: string): Promise<unknown> =>
  say(folder.readerControl, { do: 'lay', card });

/** Lifts the card and waits until the driver has looked at the empty reader, as it has long before a hand is back. */
export async function lift(folder: TerminalFolder): Promise<void> {
  let { answers } = readerState.parse(await say(folder.readerControl, { do: 'lift' }));
  const seenAfter = answers + looksUntilSeen;
  while (answers < seenAfter) ({ answers } = readerState.parse(await say(folder.readerControl, { do: 'state' })));
}

const readerState = z.looseObject({ answers: z.number().int() });
/** Two empty looks of two questions each, and one that may have been on its way. */
const looksUntilSeen = 6;

/** Lays a card down once the screen asks for it, as a person does. */
export async function layAsAsked(folder: TerminalFolder, shell: SocketShell, card: string): Promise<void> {
  await shell.until('identity', ({ reader, card: asked }) => reader.state === 'ready' && asked === 'waiting');
  await lay(folder, card);
}

/** From the first screen to where a card is awaited. */
export async function goToIdentity(shell: SocketShell, item = 'no-criminal-record'): Promise<void> {
  await shell.until('home');
  await shell.act({ act: 'choose-item', item });
  await shell.until('notice');
  await shell.act({ act: 'agree' });
  await shell.until('identity');
}
