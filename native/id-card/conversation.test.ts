import { describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../manual-clock.ts';
import type { TransportEvents } from '../transports/transport.ts';
import { type Command, encodeAnswer } from './codec.ts';
import { type Conversation, openConversation } from './conversation.ts';
import { encodeFrame } from './frame.ts';

const found = encodeFrame(encodeAnswer('found', new Uint8Array(4)));
const noCard = encodeFrame(encodeAnswer('no-card'));
const selected = encodeFrame(encodeAnswer('ok', new Uint8Array(8)));
const badChecksum = encodeFrame(encodeAnswer('bad-checksum'));

interface Bench {
  readonly clock: ManualClock;
  readonly line: Conversation;
  readonly events: TransportEvents;
  /** When each question went out. */
  readonly sentAtMs: readonly number[];
  /** Asks, plays the device's bytes at their times after the question, and gives what came of it. */
  exchange(command: Command, ...bytes: readonly (readonly [afterMs: number, chunk: Uint8Array])[]): Promise<unknown>;
}

async function openBench(): Promise<Bench> {
  const clock = createManualClock();
  const sentAtMs: number[] = [];
  let events: TransportEvents | undefined;
  const opening = openConversation({
    baud: 115_200,
    clock,
    onLost: () => undefined,
    dial: (heard) => {
      events = heard;
      clock.after(0, heard.opened);
      return { send: () => sentAtMs.push(clock.nowMs()), close: () => undefined };
    },
  });
  await clock.advance(1);
  const opened = await opening;
  if (!opened.ok || events === undefined) throw new Error('the line did not open');
  const [line, port] = [opened.value, events];
  return {
    clock,
    line,
    events: port,
    sentAtMs,
    exchange: async (command, ...bytes) => {
      for (const [afterMs, chunk] of bytes) clock.after(afterMs, () => port.bytes(chunk.slice()));
      const asked = line.ask(command);
      await clock.advance(20_000);
      const answer = await asked;
      return answer.ok ? answer.value.status : answer.error;
    },
  };
}

describe('a question and its answer', () => {
  it('go together although a late answer to the question before comes between them', async () => {
    const bench = await openBench();
    expect(await bench.exchange('select', [2, found], [9, selected])).toBe('ok');
    expect(bench.sentAtMs).toHaveLength(1);
  });

  it('wait for the line to be silent', async () => {
    const bench = await openBench();
    const askedAtMs = bench.clock.nowMs();
    bench.events.bytes(noCard);
    expect(await bench.exchange('find', [3, noCard], [12, found])).toBe('found');
    expect((bench.sentAtMs[0] ?? 0) - askedAtMs).toBeGreaterThanOrEqual(8);
  });

  it('are repeated when the reader says that the question was damaged', async () => {
    const bench = await openBench();
    expect(await bench.exchange('find', [2, badChecksum], [20, noCard])).toBe('no-card');
    expect(bench.sentAtMs).toHaveLength(2);
  });

  it('are given up when the line never falls silent', async () => {
    const bench = await openBench();
    const noise = Array.from({ length: 5000 }, (_, at) => [at * 3, Uint8Array.of(at)] as const);
    expect(await bench.exchange('find', ...noise)).toBe('garbled');
  });

  it('end at once when the line is lost', async () => {
    const bench = await openBench();
    bench.clock.after(5, () => bench.events.lost({ kind: 'unplugged' }));
    expect(await bench.exchange('read')).toBe('lost');
    expect(await bench.exchange('find')).toBe('lost');
    expect(bench.line.isOver()).toBe(true);
  });

  it('are one at a time', async () => {
    const bench = await openBench();
    void bench.line.ask('find');
    await expect(bench.line.ask('select')).rejects.toThrow('asked select');
  });
});
