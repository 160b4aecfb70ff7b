import type { Act, ActReply } from '../contract/view/act.ts';
import type { View } from '../contract/view/view.ts';
import type { ShellSocket } from './link/shell-socket.ts';
import type { Log } from './log.ts';
import type { Timers } from './timers.ts';

/** What stands behind the screen: the terminal at work, or a closed one. */
export interface Hall {
  view(run: string): View;
  act(asked: Act): ActReply;
  onInterrupted(): void;
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly timers: Timers;
  readonly log: Log;
  readonly socketPath: string;
  /** The device host's program. */
  readonly deviceHost: string;
  /** A member of staff ended the program. */
  onQuit(): void;
}

/** The way to the shell. */
export interface Door {
  /** Something on the screen may have changed. */
  publish(): void;
  readonly send: ShellSocket['send'];
}

/** After the answer to the act that asked for it: the page is not left waiting. */
export function quit({ send }: Door, around: Surroundings): void {
  queueMicrotask(() => {
    send({ message: 'quit' });
    around.onQuit();
  });
}
