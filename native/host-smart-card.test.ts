import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HostToService } from '../main/contract/device-host.ts';
import { end, type HostProcess, startHost } from './test-host.ts';

/** Processes take their time to start where two cores are shared. */
const startsWithinMs = 60_000;

/** The device host, Debian's card service and the cards in it: processes of their own, real time. */
const [first, second, challengeA, challengeB] = ['1', '2', 'a', 'b'].map((digit) => digit.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const reader = '*(SN 0001) 00 00';
const li = { cardNumber: 'B23456789', socialSecurityNumber: '340104195711034111', name: '李承远' };

let folder: string;
let virtual: ChildProcess;
let control: Socket;
let answers: AsyncIterator<string, undefined>;
let staffKeys: Readonly<Record<string, string>>;
let host: HostProcess;

/** One service for all tests: it takes longer to start than a card takes to be read. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'host-smart-card-'));
  const socketPath = join(folder, 'control');
  const script = join(import.meta.dirname, 'smart-card/virtual.ts');
  const names = ['1', '2'].flatMap((number) => ['--reader', `Virtual Card Reader (SN 000${number})`]);
  virtual = spawn(process.execPath, [script, '--control', socketPath, ...names, '--exit-with-parent'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (virtual.stdout === null) throw new Error('the virtual reader has no output');
  const line: unknown = (await once(createInterface({ input: virtual.stdout }), 'line'))[0];
  const told = z
    .object({ socket: z.string(), staffKeys: z.record(z.string(), z.string()) })
    .parse(JSON.parse(String(line)));
  process.env['PCSCLITE_CSOCK_NAME'] = told.socket;
  staffKeys = told.staffKeys;
  control = connect(socketPath);
  answers = createInterface({ input: control })[Symbol.asyncIterator]();
}, startsWithinMs);

beforeEach(async () => {
  host = startHost();
  host.send({ message: 'configure', devices: { smartCardReader: { transport: 'pcsc', reader } } });
  await status('ready');
}, startsWithinMs);

afterEach(async () => {
  await end(host.child);
  for (const undo of ['mend', 'pull']) await order({ do: undo });
}, startsWithinMs);

afterAll(async () => {
  control.destroy();
  await end(virtual);
  rmSync(folder, { recursive: true });
}, startsWithinMs);

async function order(wanted: object): Promise<void> {
  control.write(`${JSON.stringify(wanted)}\n`);
  const { value } = await answers.next();
  expect(JSON.parse(String(value)), JSON.stringify(wanted)).toMatchObject({ ok: true });
}

const insert = (card: string, more: object = {}): Promise<void> => order({ do: 'insert', card, ...more });

async function status(state: string): Promise<void> {
  await host.next(
    (message) =>
      message.message === 'device-status' && message.device === 'smartCardReader' && message.status.state === state,
  );
}

type SocialCard = Extract<HostToService, { readonly message: 'social-card' }>;
type StaffCard = Extract<HostToService, { readonly message: 'staff-card' }>;

async function social(event: SocialCard['card']['event'], ticket = first): Promise<SocialCard['card']> {
  const message = await host.next(
    (one) => one.message === 'social-card' && one.ticket === ticket && one.card.event === event,
  );
  if (message.message !== 'social-card') throw new Error('no card event');
  return message.card;
}

async function staff(event: StaffCard['card']['event'], challenge = challengeA): Promise<StaffCard['card']> {
  const message = await host.next(
    (one) => one.message === 'staff-card' && one.challenge === challenge && one.card.event === event,
  );
  if (message.message !== 'staff-card') throw new Error('no card event');
  return message.card;
}

async function startReading(ticket = first): Promise<void> {
  host.send({ message: 'watch-card', ticket });
  host.send({ message: 'read-social-card', ticket });
  await social('waiting', ticket);
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

async function signatureOver(text: string, challenge: string): Promise<Buffer> {
  host.send({ message: 'challenge-staff-card', challenge, digest: digestOf(text) });
  const answer = await staff('answered', challenge);
  return Buffer.from(answer.event === 'answered' ? answer.signature : '', 'base64url');
}

function isBy(key: string, text: string, signature: Buffer): boolean {
  const der = Buffer.from(staffKeys[key] ?? '', 'base64');
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify('sha256', Buffer.from(text), publicKey, signature);
}

describe('the device host with a card reader', { timeout: 40_000 }, () => {
  it('reads a social-security card, and tells when it is left behind', async () => {
    await startReading();
    await insert('social-li');
    await social('reading');
    const startedMs = performance.now();
    expect(await social('read')).toEqual({ event: 'read', card: li });
    process.stdout.write(`card read in ${Math.round(performance.now() - startedMs)} ms, seven exchanges\n`);
    host.send({ message: 'release-card', ticket: first });
    await host.next((message) => message.message === 'social-card-present' && message.present);
    await order({ do: 'pull' });
    await host.next((message) => message.message === 'social-card-present' && !message.present);
  });

  it('that was killed takes the card that is in for an old one', async () => {
    await startReading();
    await insert('social-li');
    await social('read');
    host.child.kill('SIGKILL');
    await once(host.child, 'exit');
    host = startHost();
    host.send({ message: 'configure', devices: { smartCardReader: { transport: 'pcsc', reader } } });
    host.send({ message: 'watch-card', ticket: second });
    host.send({ message: 'read-social-card', ticket: second });
    await social('pull-first', second);
    await order({ do: 'pull' });
    await social('waiting', second);
    await insert('social-li');
    await social('read', second);
  });

  it('has a card inserted again that is upside down, unknown, unreadable or pulled', async () => {
    await startReading();
    await insert('social-li', { upsideDown: true });
    await social('insert-again');
    await insert('bank');
    await social('unknown-card');
    await insert('social-unreadable');
    await social('reading');
    await social('unknown-card');
    await order({ do: 'fault', kind: 'pull', count: 1, on: 'record' });
    await insert('social-li');
    await social('insert-again');
    await insert('social-li');
    await social('read');
    expect(host.log()).not.toMatch(/李承远|3401041957/);
  });

  it('gives up a card that stops answering, and reads the next, however slow it is', async () => {
    await startReading();
    await order({ do: 'fault', kind: 'silent', count: 1, on: 'record' });
    await insert('social-li');
    await social('insert-again');
    await order({ do: 'fault', kind: 'slow', count: 1, on: 'record' });
    await insert('social-li');
    await social('read');
  });

  it('has a staff card prove whose it is; another key is another, and an old answer is none', async () => {
    await insert('staff');
    const signature = await signatureOver('first', challengeA);
    expect([isBy('staff', 'first', signature), isBy('other-staff', 'first', signature)]).toEqual([true, false]);
    await insert('replaying-staff');
    await staff('pulled');
    const replayed = await signatureOver('second', challengeB);
    expect(replayed).toEqual(signature);
    expect(isBy('staff', 'second', replayed)).toBe(false);
    await insert('other-staff');
    const other = await signatureOver('third', first);
    expect([isBy('other-staff', 'third', other), isBy('staff', 'third', other)]).toEqual([true, false]);
  });

  it.each([
    ['stop-service', 'no-service', 'start-service'],
    ['hang-service', 'no-service', 'resume-service'],
    ['unplug', 'no-reader', 'plug'],
  ])('has it again within 5 s of %s', async (breaks, state, mends) => {
    await order({ do: breaks });
    await status(state);
    await order({ do: mends });
    const mendedMs = performance.now();
    await status('ready');
    expect(performance.now() - mendedMs).toBeLessThan(5000);
    await startReading();
    await insert('social-li');
    await social('read');
  });

  it('lives on after its service was lost, whatever is collected then', { timeout: 60_000 }, async () => {
    await end(host.child);
    const collecting = '--expose-gc --import=data:text/javascript,setInterval(gc,20)';
    host = startHost({ NODE_OPTIONS: collecting });
    host.send({ message: 'configure', devices: { smartCardReader: { transport: 'pcsc', reader } } });
    await status('ready');
    // The library's client cannot be stopped each second or third time.
    for (let times = 0; times < 8; times += 1) {
      await order({ do: 'stop-service' });
      await status('no-service');
      await order({ do: 'start-service' });
      await status('ready');
    }
    expect([host.child.exitCode, host.child.signalCode]).toEqual([null, null]);
  });

  it('does not hang with the service: it goes on saying that it is alive', async () => {
    await startReading();
    await insert('social-li');
    await social('reading');
    await order({ do: 'hang-service' });
    for (let second = 0; second < 3; second += 1) await host.next(({ message }) => message === 'alive');
    await order({ do: 'resume-service' });
  });

  it('tells two of a kind apart, and says so where it cannot', async () => {
    await end(host.child);
    host = startHost();
    host.send({
      message: 'configure',
      devices: { smartCardReader: { transport: 'pcsc', reader: 'Virtual Card Reader (SN 0002) 00 00' } },
    });
    await status('ready');
    await startReading();
    await insert('bank', { reader: 0 });
    await insert('social-li', { reader: 1 });
    await social('read');
    await end(host.child);
    host = startHost();
    host.send({ message: 'configure', devices: { smartCardReader: { transport: 'pcsc', reader: 'Virtual*' } } });
    await status('several-readers');
  });
});
