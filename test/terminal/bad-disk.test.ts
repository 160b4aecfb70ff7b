import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCaseNumber } from '../../main/contract/case-number.ts';
import { readEnvelope, readWaiting } from '../../main/service/store/case-rows.ts';
import { pageBytes } from '../../main/service/store/page-size.ts';
import { z } from 'zod';
import type { Program } from '../workbench/child.ts';
import { makeTerminalFolder, staffPin, type TerminalFolder } from './enrolled-folder.ts';
import { handInOne, openReady } from './direct.ts';
import { firstAttach, goToIdentity, layAsAsked, lift, startReader, startService } from './hall.ts';
import { attachShell, type SocketShell } from './socket-shell.ts';

let folder: TerminalFolder;
const running: (Program | SocketShell)[] = [];
let mounted = false;
beforeEach(() => {
  folder = makeTerminalFolder({ enrolled: true });
});
afterEach(async () => {
  for (const each of running.splice(0).toReversed()) {
    if ('stop' in each) await each.stop();
    else each.close();
  }
  if (mounted) execFileSync('umount', [folder.data]);
  mounted = false;
  folder.remove();
});

const database = () => join(folder.data, 'terminal.sqlite');

const openFolder = () => openReady(folder.data, folder.profile, folder.items);

/** Cases as residents would have handed them in, without the residents. Gives number and answers' ciphertext of each. */
async function handIn(
  count: number,
): Promise<readonly { readonly caseNumber: string; readonly answers: Uint8Array }[]> {
  const ready = openFolder();
  const kept = [];
  for (let done = 0; done < count; done += 1) {
    const submitted = await handInOne(ready);
    if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
    const { caseNumber } = submitted.value;
    kept.push({ caseNumber, answers: readEnvelope(ready.store, caseNumber)?.answers ?? expect.fail() });
  }
  ready.store.close();
  return kept;
}

async function attach(): Promise<SocketShell> {
  const shell = await attachShell(folder.socket, firstAttach);
  running.push(shell);
  return shell;
}

async function staffPage(shell: SocketShell) {
  await shell.act({ act: 'staff-open' });
  await shell.act({ act: 'staff-pin', pin: staffPin });
  return (await shell.until('staff')).screen;
}

/** The first page of a table or an index, counted from 1. */
function rootOf(name: string): number {
  const { store } = openFolder();
  const root = store.connection.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(name);
  store.close();
  return Number(root);
}

