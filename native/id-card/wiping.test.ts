import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createDriverBench } from './driver-bench.ts';
import { createFrameDecoder, encodeFrame } from './frame.ts';

/** What the line brought, frame by frame, in the very arrays that the driver had. */
const bodies: Uint8Array[] = [];
vi.mock('./codec.ts', async (importOriginal) => {
  const codec = await importOriginal<typeof import('./codec.ts')>();
  return {
    ...codec,
    decodeAnswer: (body: Uint8Array) => {
      bodies.push(body);
      return codec.decodeAnswer(body);
    },
  };
});

beforeEach(() => {
  bodies.length = 0;
});

const readAnswers = (): readonly Uint8Array[] => bodies.filter((body) => body.length > 1000);
const [first, second] = ['1'.repeat(32), '2'.repeat(32)];

describe('the bytes of a card', () => {
  it.each(['resident-wang', 'unknown-type'] as const)('are wiped once it is read (%s)', async (card) => {
    const bench = createDriverBench();
    bench.driver.watch(first);
    await bench.clock.advance(1000);
    bench.driver.read(first);
    bench.lay(card);
    await bench.clock.advance(3000);
    expect(bench.told(first).at(-1)).toBe(card === 'unknown-type' ? 'unknown-card' : 'read');
    expect(readAnswers()).toHaveLength(1);
    // The first three say how it went.
    for (const body of readAnswers()) expect(body.subarray(3).every((byte) => byte === 0)).toBe(true);
  });

  it('are wiped when their person has gone before they came', async () => {
    const bench = createDriverBench();
    bench.driver.watch(first);
    await bench.clock.advance(1000);
    bench.driver.read(first);
    bench.lay('resident-wang');
    bench.atCommand(0x3001, () => bench.driver.watch(second));
    await bench.clock.advance(3000);
    expect(bench.told(first)).not.toContain('read');
    expect(readAnswers()).toHaveLength(1);
    for (const body of readAnswers()) expect(body.subarray(3).every((byte) => byte === 0)).toBe(true);
  });
});

it('a frame leaves nothing of itself behind in the decoder', () => {
  const made: Uint8Array[] = [];
  const Plain = Uint8Array;
  vi.stubGlobal(
    'Uint8Array',
    class extends Plain<ArrayBuffer> {
      /** Views and copies of it are plain ones. */
      static get [Symbol.species]() {
        return Plain;
      }
      constructor(length: number) {
        super(new ArrayBuffer(length));
        made.push(this);
      }
    },
  );
  const decoder = createFrameDecoder();
  vi.unstubAllGlobals();
  const [held] = made;
  if (held === undefined) throw new Error('the decoder made no array');
  const frame = encodeFrame(new Uint8Array(300).fill(0x5a));
  decoder.feed(frame.subarray(0, 200));
  expect(held.includes(0x5a)).toBe(true);
  expect(decoder.feed(frame.subarray(200))).toHaveLength(1);
  expect(held.every((byte) => byte === 0)).toBe(true);
});
