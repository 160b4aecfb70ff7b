import { setTimeout as sleep } from 'node:timers/promises';
import { attachShell } from '../terminal/socket-shell.ts';
import { staffPin } from './terminal-folder.ts';

/** How often staff press "send now"; the terminal's own pauses go up to a minute. */
const askEveryMs = 300;

/**
 * A member of staff stands at the terminal and has what waits sent, again and again, until none waits or none has ended
 * for `stuckMs`. Returns how many still wait.
 */
export async function drainAtDesk(serviceSocket: string, stuckMs: number): Promise<number> {
  const shell = await attachShell(serviceSocket, { lastRun: null, heldSession: false });
  try {
    await shell.untilAny(() => true);
    await shell.act({ act: 'staff-open' });
    await shell.until('staff-pin');
    await shell.act({ act: 'staff-pin', pin: staffPin });
    await shell.until('staff');
    let [fewest, sinceMs] = [Number.POSITIVE_INFINITY, performance.now()];
    for (;;) {
      const { screen } = shell.view();
      if (screen.screen !== 'staff' || screen.waitingCount === null) throw new Error(`no desk: ${screen.screen}`);
      const waiting = screen.waitingCount;
      if (waiting < fewest) [fewest, sinceMs] = [waiting, performance.now()];
      if (waiting === 0 || performance.now() - sinceMs > stuckMs) return waiting;
      await shell.act({ act: 'staff-send-now' });
      await sleep(askEveryMs);
    }
  } finally {
    shell.close();
  }
}
