import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { pageBytes } from '../../main/service/store/page-size.ts';
import { readTerminalState } from '../../main/service/store/terminal-state.ts';
import { type PlatformProcess, startPlatformProcess } from '../../platform/testing/platform-process.ts';
import { askInside } from '../../platform/testing/platform-under-test.ts';
import { type Program, runToEnd } from '../workbench/child.ts';
import { handInOne, openReady } from './direct.ts';
import { makeTerminalFolder, staffPin, type TerminalFolder } from './enrolled-folder.ts';
import { firstAttach, startService } from './hall.ts';
import { attachShell, type SocketShell } from './socket-shell.ts';

/** A terminal whose database was damaged, on its way back to a real platform. */
const root = mkdtempSync(join(tmpdir(), 'mended-'));
const innerSocket = join(root, 'inner', 's');
let platform: PlatformProcess;
let folder: TerminalFolder;
let service: Program | null = null;
let shell: SocketShell;

beforeAll(async () => {
  platform = await startPlatformProcess(['--data', join(root, 'platform'), '--inner-socket', innerSocket]);
}, 120_000);
afterAll(async () => {
  await platform.end('SIGKILL');
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  folder = makeTerminalFolder({ enrolled: false });
  const profile = parseDocument(readFileSync(folder.profile, 'utf8'));
  profile.setIn(['platform', 'url'], platform.url);
  profile.setIn(['platform', 'roots'], profile.createNode(platform.roots));
  writeFileSync(folder.profile, profile.toString());
});
afterEach(async () => {
  await switchOff();
  folder.remove();
});

async function enrol(wanted: object, ...more: readonly string[]): Promise<void> {
  const asked = await askInside(innerSocket, 'POST', '/enrolment-codes', wanted);
  const { code } = z.object({ code: z.string() }).parse(asked);
  await runToEnd({
    name: 'enrolment',
    command: [
      process.execPath,
      resolve(import.meta.dirname, '../../main/service/enrol.ts'),
      ...['--data', folder.data, '--profile', folder.profile, '--code', code, ...more],
    ],
    logFile: join(folder.root, 'enrolment.out'),
  });
}

async function switchOn(): Promise<void> {
  service = await startService(folder);
  shell = await attachShell(folder.socket, firstAttach);
}

async function switchOff(): Promise<void> {
  if (service === null) return;
  shell.close();
  await service.stop();
  service = null;
}

async function handIn(count: number): Promise<readonly string[]> {
  const ready = openReady(folder.data, folder.profile, folder.items);
  const numbers: string[] = [];
  for (let done = 0; done < count; done += 1) {
    const submitted = await handInOne(ready);
    if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
    numbers.push(submitted.value.caseNumber);
  }
  ready.store.close();
  return numbers;
}

function epochHere(): number | undefined {
  const ready = openReady(folder.data, folder.profile, folder.items);
  const state = readTerminalState(ready.store);
  ready.store.close();
  return state?.epoch;
}

/** Every page in which this text stands is another one afterwards. */
function damagePagesWith(text: string): void {
  const file = join(folder.data, 'terminal.sqlite');
  const bytes = readFileSync(file);
  if (!bytes.includes(text)) throw new Error(`${text} stands nowhere`);
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at))
    bytes.fill(0xee, at - (at % pageBytes), at - (at % pageBytes) + pageBytes);
  writeFileSync(file, bytes);
}

async function untilAllIsSent(): Promise<void> {
  await shell.until('home');
  await shell.act({ act: 'staff-open' });
  await shell.act({ act: 'staff-pin', pin: staffPin });
  await shell.until('staff', ({ waitingCount }) => waitingCount === 0);
}

const held = async (): Promise<readonly string[]> =>
  z
    .array(z.object({ caseNumber: z.string(), outcome: z.string() }))
    .parse(await askInside(innerSocket, 'GET', '/cases'))
    .map(({ caseNumber, outcome }) => `${caseNumber} ${outcome}`);

describe('a terminal whose database was damaged', { timeout: 120_000 }, () => {
  it.each([
    // The page with the terminal's state: nobody knows the last number.
    ['enrolment-1', `{"bytes":"`],
    // The audit log: the platform cannot tell one that has become shorter from an old copy of the disk.
    ['enrolment-2', '"event":"'],
  ])('says %s, is enrolled again, and sends what it had kept', async (code, text) => {
    await enrol({ prefix: 'MND' });
    // The platform was restored once: from then on this terminal believes no acknowledgement from before.
    await askInside(innerSocket, 'POST', '/epochs');
    const sent = await handIn(2);
    await switchOn();
    await untilAllIsSent();
    await switchOff();
    const epoch = epochHere();
    expect(epoch).toBeGreaterThan(1);

    const kept = await handIn(12);
    damagePagesWith(text);
    await switchOn();
    await shell.until('out-of-service', (screen) => screen.code === code);
    await switchOff();

    const terminal = kept[0]?.split('-')[0] ?? '';
    await enrol({ terminal }, '--again');
    // Before any contact has told it.
    expect(epochHere()).toBe(epoch);
    await switchOn();
    await untilAllIsSent();
    const after = [...sent, ...kept].map((number) => `${number} opened`);
    expect((await held()).filter((each) => each.startsWith(terminal)).toSorted()).toEqual(after.toSorted());
    await switchOff();
    expect(await handIn(1)).toEqual([expect.stringMatching(new RegExp(`^${terminal}-2-0001-`))]);
  });
});
