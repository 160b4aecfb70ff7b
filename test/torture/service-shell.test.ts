import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { attach, ServiceGone, whileThere } from './service-shell.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shell-'));
});
afterEach(() => rm(folder, { recursive: true }));

const listen = async () => {
  const server = createServer((socket) => socket.on('error', () => {}));
  const socket = path.join(folder, 's');
  server.listen(socket);
  await once(server, 'listening');
  return { server, socket };
};

it('says that the service is gone where it ends in the moment in which somebody comes in', async () => {
  const { server, socket } = await listen();
  const coming = attach(socket);
  // Connected, as far as the kernel goes, and never accepted: the same as a process that ends.
  server.close();
  await expect(coming).rejects.toThrow(ServiceGone);
  await expect(coming).rejects.toThrow('ECONNRESET');
});

it('says so where nobody listens, or nobody ever did', async () => {
  await expect(attach(path.join(folder, 'nowhere'))).rejects.toThrow(ServiceGone);
});

it('ends a wait for a service that goes away meanwhile', async () => {
  const { server, socket } = await listen();
  server.on('connection', (connection) => connection.destroy());
  const shell = await attach(socket);
  const waiting = whileThere(shell)(new Promise(() => {}));
  await expect(waiting).rejects.toThrow(ServiceGone);
  server.close();
});
