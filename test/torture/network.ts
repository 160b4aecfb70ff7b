import { startBadGateway } from './bad-gateway.ts';
import { startBadLine } from './bad-line.ts';
import { drainAtDesk } from './desk.ts';
import { handInDirectly } from './direct-hand-in.ts';
import { countFaults } from './fault-count.ts';
import { forgetLastCase } from './forget.ts';
import { type Database, secondDelivery, startPlatformSide } from './platform-side.ts';
import type { Random } from './random.ts';
import { ServiceGone } from './service-shell.ts';
import { tally } from './tally.ts';
import { enrolTerminalFolder, startTerminalService, terminalFolder } from './terminal-folder.ts';

export interface NetworkWish {
  readonly cases: number;
  readonly database: Database;
  readonly platforms: number;
  readonly plant: 'lost-case' | 'second-delivery' | null;
}

/** Of connections, and again of requests: one contact in three comes through. */
const faulty = { line: 0.35, gateway: 0.5 } as const;
/** No end of a case for so long counts as stuck: three times what a line that has fallen silent may hold up. */
const stuckMs = 90_000;

/** Ten thousand cases over a line and through gateways that do all they can, short of forging a signature. */
export async function tortureNetwork(wish: NetworkWish, random: Random, runFolder: string): Promise<object> {
  const count = countFaults();
  const platform = await startPlatformSide(runFolder, { database: wish.database, processes: wish.platforms });
  try {
    const gateway = await startBadGateway(platform, {
      random: random.branch('gateway'),
      faulty: faulty.gateway,
      count,
    });
    const line = await startBadLine(gateway.port, { random: random.branch('line'), faulty: faulty.line, count });
    const folder = terminalFolder(runFolder, 'terminal');
    await enrolTerminalFolder(folder, platform, { port: line.port, devices: {} });
    const handedIn = await handInDirectly(folder, wish.cases, random.branch('people'));
    if (wish.plant === 'lost-case') forgetLastCase(folder);

    const startedMs = performance.now();
    const service = await startTerminalService(folder);
    const stuck = await drainAtDesk(folder.socket, stuckMs).catch((error: unknown) => {
      // Nobody has struck it: that it ended by itself is a finding, and no reason to break off.
      if (!(error instanceof ServiceGone)) throw error;
      count.note('the service ended by itself');
      return wish.cases;
    });
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    await service.stop();
    await line.close();
    await gateway.close();
    if (wish.plant === 'second-delivery') await platform.tamper(secondDelivery);
    const { lost, duplicated, faults } = tally(handedIn, await platform.cases());
    return {
      cases: handedIn.length,
      lost,
      duplicated,
      stuck,
      seconds,
      happened: count.byKind,
      wrong: faults.slice(0, 5),
    };
  } finally {
    await platform.stop();
  }
}
