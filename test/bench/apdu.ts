import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { NotPossible } from '../../build/commands.ts';
import { atMost, median, percentile, type Report } from './report.ts';

const turns = z.array(z.array(z.number()));
const rounds = z.object({ ours: turns, bare: turns });
/**
 * The virtual slot's driver sends length and command apart, and the second waits until the first is acknowledged, which the
 * other side puts off for 40 ms: nothing of that is ours or a real reader's. In a network of its own it is not put off.
 */
const promptNetwork =
  'ip link set lo up && ip route replace table local local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 quickack 1 && exec "$@"';

const neededPackage =
  'This benchmark needs ip. Install it, then run this command again:\n\n  sudo apt-get install -y --no-install-recommends iproute2';

/**
 * A command to a card and its answer, by our driver's way and by the bare library, in turn, through Debian's card service to
 * a virtual card: what our way costs beside the library. Needs root, for the network of its own.
 */
export async function measureApdu(): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-apdu-'));
  try {
    const script = path.join(import.meta.dirname, 'apdu-rounds.ts');
    const inside = ['sh', '-c', promptNetwork, 'sh', process.execPath, script, folder];
    if (!existsSync('/sbin/ip')) throw new NotPossible(`${neededPackage}\n`);
    const child = spawn('unshare', ['-n', ...inside], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const line: unknown = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]))[0];
    await ended;
    const { ours, bare } = rounds.parse(JSON.parse(String(line)));
    return {
      name: 'apdu',
      // Turn by turn: what else the machine does in a second changes more than what is measured.
      ratios: { ratio: atMost(median(ours.map((turn, at) => median(turn) / median(bare[at] ?? []))), 1.15) },
      measured: {
        oursMs: median(ours.flat()),
        bareMs: median(bare.flat()),
        oursP99Ms: percentile(ours.flat(), 99),
        bareP99Ms: percentile(bare.flat(), 99),
        times: ours.flat().length,
      },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
