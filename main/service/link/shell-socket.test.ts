import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFrameReader, encodeFrame } from '../../contract/frames.ts';
import type { ShellToService } from '../../contract/shell-service.ts';
import type { Log } from '../log.ts';
import { openShellSocket, type ShellSocket } from './shell-socket.ts';

let folder: string;
let path: string;
let socket: ShellSocket;
let warnings: string[];
let seen: ShellToService[];
let onSeen: () => void;
const clients: Socket[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'link-'));
  path = join(folder, 'service.sock');
  warnings = [];
  seen = [];
  onSeen = () => {};
  const log: Log = { info: () => {}, warn: (fields: object) => warnings.push(JSON.stringify(fields)), error: () => {} };
  socket = await openShellSocket(path, log, {
    onMessage: (message) => {
      seen.push(message);
      onSeen();
    },
  });
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  socket.close();
  rmSync(folder, { recursive: true });
});

function attach(): Promise<Socket> {
  return new Promise((resolve) => {
    const client = connect(path, () => resolve(client));
    clients.push(client);
  });
}

const nextSeen = (): Promise<void> =>
  new Promise((resolve) => {
    onSeen = resolve;
  });
const closed = (client: Socket): Promise<void> => new Promise((resolve) => client.once('close', () => resolve()));

const hello: ShellToService = { message: 'attach', lastRun: null, heldSession: false };

describe('the shell’s way in', () => {
  it('is for this user alone', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('takes what fits', async () => {
    const client = await attach();
    client.write(encodeFrame(hello));
    await nextSeen();
    expect(seen).toEqual([hello]);
  });

  it('refuses what does not fit, logs the names of the fields and no content, and goes on', async () => {
    const client = await attach();
    client.write(
      encodeFrame({
        message: 'act',
        id: 1,
        act: { act: 'answer', session: 1, question: 'phone', value: { kind: 'phone', digits: 13812345512 } },
      }),
    );
    client.write(encodeFrame({ message: 'act', id: 2, act: { act: 'format-disk', session: 1 } }));
    client.write(encodeFrame(hello));
    await nextSeen();
    expect(seen).toEqual([hello]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('act.value.digits');
    expect(warnings.join()).not.toContain('138');
  });

  it('answers an act that does not fit, where its number can be read, and a stranger never', async () => {
    const [client, stranger] = [await attach(), await attach()];
    const told = new Promise((resolve) => {
      const read = createFrameReader();
      client.on('data', (chunk) => {
        const messages = read(chunk);
        if (messages.ok && messages.value.length > 0) resolve(messages.value);
      });
    });
    let heardByStranger = 0;
    stranger.on('data', () => (heardByStranger += 1));
    client.write(encodeFrame(hello));
    await nextSeen();
    const gone = closed(stranger);
    stranger.write(encodeFrame({ message: 'act', id: 6, act: { act: 'format-disk', session: 1 } }));
    stranger.end();
    await gone;
    client.write(encodeFrame({ message: 'act', id: 'seven', act: { act: 'here', session: 1 } }));
    client.write(encodeFrame({ message: 'act', id: 8, act: { act: 'format-disk', session: 1 } }));
    expect(await told).toEqual([{ message: 'act-reply', id: 8, reply: { reply: 'refused', why: 'malformed' } }]);
    expect([seen, heardByStranger]).toEqual([[hello], 0]);
  });

  it.each([
    ['a length over the limit', Uint8Array.of(0x7f, 0xff, 0xff, 0xff)],
    ['no JSON', Uint8Array.of(0, 0, 0, 2, 0x7b, 0x7b)],
  ])('closes the connection on %s', async (_what, bytes) => {
    const client = await attach();
    client.write(bytes);
    await closed(client);
    expect(warnings).toHaveLength(1);
  });

  it('sends nothing that does not fit', () => {
    expect(() => socket.send({ message: 'view', view: {} } as never)).toThrow('run');
  });

  it('lets a new shell take the place of the old', async () => {
    const first = await attach();
    first.write(encodeFrame(hello));
    await nextSeen();
    const gone = closed(first);
    const second = await attach();
    second.write(encodeFrame(hello));
    const read = createFrameReader();
    const received = new Promise((resolve) => {
      second.on('data', (chunk) => {
        const messages = read(chunk);
        if (messages.ok && messages.value.length > 0) resolve(messages.value);
      });
    });
    await gone;
    socket.send({ message: 'wipe' });
    expect(await received).toEqual([{ message: 'wipe' }]);
  });

  it('does not let a connection that says nothing push the shell out, or act', async () => {
    const client = await attach();
    client.write(encodeFrame(hello));
    await nextSeen();
    const other = await attach();
    other.write(encodeFrame({ message: 'act', id: 1, act: { act: 'here', session: 1 } } satisfies ShellToService));
    const gone = closed(other);
    other.end();
    await gone;
    client.write(encodeFrame({ message: 'act', id: 2, act: { act: 'here', session: 1 } } satisfies ShellToService));
    await nextSeen();
    expect(seen.slice(1)).toEqual([{ message: 'act', id: 2, act: { act: 'here', session: 1 } }]);
  });

  it('takes over from a killed process’s socket file, and never removes a file of another kind', async () => {
    const stale = join(folder, 'plain');
    writeFileSync(stale, 'somebody’s');
    const log: Log = { info: () => {}, warn: () => {}, error: () => {} };
    await expect(openShellSocket(stale, log, { onMessage: () => {} })).rejects.toThrow('EADDRINUSE');
    expect(statSync(stale).size).toBeGreaterThan(0);
  });
});
