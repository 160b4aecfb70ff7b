import { open } from 'node:fs/promises';
import { z } from 'zod';

/** Of the log's end: a driver that has nothing new to say for longer than this many bytes is not shown. */
const lookedAtBytes = 512 * 1024;

/** One line of native/host-log.ts about a device. What else stands in it is the state's own. */
const statusLine = z.looseObject({
  program: z.literal('device-host'),
  event: z.string().regex(/-status$/),
  state: z.string(),
});

/** What the driver of each device said last, in the words of its status. */
export async function believedStates(
  serviceLog: string,
): Promise<readonly { readonly device: string; readonly state: string }[]> {
  const last = new Map<string, string>();
  for (const line of (await endOf(serviceLog)).split('\n')) {
    const read = statusLine.safeParse(parsed(line));
    if (!read.success) continue;
    const { program: _program, event, state, ...more } = read.data;
    const details = Object.entries(more).map(([name, value]) => `${name} ${String(value)}`);
    last.set(event.replace(/-status$/, ''), [state, ...details].join(', '));
  }
  return [...last].map(([device, state]) => ({ device, state }));
}

async function endOf(file: string): Promise<string> {
  const log = await open(file);
  try {
    const { size } = await log.stat();
    const from = Math.max(0, size - lookedAtBytes);
    const bytes = Buffer.alloc(size - from);
    await log.read(bytes, 0, bytes.length, from);
    return bytes.toString('utf8');
  } finally {
    await log.close();
  }
}

/** The first line may be half a line, and others are the service's own. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}
