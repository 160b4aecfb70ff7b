import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepEnrolment, makeNextTerminalKeys, readTerminalKeys } from '../../main/service/sealing/terminal-keys.ts';
import { readTerminalState } from '../../main/service/store/terminal-state.ts';
import { openStore } from '../../main/service/store/database.ts';
import { writeEnrolmentFile } from '../../main/service/sync/enrolment-file.ts';
import { makeTerminalFolder, type TerminalFolder } from './enrolled-folder.ts';
import { firstAttach, startService } from './hall.ts';
import { attachShell } from './socket-shell.ts';

/** Enrolling again, cut off after each step it makes durable; the real service starts on what is left. */
let folder: TerminalFolder;
beforeEach(() => {
  folder = makeTerminalFolder({ enrolled: true });
});
afterEach(() => folder.remove());

/** Starts and ends the service; returns as whom it then stands in its database, and what it showed. */
async function startOnce(): Promise<{ readonly screen: string; readonly as: string }> {
  const service = await startService(folder);
  const shell = await attachShell(folder.socket, firstAttach);
  const { screen } = await shell.untilAny(() => true);
  shell.close();
  await service.stop();
  const store = openStore(folder.data);
  if (!store.ok) throw new Error(store.error.fault);
  const state = readTerminalState(store.value);
  store.value.close();
  return { screen: screen.screen, as: `${state?.terminal}/${state?.incarnation}` };
}

it('leaves the terminal what it was until the last step, and makes it the next incarnation with that', {
  timeout: 60_000,
}, async () => {
  expect(await startOnce()).toEqual({ screen: 'home', as: 'LLZ01/1' });
  const present = readTerminalKeys(folder.data);
  if (!present.ok) throw new Error(present.error);

  const next = makeNextTerminalKeys(folder.data, present.value);
  expect(await startOnce()).toEqual({ screen: 'home', as: 'LLZ01/1' });

  // Its key list is of the same province: the profile's root signed it.
  const store = openStore(folder.data);
  if (!store.ok) throw new Error(store.error.fault);
  const keyList = readTerminalState(store.value)?.keyList;
  store.value.close();
  if (keyList === undefined) throw new Error('no key list');
  writeEnrolmentFile(folder.data, { v: 1, terminal: 'LLZ01', incarnation: 2, keyList, lease: 'B'.repeat(21) + 'A' });
  expect(await startOnce()).toEqual({ screen: 'home', as: 'LLZ01/1' });
  expect(existsSync(join(folder.data, 'enrolment.json'))).toBe(true);

  keepEnrolment(folder.data, next, { terminal: 'LLZ01', incarnation: 2 });
  expect(await startOnce()).toEqual({ screen: 'home', as: 'LLZ01/2' });
  expect(existsSync(join(folder.data, 'enrolment.json'))).toBe(false);
  expect(await startOnce()).toEqual({ screen: 'home', as: 'LLZ01/2' });
});
