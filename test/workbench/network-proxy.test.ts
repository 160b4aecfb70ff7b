import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Program, startAndWait } from './child.ts';
import { say } from './control-line.ts';

let folder: string;
let control: string;
let proxy: Program;
let port: number;
const platform = net.createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.pipe(socket);
});

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tongban-'));
  control = path.join(folder, 'control');
  platform.listen(0, '127.0.0.1');
  await once(platform, 'listening');
  const address = z.object({ port: z.number() }).parse(platform.address());
  const [program, ready] = await startAndWait({
    name: 'network',
    command: [
      process.execPath,
      path.join(import.meta.dirname, 'network-proxy.ts'),
      ...['--to', String(address.port), '--control', control],
    ],
    logFile: path.join(folder, 'log'),
  });
  proxy = program;
  port = z.object({ port: z.number() }).parse(ready).port;
});
afterAll(async () => {
  await proxy.stop();
  platform.close();
  await rm(folder, { recursive: true });
});

it('hands bytes on, resets what is open when cut, refuses what comes then, and works again when restored', async () => {
  const first = net.connect(port, '127.0.0.1');
  first.write('hello');
  expect(String((await once(first, 'data'))[0])).toBe('hello');

  const lost = once(first, 'error');
  expect(await say(control, { do: 'cut' })).toEqual({ ok: true, cut: true, connections: 0 });
  expect((await lost)[0]).toMatchObject({ code: 'ECONNRESET' });
  expect((await once(net.connect(port, '127.0.0.1'), 'error'))[0]).toMatchObject({ code: 'ECONNREFUSED' });

  expect(await say(control, { do: 'restore' })).toMatchObject({ ok: true, cut: false });
  const second = net.connect(port, '127.0.0.1');
  second.write('again');
  expect(String((await once(second, 'data'))[0])).toBe('again');
  second.destroy();
});

it('answers what it does not understand', async () => {
  expect(await say(control, { do: 'explode' })).toMatchObject({ ok: false });
  expect(await say(control, { do: 'state' })).toMatchObject({ ok: true, cut: false });
});
