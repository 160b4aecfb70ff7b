import { startBadGateway } from './bad-gateway.ts';
import { startBadLine } from './bad-line.ts';
import { drainAtDesk } from './desk.ts';
import { handInDirectly } from './direct-hand-in.ts';
import { countFaults } from './fault-count.ts';
import { forgetLastCase } from './forget.ts';
import { findWrongPapers } from './papers-there.ts';
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
/** So many come with a page, which is a request of its own where cases go by the fifty; of ten thousand, about a hundred. */
const withPaper = (cases: number): number => Math.min(0.1, 100 / cases);
/** Every second request meets a fault: fewer than one in four pages mean that the line was not bad. */
const fewestFaults = (pages: number): number => Math.floor(pages / 4);
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
    const brought = new Map<string, readonly string[]>();
    const papers = { share: withPaper(wish.cases), brought };
    const handedIn = await handInDirectly(folder, wish.cases, random.branch('people'), papers);
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
    const wrongPapers = await findWrongPapers(await platform.cases(), brought, platform.paper);
    if (wish.plant === 'second-delivery') await platform.tamper(secondDelivery);
    const held = await platform.cases();
    const { lost, duplicated, faults } = tally(handedIn, held);
    const met = Object.values(count.byKind).reduce((sum, many) => sum + many, 0);
    return {
      handedIn: handedIn.length,
      cases: held.length,
      papers: held.reduce((sum, { content }) => sum + (content?.papers.length ?? 0), 0),
      lost: lost + wrongPapers.length,
      duplicated,
      stuck,
      untroubled: Math.max(0, fewestFaults(brought.size) - met),
      seconds,
      happened: count.byKind,
      wrong: [...faults, ...wrongPapers].slice(0, 5),
    };
  } finally {
    await platform.stop();
  }
}
