import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createFrameReader, encodeFrame } from '../../main/contract/frames.ts';
import { type ServiceToShell, type ShellToService, shellToService } from '../../main/contract/shell-service.ts';
import type { ActReply } from '../../main/contract/view/act.ts';
import type { View } from '../../main/contract/view/view.ts';
import { keptPage } from './kept-pages.ts';

/** A service that decides nothing: it shows what it is told to show and keeps what it was asked for. */
export interface ScriptedService {
  readonly socketPath: string;
  readonly received: readonly ShellToService[];
  /** Also what a shell gets that attaches later. */
  show(view: View): void;
  send(message: ServiceToShell): void;
  /** Answers every act from now on; null leaves them unanswered. */
  reply(reply: ActReply | null): void;
  /** Waits for a message that was not asked for before. */
  next<Message extends ShellToService['message']>(
    message: Message,
  ): Promise<Extract<ShellToService, { message: Message }>>;
  /** As if the service's process had ended. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

const partBytes = 128 * 1024;

function partOf(page: Buffer | null, at: number): ActReply {
  if (page === null) return { reply: 'refused', why: 'not-now' };
  const part = page.subarray(at * partBytes, (at + 1) * partBytes);
  return { reply: 'page-part', base64: part.toString('base64'), last: (at + 1) * partBytes >= page.length };
}

export async function startScriptedService(): Promise<ScriptedService> {
  // Short, because a socket's path has 107 bytes; given to whoever the window runs as.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tb-'));
  const { TONGBAN_WINDOW_UID: uid, TONGBAN_WINDOW_GID: gid } = process.env;
  const socketPath = path.join(folder, 's');
  const received: ShellToService[] = [];
  let taken = 0;
  let wake: () => void = () => {};
  let shell: Socket | null = null;
  let shown: View | null = null;
  let answer: ActReply | null = null;

  const server = createServer((socket) => {
    shell = socket;
    const read = createFrameReader();
    socket.on('data', (bytes) => {
      const messages = read(bytes);
      if (!messages.ok) throw new Error(`the shell sent no frame: ${messages.error}`);
      for (const raw of messages.value) take(shellToService.parse(raw));
    });
    socket.on('error', () => {});
  });

  function take(message: ShellToService): void {
    received.push(message);
    if (message.message === 'attach' && shown !== null) send({ message: 'view', view: shown });
    if (message.message === 'act' && message.act.act === 'look-at-page') {
      send({ message: 'act-reply', id: message.id, reply: partOf(keptPage(message.act.paper), message.act.at) });
    } else if (message.message === 'act' && answer !== null)
      send({ message: 'act-reply', id: message.id, reply: answer });
    wake();
  }

  function send(message: ServiceToShell): void {
    shell?.write(encodeFrame(message));
  }

  async function listen(): Promise<void> {
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    chmodSync(socketPath, 0o600);
    if (uid !== undefined && gid !== undefined) {
      chownSync(folder, Number(uid), Number(gid));
      chownSync(socketPath, Number(uid), Number(gid));
    }
  }

  async function goAway(): Promise<void> {
    shell?.destroy();
    await new Promise((resolve) => server.close(resolve));
  }

  await listen();
  return {
    socketPath,
    received,
    send,
    show(view) {
      shown = view;
      send({ message: 'view', view });
    },
    reply(reply) {
      answer = reply;
    },
    async next(message) {
      for (;;) {
        const at = received.findIndex((one, index) => index >= taken && one.message === message);
        const found = received[at];
        if (found !== undefined) {
          taken = at + 1;
          return found as Extract<ShellToService, { message: typeof message }>;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    goAway,
    comeBack: listen,
    async close() {
      await goAway();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
