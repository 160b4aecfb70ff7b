import { setInterval } from 'node:timers/promises';

/** How often a condition that nobody announces is looked at. */
const lookMs = 100;

/** Looks until the condition holds, and gives what it found then. Throws with `what` when it does not in time. */
export async function until<T>(what: string, withinMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + withinMs;
  for await (const _ of setInterval(lookMs)) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) break;
  }
  throw new Error(`Not within ${withinMs} ms: ${what}`);
}
