import { randomBytes } from 'node:crypto';
import type { ShellToService } from '../contract/shell-service.ts';
import type { View } from '../contract/view/view.ts';
import { closedHall } from './closed-hall.ts';
import type { Door, Surroundings } from './hall.ts';
import { openShellSocket } from './link/shell-socket.ts';
import { openHall } from './open-hall.ts';
import type { StartUp } from './start-up.ts';

export interface Terminal {
  stop(): Promise<void>;
}

/** Puts the rooms together and lets the shell in. */
export async function openTerminal(startUp: StartUp, around: Surroundings): Promise<Terminal> {
  const run = randomBytes(8).toString('hex');
  let shown = '';
  let scheduled = false;
  let current: () => View = () => {
    throw new Error('a view was asked for before there was one');
  };
  let onMessage: (message: ShellToService) => void = () => {};

  const socket = await openShellSocket(around.socketPath, around.log, { onMessage: (message) => onMessage(message) });
  const publish = () => {
    // Many things change in one step; the page is told once, and only what is new to it.
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      const view = current();
      const next = JSON.stringify(view);
      if (next === shown) return;
      shown = next;
      socket.send({ message: 'view', view });
    });
  };
  const door: Door = { publish, send: socket.send };
  const hall = startUp.state === 'ready' ? openHall(startUp, around, door) : closedHall(startUp, around, door);
  current = () => hall.view(run);
  onMessage = (message) => {
    switch (message.message) {
      case 'attach':
        if (message.heldSession && message.lastRun !== run) hall.onInterrupted();
        shown = '';
        publish();
        return;
      case 'act':
        socket.send({ message: 'act-reply', id: message.id, reply: hall.act(message.act) });
        return;
      default:
        message satisfies never;
    }
  };
  return {
    stop: async () => {
      socket.close();
      await hall.stop();
    },
  };
}
