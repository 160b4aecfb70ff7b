import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { atMost, median, percentile, type Report } from './report.ts';

const rounds = z.object({ ours: z.array(z.number()), bare: z.array(z.number()) });
/**
 * The virtual slot's driver sends length and command apart, and the second waits until the first is acknowledged, which the
 * other side puts off for 40 ms: nothing of that is ours or a real reader's. In a network of its own it is not put off.
 */
const promptNetwork =
  'ip link set lo up && ip route replace table local local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 quickack 1 && exec "$@"';

/**
 * A command to a card and its answer, by our driver's way and by the bare library, in turn, through Debian's card service to
 * a virtual card: what our way costs beside the library. Needs root, for the network of its own.
 */
export async function measureApdu(): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-apdu-'));
  try {
    const script = path.join(import.meta.dirname, 'apdu-rounds.ts');
    const inside = ['sh', '-c', promptNetwork, 'sh', process.execPath, script, folder];
    const child = spawn('unshare', ['-n', ...inside], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const line: unknown = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]))[0];
    await ended;
    const { ours, bare } = rounds.parse(JSON.parse(String(line)));
    return {
      name: 'apdu',
      ratios: { ratio: atMost(median(ours) / median(bare), 1.15) },
      measured: {
        oursMs: median(ours),
        bareMs: median(bare),
        oursP99Ms: percentile(ours, 99),
        bareP99Ms: percentile(bare, 99),
        times: ours.length,
      },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
