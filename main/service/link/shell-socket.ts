import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { z } from 'zod';
import {
  type ServiceToShell,
  type ShellToService,
  serviceToShell,
  shellToService,
} from '../../contract/shell-service.ts';
import type { Log } from '../log.ts';
import { createFrameReader, encodeFrame } from '../../contract/frames.ts';

export interface ShellSocket {
  /** Goes to the shell that is attached; with none, nobody looks at a screen and nothing is lost. */
  send(message: ServiceToShell): void;
  close(): void;
}

export interface ShellSocketEvents {
  onMessage(message: ShellToService): void;
}

/**
 * Where the shell comes in: a Unix socket in a folder that only this user can enter. One shell at a time; one that attaches
 * takes the place of the old, whose process may be dead without the socket knowing. Throws where another service listens already:
 * the first one's shell must not be taken from it.
 */
export async function openShellSocket(path: string, log: Log, events: ShellSocketEvents): Promise<ShellSocket> {
  await removeStale(path);
  let shell: Socket | null = null;
  const server = createServer((socket) => {
    const read = createFrameReader();
    socket.on('data', (chunk) => {
      const messages = read(chunk);
      if (!messages.ok) {
        log.warn({ why: messages.error }, 'shell: stream refused, connection closed');
        socket.destroy();
        return;
      }
      for (const raw of messages.value) {
        const message = shellToService.safeParse(raw);
        if (message.success) {
          if (message.data.message === 'attach' && shell !== socket) {
            shell?.destroy();
            shell = socket;
          }
          // Who has not said that it is a shell has nothing to say.
          if (shell === socket) events.onMessage(message.data);
          continue;
        }
        // Whoever asked is told, where it can be made out what for: a page left without an answer waits for it.
        const asked = numberedAct.safeParse(raw);
        if (asked.success && shell === socket) {
          send(socket, { message: 'act-reply', id: asked.data.id, reply: { reply: 'refused', why: 'malformed' } });
        }
        // Names of fields, never what stood in them.
        log.warn({ fields: message.error.issues.map(({ path: at }) => at.join('.')) }, 'shell: message refused');
      }
    });
    socket.on('error', (error) => log.warn({ error: error.message }, 'shell: connection'));
    socket.on('close', () => {
      if (shell === socket) shell = null;
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      resolve({
        send: (message) => {
          send(shell, message);
        },
        close: () => {
          // Ended, not destroyed: what was sent last is still to arrive.
          shell?.end();
          server.close();
        },
      });
    });
  });
}

/** An act of which at least the number can be read. */
const numberedAct = z.object({ message: z.literal('act'), id: z.number().int() });

function send(shell: Socket | null, message: ServiceToShell): void {
  // Checked whether anybody listens or not: a view that does not fit is a bug, and is to show as one.
  const frame = encodeFrame(serviceToShell.parse(message));
  shell?.write(frame);
}

/** A socket file outlives a killed process and then blocks the next one. Only a socket nobody answers on is removed. */
async function removeStale(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSocket() !== true) return;
  if (await somebodyAnswers(path)) throw new Error(`another service listens on ${path}`);
  rmSync(path);
}

function somebodyAnswers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const visitor = connect(path, () => {
      visitor.destroy();
      resolve(true);
    });
    visitor.on('error', () => resolve(false));
  });
}
