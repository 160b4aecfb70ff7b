import { setTimeout as sleep } from 'node:timers/promises';
import { attach, whileThere } from './service-shell.ts';
import { staffPin } from './terminal-folder.ts';

/** How often staff press "send now"; the terminal's own pauses go up to a minute. */
const askEveryMs = 300;

/**
 * A member of staff stands at the terminal and has what waits sent, again and again, until none waits or none has ended
 * for `stuckMs`. Returns how many still wait. Throws ServiceGone when the service goes.
 */
export async function drainAtDesk(serviceSocket: string, stuckMs: number): Promise<number> {
  const shell = await attach(serviceSocket);
  const there = whileThere(shell);
  try {
    await there(shell.untilAny(() => true));
    await there(shell.act({ act: 'staff-open' }));
    await there(shell.until('staff-pin'));
    await there(shell.act({ act: 'staff-pin', pin: staffPin }));
    await there(shell.until('staff'));
    let [fewest, sinceMs] = [Number.POSITIVE_INFINITY, performance.now()];
    for (;;) {
      const { screen } = shell.view();
      if (screen.screen !== 'staff' || screen.waitingCount === null) throw new Error(`no desk: ${screen.screen}`);
      const waiting = screen.waitingCount;
      if (waiting < fewest) [fewest, sinceMs] = [waiting, performance.now()];
      if (waiting === 0 || performance.now() - sinceMs > stuckMs) return waiting;
      await there(shell.act({ act: 'staff-send-now' }));
      await there(sleep(askEveryMs));
    }
  } finally {
    shell.close();
  }
}
