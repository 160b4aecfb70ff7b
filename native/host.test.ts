import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { samplePhoto } from './id-card/sample-photo.ts';
import { sampleCard, sampleCardBlocks } from './id-card/sample-cards.ts';
import { end, type HostProcess, startHost } from './test-host.ts';

/** The device host as the service has it, and a virtual reader on a real pseudo-terminal: three processes, real time. */
const here = import.meta.dirname;
const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
const wireMs = 112;

let folder: string;
let port: string;
let reader: VirtualReaderProcess;
let host: HostProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'device-host-'));
  port = join(folder, 'reader');
  reader = await startReader();
  host = startHost();
});

afterEach(async () => {
  await Promise.all([end(host.child), end(reader.child)]);
  rmSync(folder, { recursive: true });
});

describe('the device host', () => {
  it('reads a card from end to end, as fast as the wire is', { timeout: 20_000 }, async () => {
    await host.configure(port);
    host.send({ message: 'watch-card', ticket: first });
    host.send({ message: 'read-card', ticket: first });
    await host.card(first, 'waiting');
    await reader.order({ do: 'lay', card: 'rare-name' });
    await host.card(first, 'reading');
    const startedMs = performance.now();
    const read = await host.card(first, 'read');
    const readMs = performance.now() - startedMs;
    expect(read.card).toMatchObject({ card: sampleCard('rare-name'), samId: '05.01-20101129-0001228293-0296863149' });
    // Above the floor, or the line is not real; the ceiling is for a busy machine, the usual time is about 150 ms.
    expect(readMs).toBeGreaterThan(wireMs);
    expect(readMs).toBeLessThan(1500);
    process.stdout.write(`card read in ${Math.round(readMs)} ms, of which the wire takes ${wireMs} ms\n`);

    host.send({ message: 'release-card', ticket: first });
    await host.next((message) => message.message === 'card-present' && message.present);
    await reader.order({ do: 'lift' });
    await host.next((message) => message.message === 'card-present' && !message.present);
  });

  it('shows the photo where the operator has a decoder, and reads on where that one hangs', {
    timeout: 20_000,
  }, async () => {
    const decoder = join(here, 'id-card/virtual-photo-decoder.ts');
    const line = { transport: 'serial', path: port, baud: 115_200 } as const;
    const readWith = async (args: readonly string[]) => {
      const photoDecoder = { program: process.execPath, args: [...args] };
      host.send({ message: 'configure', devices: { idCardReader: { ...line, photoDecoder } } });
      await host.readerStatus('ready');
      host.send({ message: 'watch-card', ticket: first });
      host.send({ message: 'read-card', ticket: first });
      await host.card(first, 'waiting');
      await reader.order({ do: 'lay', card: 'resident-wang' });
      return host.card(first, 'read');
    };
    const read = await readWith([decoder]);
    const photo = await host.next((message) => message.message === 'card-photo');
    if (photo.message !== 'card-photo' || read.card.event !== 'read') throw new Error('no photo');
    expect(photo).toMatchObject({ ticket: first, cardSecret: read.card.cardSecret, photo: { type: 'image/bmp' } });
    const expected = samplePhoto(sampleCardBlocks('resident-wang').photo);
    expect(Buffer.from(photo.photo.base64, 'base64').equals(expected)).toBe(true);

    await end(host.child);
    await reader.order({ do: 'lift' });
    host = startHost();
    await readWith(['-e', 'setInterval(() => {}, 1000)', folder]);
    await host.logged(/"event":"photo-decoder","fault":"too-slow"/);
    host.send({ message: 'watch-card', ticket: second });
    host.send({ message: 'read-card', ticket: second });
    await host.card(second, 'lift-first');
  });

  it('that was killed leaves a card to its successor as an old one', { timeout: 20_000 }, async () => {
    await host.configure(port);
    host.send({ message: 'watch-card', ticket: first });
    host.send({ message: 'read-card', ticket: first });
    await host.card(first, 'waiting');
    await reader.order({ do: 'lay', card: 'resident-wang' });
    await host.card(first, 'reading');
    host.child.kill('SIGKILL');
    await once(host.child, 'exit');

    host = startHost();
    await host.configure(port);
    host.send({ message: 'watch-card', ticket: second });
    host.send({ message: 'read-card', ticket: second });
    await host.card(second, 'lift-first');
    await reader.order({ do: 'lift' });
    await host.card(second, 'waiting');
    await reader.order({ do: 'lay', card: 'resident-li' });
    const read = await host.card(second, 'read');
    expect(read.card).toMatchObject({ card: sampleCard('resident-li') });
  });

  it('sees the reader unplugged, and has it again soon after it is plugged in', { timeout: 20_000 }, async () => {
    await host.configure(port);
    await reader.order({ do: 'unplug' });
    await host.readerStatus('no-reader');
    await reader.order({ do: 'plug' });
    const pluggedMs = performance.now();
    await host.readerStatus('ready');
    expect(performance.now() - pluggedMs).toBeLessThan(2500);
  });

  it('starts without a reader and has one when it comes', { timeout: 20_000 }, async () => {
    await reader.order({ do: 'unplug' });
    host.send({ message: 'configure', devices: { idCardReader: { transport: 'serial', path: port, baud: 115_200 } } });
    await host.readerStatus('no-reader');
    host.send({ message: 'release-card', ticket: first });
    await host.next((message) => message.message === 'card-present' && !message.present);
    await reader.order({ do: 'plug' });
    await host.readerStatus('ready');
  });

  it('says so when nothing is configured', async () => {
    host.send({ message: 'configure', devices: {} });
    await host.readerStatus('not-configured');
    host.send({ message: 'release-card', ticket: first });
    await host.next((message) => message.message === 'card-present' && !message.present);
    host.send({ message: 'print', jobId: 'job-1', document: [{ block: 'rule' }] });
    const outcome = await host.next((message) => message.message === 'print-outcome');
    expect(outcome).toEqual({
      message: 'print-outcome',
      jobId: 'job-1',
      result: { outcome: 'not-printed', because: { state: 'not-configured' }, onPaper: 'nothing' },
    });
  });

  it('prints on the printer it was given and tells when the paper is out', { timeout: 20_000 }, async () => {
    const printer = await startPrinter();
    try {
      const settings = { transport: 'tcp', host: '127.0.0.1', port: printer.port, paperWidthMm: 80 } as const;
      host.send({ message: 'configure', devices: { receiptPrinter: settings } });
      await host.next(
        (message) =>
          message.message === 'device-status' &&
          message.device === 'receiptPrinter' &&
          message.status.state === 'ready',
      );
      const document = [{ block: 'text', text: '样例回执', size: 2, bold: true, align: 'centre' }] as const;
      host.send({ message: 'print', jobId: 'job-1', document });
      const outcome = await host.next((message) => message.message === 'print-outcome');
      expect(outcome).toEqual({ message: 'print-outcome', jobId: 'job-1', result: { outcome: 'printed' } });
    } finally {
      await end(printer.child);
    }
  });

  it('refuses what does not fit and logs it without what stood in it', async () => {
    host.child.send({ message: 'watch-card', ticket: '王晓澜' });
    host.child.send('nonsense');
    host.child.send({ message: 'print', jobId: 'j', document: [{ block: 'text', text: '341202198805173024' }] });
    host.send({ message: 'read-card', ticket: first });
    host.send({ message: 'configure', devices: {} });
    host.send({ message: 'configure', devices: {} });
    await host.logged(/configured already/);
    const log = host.log();
    expect(log.match(/"event":"refused"/g)).toHaveLength(5);
    expect(log).toContain('ticket: invalid_format');
    expect(log).toContain('not configured yet');
    expect(log).not.toMatch(/王晓澜|341202198805173024/);
  });

  it('ends when the service is gone', async () => {
    await host.next((message) => message.message === 'started');
    host.child.disconnect();
    const code: unknown = (await once(host.child, 'exit'))[0];
    expect(code).toBe(0);
  });

  it('will not run without a service', async () => {
    const alone = spawn(process.execPath, [join(here, 'host.ts')], { stdio: 'ignore' });
    const code: unknown = (await once(alone, 'exit'))[0];
    expect(code).toBe(2);
  });
});

interface VirtualReaderProcess {
  readonly child: ChildProcess;
  order(order: object): Promise<void>;
}

async function startReader(): Promise<VirtualReaderProcess> {
  const control = join(folder, 'reader-control');
  const args = [join(here, 'id-card/virtual.ts'), '--link', port, '--control', control, '--exit-with-parent'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(createInterface({ input: child.stdout }), 'line');
  const socket: Socket = connect(control);
  const answers: Interface = createInterface({ input: socket });
  return {
    child,
    order: async (order) => {
      socket.write(`${JSON.stringify(order)}\n`);
      const line: unknown = (await once(answers, 'line'))[0];
      expect(JSON.parse(String(line))).toMatchObject({ ok: true });
    },
  };
}

async function startPrinter(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const control = ['--control', join(folder, 'printer-control'), '--paper-folder', join(folder, 'paper')];
  const args = [join(here, 'receipt-printer/virtual.ts'), '--port', '0', ...control, '--exit-with-parent'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const line: unknown = (await once(createInterface({ input: child.stdout }), 'line'))[0];
  return { child, port: z.object({ port: z.number() }).parse(JSON.parse(String(line))).port };
}