function damagePage(page: number): void {
  const file = openSync(database(), 'r+');
  writeSync(file, Buffer.alloc(pageBytes, 0xee), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(file);
}

describe('a database that is damaged', () => {
  it('ends the service that runs into it, and the next one goes on with what could be read, and says what could not', async () => {
    const kept = await handIn(30);
    const lost = kept[17] ?? expect.fail();
    const bytes = readFileSync(database());
    const at = bytes.indexOf(lost.answers.subarray(100, 200));
    bytes.fill(0xee, at - (at % pageBytes), at - (at % pageBytes) + pageBytes);
    writeFileSync(database(), bytes);

    await (await startService(folder)).ended;
    expect(readFileSync(folder.log, 'utf8')).toContain('the database is damaged: ending, to be started again');

    running.push(await startService(folder));
    const shell = await attach();
    await shell.until('home');
    const { waitingCount, configFaults } = await staffPage(shell);
    const note = configFaults.find(({ file }) => file.startsWith('quarantine/')) ?? expect.fail();
    const lostNumbers = kept.filter(({ caseNumber }) => note.wrong.includes(caseNumber));
    expect(lostNumbers.map(({ caseNumber }) => caseNumber)).toContain(lost.caseNumber);
    expect(waitingCount).toBe(kept.length - lostNumbers.length);
    expect(readdirSync(join(folder.data, 'quarantine'))).toHaveLength(1);
  });

  it('costs who stands there their draft and nobody anything else, also where no start looks at the page', async () => {
    await handIn(3);
    // The way to a draft by its name, which nobody takes before there is one.
    const page = rootOf('sqlite_autoindex_drafts_1');
    running.push(await startReader(folder));
    const service = await startService(folder);
    const shell = await attach();
    const begin = async (at: SocketShell) => {
      await at.until('home');
      await at.act({ act: 'choose-item', item: 'no-criminal-record' });
      await at.act({ act: 'keep-draft', on: true });
      await at.act({ act: 'agree' });
    };
    await begin(shell);
    damagePage(page);
    await layAsAsked(folder, shell, 'resident-wang');
    await service.ended;

    running.push(await startService(folder));
    const again = await attach();
    await begin(again);
    await lift(folder);
    await layAsAsked(folder, again, 'resident-wang');
    expect((await again.until('question')).screen.draftTrouble).toBeNull();
    expect((await staffPage(again)).waitingCount).toBe(3);
    expect(readdirSync(join(folder.data, 'quarantine'))).toHaveLength(1);
  });

  it('closes a terminal of which the last number is not known any more, and keeps its cases', async () => {
    await handIn(5);
    truncateSync(database(), pageBytes);
    running.push(await startService(folder));
    const shell = await attach();
    expect((await shell.until('out-of-service')).screen.code).toBe('enrolment-1');
    const { configFaults } = await staffPage(shell);
    expect(configFaults[0]?.wrong).toContain('要重新登记');
  });
});

/** A disk of its own for the data folder: only the system's administrator may make one, and not in every container. */
function smallDisk(path: string, mebibytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
function canMount(): boolean {
  const probe = makeTerminalFolder({ enrolled: false });
  const can = smallDisk(probe.data, 1);
  if (can) execFileSync('umount', [probe.data]);
  probe.remove();
  return can;
}

describe.skipIf(!canMount())('a disk that fills up (needs the right to mount one)', () => {
  const ballast = () => join(folder.data, 'ballast');
  const fill = (mebibytes: number) => writeFileSync(ballast(), Buffer.alloc(mebibytes * 1024 * 1024));
  /** To the last byte. */
  const fillUp = () => {
    for (const step of [1024 * 1024, 4096, 1]) {
      try {
        for (;;) writeFileSync(ballast(), Buffer.alloc(step), { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  };
  let shell: SocketShell;

  beforeEach(async () => {
    const before = join(folder.root, 'before');
    cpSync(folder.data, before, { recursive: true });
    mounted = smallDisk(folder.data, 280);
    for (const file of readdirSync(before)) cpSync(join(before, file), join(folder.data, file));
    running.push(await startReader(folder), await startService(folder));
    shell = await attach();
  });
  async function stopService(): Promise<void> {
    const [reader, service] = running.splice(0, 2);
    if (reader === undefined || service === undefined || !('stop' in service)) throw new Error('not started');
    running.push(reader);
    await service.stop();
  }

  async function goToCheck(): Promise<void> {
    await goToIdentity(shell);
    await layAsAsked(folder, shell, 'resident-wang');
    await shell.until('question');
    await shell.act({ act: 'answer', question: 'place', value: { kind: 'region', code: '341202' } });
    await shell.act({ act: 'answer', question: 'reason', value: { kind: 'choice', option: 'job' } });
    await shell.act({ act: 'answer', question: 'from', value: { kind: 'date', date: '2020-01' } });
    await shell.act({ act: 'answer', question: 'until', value: { kind: 'date', date: '2020-02' } });
    await shell.act({ act: 'answer', question: 'collect', value: { kind: 'choice', option: 'in-person' } });
    await shell.act({ act: 'answer', question: 'contact-phone', value: { kind: 'phone', digits: '13912345678' } });
    await shell.until('check');
  }

  it('takes nobody new before it is full, goes on with who is there, and opens again by itself', async () => {
    await goToIdentity(shell);
    fill(60);
    await layAsAsked(folder, shell, 'resident-wang');
    await shell.until('question');
    await shell.act({ act: 'leave' });
    await lift(folder);
    expect((await shell.until('out-of-service')).screen.code).toBe('disk-2');
    expect(await shell.act({ act: 'choose-item', item: 'no-criminal-record' })).toEqual({
      reply: 'refused',
      why: 'not-now',
    });
    rmSync(ballast());
    await shell.until('home');
  });

  it('says so when a case cannot be kept, and keeps it when there is room again', async () => {
    await goToCheck();
    fillUp();
    await shell.act({ act: 'submit' });
    await shell.until('check', ({ failed }) => failed === 'disk-full');
    rmSync(ballast());
    await shell.act({ act: 'submit' });
    const { screen } = await shell.until('result');
    expect(screen.caseNumber).toMatch(/^LLZ01-1-0001-/);
  });

  it('closes on a disk that is read-only', async () => {
    await stopService();
    execFileSync('mount', ['-o', 'remount,ro', folder.data]);
    running.push(await startService(folder));
    shell = await attach();
    expect((await shell.until('out-of-service')).screen.code).toBe('disk-1');
  });

  it('starts with next to no room, and lets staff in', async () => {
    await stopService();
    fillUp();
    // What a log of the system leaves, or a spool; with not a byte left SQLite cannot so much as open.
    truncateSync(ballast(), statSync(ballast()).size - 512 * 1024);
    running.push(await startService(folder));
    shell = await attach();
    expect((await shell.until('out-of-service')).screen.code).toBe('disk-2');
    expect((await staffPage(shell)).waitingCount).toBe(0);
  });
});

describe('a disk that fails to write', () => {
  it('takes back nothing that was said to be kept, and keeps nothing that was not', async () => {
    // The system's own limit on a file's length: writes fail in the middle of the log, for any user.
    const said = spawnSync(
      'sh',
      [
        '-c',
        'ulimit -f 2400; exec "$@"',
        'sh',
        process.execPath,
        join(import.meta.dirname, 'hand-in-until-it-fails.ts'),
        ...[folder.data, folder.profile, folder.items],
      ],
      { encoding: 'utf8' },
    );
    expect(said.stderr).toBe('');
    const { kept, fault } = z.object({ kept: z.array(z.string()), fault: z.string() }).parse(JSON.parse(said.stdout));
    expect(fault).toBe('disk-fault');
    expect(kept.length).toBeGreaterThan(10);

    const before = openFolder();
    expect(readWaiting(before.store, 1000, 0).cases.map(({ caseNumber }) => caseNumber)).toEqual(kept);
    before.store.close();
    const [next] = await handIn(1);
    expect(parseCaseNumber(next?.caseNumber ?? '')).toMatchObject({ value: { counter: kept.length + 1 } });
  });
});

describe('a data folder that cannot be written', () => {
  it('closes the terminal and changes nothing', async () => {
    await handIn(1);
    const before = readFileSync(database());
    rmSync(join(folder.data, 'lock.sqlite'));
    mkdirSync(join(folder.data, 'lock.sqlite'));
    running.push(await startService(folder));
    const shell = await attach();
    expect((await shell.until('out-of-service')).screen.code).toBe('disk-1');
    expect(readFileSync(database()).equals(before)).toBe(true);
  });
});
