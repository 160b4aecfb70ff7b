import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { say } from '../workbench/control-line.ts';
import type { Program } from '../workbench/child.ts';
import { makeTerminalFolder, staffPin, type TerminalFolder } from './enrolled-folder.ts';
import { firstAttach, goToIdentity, lay, layAsAsked, lift, startReader, startService } from './hall.ts';
import { attachShell, type SocketShell } from './socket-shell.ts';

/** The service, its device host and a virtual reader: real processes, with a client in the window's place. */
let folder: TerminalFolder;
let reader: Program;
let service: Program;
let shell: SocketShell;
beforeEach(async () => {
  folder = makeTerminalFolder({ enrolled: true });
  reader = await startReader(folder);
  service = await startService(folder);
  shell = await attachShell(folder.socket, firstAttach);
});
afterEach(async () => {
  shell.close();
  await service.stop();
  await reader.stop();
  folder.remove();
});

/** The device host, as the system knows it: the service's only child. */
function devicesPid(): number {
  const [pid] = readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, 'utf8').trim().split(' ');
  return Number(pid);
}

describe('the service with its devices', () => {
  it('reads a card and fills in what it says', async () => {
    await goToIdentity(shell);
    await layAsAsked(folder, shell, 'resident-wang');
    const { screen } = await shell.until('question');
    expect(screen).toMatchObject({ question: 'place', value: { kind: 'region' } });
  });

  it('reads the name with rare characters whole, and masks it', async () => {
    await goToIdentity(shell);
    await layAsAsked(folder, shell, 'rare-name');
    await shell.until('question');
    await shell.act({ act: 'answer', question: 'place', value: { kind: 'region', code: '341202' } });
    await shell.act({ act: 'answer', question: 'reason', value: { kind: 'choice', option: 'job' } });
    await shell.act({ act: 'answer', question: 'from', value: { kind: 'date', date: '2020-01' } });
    await shell.act({ act: 'answer', question: 'until', value: { kind: 'date', date: '2020-02' } });
    await shell.act({ act: 'answer', question: 'collect', value: { kind: 'choice', option: 'courier' } });
    const { screen } = await shell.until('question', ({ question }) => question === 'recipient-name');
    expect(screen.view).toMatchObject({ asOnCard: { masked: '刘**' } });
  });

  it('says in words why a card cannot be used, one after the other, and then takes one that can', async () => {
    const refusals = [
      ['expired', 'expired'],
      ['bad-check-digit', 'id-number'],
      ['unknown-type', 'unknown-card'],
      ['child', 'too-young'],
      ['foreign-2023', 'card-does-not-fit'],
      ['foreign-2017', 'card-does-not-fit'],
    ] as const;
    await goToIdentity(shell);
    let before = '';
    for (const [card, why] of refusals) {
      if (before === '') await layAsAsked(folder, shell, card);
      else await lay(folder, card);
      // Between two cards with the same refusal the screen says "reading".
      if (before === why) await shell.until('identity', (each) => each.card === 'reading');
      const { screen } = await shell.until('identity', (each) => each.card === 'refused' && each.refusal?.why === why);
      if (screen.refusal !== null && 'instead' in screen.refusal)
        expect(screen.refusal.instead.length).toBeGreaterThan(10);
      before = why;
      await lift(folder);
    }
    await lay(folder, 'resident-li');
    await shell.until('question');
  });

  it('asks to lift a card that lay there before the session', async () => {
    await lay(folder, 'resident-wang');
    await goToIdentity(shell);
    await shell.until('identity', ({ card }) => card === 'lift-first');
    await lift(folder);
    await lay(folder, 'resident-li');
    await shell.until('question');
  });

  it('survives its device host: killed while a card is awaited, and another is up at once', async () => {
    await goToIdentity(shell);
    await shell.until('identity', (each) => each.reader.state === 'ready');
    process.kill(devicesPid(), 'SIGKILL');
    await shell.until('identity', (_each, view) => view.devicesRestarting);
    await layAsAsked(folder, shell, 'resident-wang');
    await shell.until('question');
  });

  it('notices a device host that hangs, as surely as one that dies', async () => {
    await goToIdentity(shell);
    await shell.until('identity', (each) => each.reader.state === 'ready');
    process.kill(devicesPid(), 'SIGSTOP');
    await shell.until('identity', (_each, view) => view.devicesRestarting);
    await layAsAsked(folder, shell, 'resident-wang');
    await shell.until('question');
  });

  it('never lets a new device host hand the card of one session to the next', async () => {
    await goToIdentity(shell);
    await layAsAsked(folder, shell, 'resident-wang');
    await shell.until('question');
    await shell.act({ act: 'leave' });
    await shell.until('goodbye', ({ cardPresent }) => cardPresent);
    process.kill(devicesPid(), 'SIGKILL');
    await shell.act({ act: 'finish' });
    await goToIdentity(shell);
    // The reader itself is reset too: now it would read the card that lies there as if it were new.
    await say(folder.readerControl, { do: 'unplug' });
    await say(folder.readerControl, { do: 'plug' });
    await shell.until('identity', ({ card }) => card === 'lift-first');
    await lift(folder);
    await lay(folder, 'resident-li');
    const { screen } = await shell.until('question');
    expect(screen.value).not.toBeNull();
    expect(shell.others).toEqual(['wipe']);
  });

  it('says that it starts over when the service itself was killed', async () => {
    await goToIdentity(shell);
    const { run } = shell.view();
    process.kill(service.pid, 'SIGKILL');
    await shell.closed;
    await service.ended;
    service = await startService(folder);
    shell = await attachShell(folder.socket, { lastRun: run, heldSession: true });
    await shell.until('home', ({ interrupted }) => interrupted);
  });

  it('works without a reader and without a printer, and says so', async () => {
    await reader.stop();
    // On the first screen already: nobody is to answer questions for a card that cannot be read.
    await shell.until('home', (_each, seen) => seen.reader.state === 'no-reader');
    await goToIdentity(shell);
    const view = await shell.until('identity', (each) => each.reader.state === 'no-reader');
    expect(view.printer).toEqual({ state: 'not-configured' });
  });

  it('lays the desk over the resident’s screen: nothing under it moves, and it stands there again', async () => {
    await goToIdentity(shell);
    await shell.act({ act: 'staff-open' });
    await shell.act({ act: 'staff-pin', pin: '000000' });
    expect((await shell.until('staff-pin', ({ wrong }) => wrong)).screen.wrong).toBe(true);
    expect(await shell.act({ act: 'back' })).toEqual({ reply: 'refused', why: 'not-now' });
    await shell.act({ act: 'staff-pin', pin: staffPin });
    await shell.until(
      'staff',
      ({ waitingCount, devices }) => waitingCount === 0 && devices.receiptPrinter.state === 'not-configured',
    );
    await shell.act({ act: 'staff-close' });
    await shell.until('identity');
  });

  it('lets staff try the reader with a card that it forgets, and the next person is asked to lift it', async () => {
    await shell.until('home', (_each, seen) => seen.reader.state === 'ready');
    await shell.act({ act: 'staff-open' });
    await shell.act({ act: 'staff-pin', pin: staffPin });
    await shell.act({ act: 'staff-try', device: 'idCardReader' });
    await shell.until('staff', ({ trying }) => trying?.state === 'put-something-there');
    await lay(folder, 'resident-wang');
    const tried = await shell.until('staff', ({ trying }) => trying?.state === 'worked');
    expect(JSON.stringify(tried)).not.toMatch(/王|\d{17}/);
    await shell.act({ act: 'staff-close' });
    await goToIdentity(shell);
    await shell.until('identity', ({ card }) => card === 'lift-first');
    // A session stands under the page now: its reader is not taken from it.
    await shell.act({ act: 'staff-open' });
    await shell.act({ act: 'staff-pin', pin: staffPin });
    const reply = await shell.act({ act: 'staff-try', device: 'idCardReader' });
    expect(reply).toEqual({ reply: 'refused', why: 'not-now' });
    await shell.act({ act: 'staff-close' });
    await lift(folder);
    await lay(folder, 'resident-li');
    await shell.until('question');
  });

  it('turns core dumps off', () => {
    const limit = (pid: number) =>
      /^Max core file size\s+(\S+)\s+(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.slice(1);
    expect([limit(service.pid), limit(devicesPid())]).toEqual([
      ['0', '0'],
      ['0', '0'],
    ]);
  });
});
