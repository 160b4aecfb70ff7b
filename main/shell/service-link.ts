import type { Duplex } from 'node:stream';
import { createFrameReader, encodeFrame } from '../contract/frames.ts';
import { serviceToShell, type ServiceToShell, type ShellToService } from '../contract/shell-service.ts';
import type { Act, ActReply } from '../contract/view/act.ts';
import type { View } from '../contract/view/view.ts';
import type { Log } from './log.ts';
import type { Timers } from './timers.ts';

const firstPauseMs = 200;
const longestPauseMs = 5_000;
/** An act is answered within milliseconds; a service that takes this long is as good as away, and the button must come back. */
const actLimitMs = 15_000;

interface LinkEnds {
  readonly connect: () => Duplex;
  readonly timers: Timers;
  readonly onView: (view: View) => void;
  readonly onAway: () => void;
  readonly onWipe: () => void;
  readonly onQuit: () => void;
  readonly log: Log;
}

export interface ServiceLink {
  /** Refused with `no-service` when there is none, it goes away, or does not answer. Never sent a second time. */
  act(act: Act): Promise<ActReply>;
}

/**
 * The shell's end of the line to the service. It connects, and connects again for ever: the service may be started
 * later, be replaced, or die; who shows "one moment" meanwhile is told by `onAway`.
 */
export function linkToService({ connect, timers, onView, onAway, onWipe, onQuit, log }: LinkEnds): ServiceLink {
  const waiting = new Map<number, (reply: ActReply) => void>();
  let socket: Duplex | null = null;
  let lastId = 0;
  let pauseMs = firstPauseMs;
  let lastRun: string | null = null;
  let heldSession = false;

  function open(): void {
    const line = connect();
    const read = createFrameReader();
    line.on('connect', () => {
      socket = line;
      send({ message: 'attach', lastRun, heldSession });
    });
    line.on('data', (bytes: Uint8Array) => {
      if (line.destroyed) return;
      const messages = read(bytes);
      if (!messages.ok) {
        log('line-broken', { why: messages.error });
        line.destroy();
        return;
      }
      for (const message of messages.value) take(message);
    });
    // Followed by `close`, always; without a listener it would end the program.
    line.on('error', (error: NodeJS.ErrnoException) => log('line-error', { code: error.code ?? error.name }));
    line.on('close', () => {
      socket = null;
      for (const answer of waiting.values()) answer({ reply: 'refused', why: 'no-service' });
      waiting.clear();
      onAway();
      timers.after(pauseMs, open);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    });
  }

  function send(message: ShellToService): void {
    socket?.write(encodeFrame(message));
  }

  function take(raw: unknown): void {
    const read = serviceToShell.safeParse(raw);
    if (!read.success) {
      log('message-refused', { at: read.error.issues[0]?.path.join('.') ?? '' });
      return;
    }
    pauseMs = firstPauseMs;
    handle(read.data);
  }

  function handle(message: ServiceToShell): void {
    switch (message.message) {
      case 'view':
        lastRun = message.view.run;
        heldSession = message.view.inSession;
        onView(message.view);
        return;
      case 'act-reply': {
        const answer = waiting.get(message.id);
        // The page has long been told that there is no service.
        if (answer === undefined) log('reply-not-awaited', { id: message.id });
        else answer(message.reply);
        return;
      }
      case 'wipe':
        onWipe();
        return;
      case 'quit':
        onQuit();
        return;
      default:
        message satisfies never;
    }
  }

  open();
  return {
    act(act) {
      if (socket === null) return Promise.resolve({ reply: 'refused', why: 'no-service' });
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        const callOff = timers.after(actLimitMs, () => answer({ reply: 'refused', why: 'no-service' }));
        const answer = (reply: ActReply): void => {
          callOff();
          waiting.delete(id);
          resolve(reply);
        };
        waiting.set(id, answer);
        send({ message: 'act', id, act });
      });
    },
  };
}
