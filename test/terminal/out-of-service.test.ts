import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../main/service/store/database.ts';
import { latestVersion } from '../../main/service/store/migrations.ts';
import type { Program } from '../workbench/child.ts';
import { makeTerminalFolder, staffPin, type TerminalFolder } from './enrolled-folder.ts';
import { firstAttach, startService } from './hall.ts';
import { attachShell, type SocketShell } from './socket-shell.ts';

const running: (Program | SocketShell | TerminalFolder)[] = [];
afterEach(async () => {
  for (const each of running.splice(0).toReversed()) {
    if ('stop' in each) await each.stop();
    else if ('close' in each) each.close();
    else each.remove();
  }
});

function folderWith(change: (folder: TerminalFolder) => void, enrolled = true): TerminalFolder {
  const folder = makeTerminalFolder({ enrolled });
  running.push(folder);
  change(folder);
  return folder;
}

async function shellOf(folder: TerminalFolder): Promise<SocketShell> {
  running.push(await startService(folder));
  const shell = await attachShell(folder.socket, firstAttach);
  running.push(shell);
  return shell;
}

const database = (folder: TerminalFolder) => join(folder.data, 'terminal.sqlite');

function makeNewer(folder: TerminalFolder): void {
  const store = openStore(folder.data);
  if (!store.ok) throw new Error('not opened');
  store.value.connection.pragma(`user_version = ${latestVersion + 1}`);
  store.value.close();
}

describe('out of service', () => {
  it.each<[string, (folder: TerminalFolder) => void]>([
    ['profile-1', (folder) => writeFileSync(folder.profile, 'place: [')],
    ['database-newer', makeNewer],
    [
      'database-unreadable',
      (folder) => writeFileSync(database(folder), 'a letter to the editor, saved under the wrong name'),
    ],
    ['disk-1', (folder) => (rmSync(folder.data, { recursive: true }), writeFileSync(folder.data, 'a file in the way'))],
    ['enrolment-1', (folder) => rmSync(join(folder.data, 'terminal-keys.json'))],
  ])('says %s, and leaves what lies on the disk untouched', async (code, change) => {
    const folder = folderWith(change);
    const before = readFileSync(folder.profile);
    const shell = await shellOf(folder);
    const { screen } = await shell.until('out-of-service');
    expect(screen.code).toBe(code);
    expect(readFileSync(folder.profile).equals(before)).toBe(true);
    expect(await shell.act({ act: 'choose-item', item: 'no-criminal-record' })).toEqual({
      reply: 'refused',
      why: 'not-now',
    });
  });

  it('opens without a single valid item, says so, and goes on sending what waits', async () => {
    const folder = folderWith((each) => {
      const empty = join(each.root, 'no-items');
      mkdirSync(empty);
      Object.assign(each, { items: empty });
    });
    const shell = await shellOf(folder);
    expect((await shell.until('home')).screen.items).toEqual([]);
    // It has looked for the platform: sync runs.
    const log = () => readFileSync(folder.log, 'utf8');
    await shell.untilAny(() => log().includes('sync: no contact'));
  });

  it('does not let the enrolment count a second time, into a database that was lost', async () => {
    const folder = folderWith(() => {});
    await (await startService(folder)).stop();
    rmSync(database(folder));
    const shell = await shellOf(folder);
    expect((await shell.until('out-of-service')).screen.code).toBe('enrolment-1');
  });

  it('does not say at the desk that nothing waits when it has not looked', async () => {
    const shell = await shellOf(folderWith(() => {}, false));
    await shell.until('out-of-service');
    await shell.act({ act: 'staff-open' });
    await shell.act({ act: 'staff-pin', pin: staffPin });
    expect((await shell.until('staff')).screen.waitingCount).toBeNull();
  });

  it('says whom to call, in both languages', async () => {
    const shell = await shellOf(folderWith(() => {}, false));
    const { screen } = await shell.until('out-of-service');
    expect(screen).toMatchObject({ code: 'enrolment-1', helpName: '服务台', helpPhone: '0558-12345678' });
    await shell.act({ act: 'language', language: 'en' });
    expect((await shell.until('out-of-service', ({ helpName }) => helpName !== '服务台')).screen.helpName).toBe(
      'the service desk',
    );
  });

  it.each<[string, (text: string) => string]>([
    ['has a wrong value', (text) => text.replace('baud: 115200', 'baud: 7')],
    ['is no YAML further down', (text) => `${text}\nplace: [`],
  ])('says whom to call even where the profile %s', async (_how, spoil) => {
    const shell = await shellOf(
      folderWith(({ profile }) => writeFileSync(profile, spoil(readFileSync(profile, 'utf8')))),
    );
    expect((await shell.until('out-of-service')).screen).toMatchObject({
      code: 'profile-1',
      helpPhone: '0558-12345678',
    });
  });

  it('is still ended by staff, and by nobody else', async () => {
    const folder = folderWith(() => {}, false);
    const service = await startService(folder);
    running.push(service);
    const shell = await attachShell(folder.socket, firstAttach);
    await shell.until('out-of-service');
    expect(await shell.act({ act: 'staff-quit' })).toEqual({ reply: 'refused', why: 'not-now' });
    await shell.act({ act: 'staff-open' });
    await shell.act({ act: 'staff-pin', pin: staffPin });
    await shell.until('staff');
    await shell.act({ act: 'staff-quit' });
    await service.ended;
    expect(shell.others).toEqual(['quit']);
  });

  it('goes on with the last good profile, and tells staff where the new one is wrong', async () => {
    const folder = folderWith(() => {});
    const first = await startService(folder);
    await first.stop();
    const good = readFileSync(folder.profile, 'utf8');
    writeFileSync(folder.profile, good.replace('warnAfterSeconds: 120', 'warnAfterSeconds: soon'));
    const shell = await shellOf(folder);
    await shell.until('home');
    await shell.act({ act: 'staff-open' });
    await shell.act({ act: 'staff-pin', pin: staffPin });
    const { screen } = await shell.until('staff');
    const line = good.slice(0, good.indexOf('warnAfterSeconds')).split('\n').length;
    expect(screen.configFaults).toMatchObject([{ file: 'profile.yaml', line }]);
  });

  it('offers the good items beside a bad one, and names the bad one’s line', async () => {
    const folder = folderWith((each) => {
      const items = join(each.root, 'items');
      mkdirSync(items);
      copyFileSync(join(each.items, 'pension-transfer.yaml'), join(items, 'pension-transfer.yaml'));
      writeFileSync(join(items, 'broken.yaml'), 'id: broken\nversion: one\n');
      Object.assign(each, { items });
    });
    const shell = await shellOf(folder);
    const { screen } = await shell.until('home');
    expect(screen.items.map(({ id }) => id)).toEqual(['pension-transfer']);
    expect(readFileSync(folder.log, 'utf8')).toContain('"file":"broken.yaml","line":2');
  });

  it('does not let a second service take the first one’s shell', async () => {
    const folder = folderWith(() => {});
    const shell = await shellOf(folder);
    await expect(startService(folder)).rejects.toThrow('ended before it was ready');
    await shell.act({ act: 'language', language: 'en' });
    await shell.untilAny(({ language }) => language === 'en');
  });

  it('lets a second service on the same data say so, and leaves the first alone', async () => {
    const folder = folderWith(() => {});
    await shellOf(folder);
    const second = await shellOf({ ...folder, socket: join(folder.root, 'second'), remove: () => {} });
    expect((await second.until('out-of-service')).screen.code).toBe('database-locked');
  });
});
