import { randomFrom } from '../../build/data/handwriting/random.ts';
import { strokesOf } from '../../build/data/handwriting/sources.ts';
import { type Habits, poorHabits, usualHabits, written } from '../../build/data/handwriting/write.ts';
import { handwritingFrom } from '../../renderer/input/handwriting/matcher.ts';
import * as data from '../../renderer/input/handwriting/shapes/characters.generated.ts';
import { atLeast, atMost, median, percentile, type Report } from './report.ts';

/** None of the seeds with which build/data/handwriting learns and tests. */
const seed = 770_301;
/** Of how many characters each stroke is timed as it is written: the others are read once, when they are finished. */
const timedEvery = 8;

/**
 * Writings of every second character, made by build/data/handwriting/write.ts: of these, nothing was learned. All count the
 * same, the rarest as much as 的. Times are of this process alone; the page's are asked for in test/electron.
 */
export function measureHandwriting(): Promise<Report> {
  const startMs = performance.now();
  const read = handwritingFrom(data);
  const loadMs = performance.now() - startMs;
  const heldOut = Array.from(data.characters).filter((_, at) => at % 2 === 1);
  const shareOf = (habits: Habits) => {
    const random = randomFrom(seed);
    const places = heldOut.map((text) => read(written(strokesOf(text) ?? [], habits, random)).indexOf(text));
    return (most: number) => places.filter((place) => place >= 0 && place < most).length / places.length;
  };
  const usual = shareOf(usualHabits);
  const poor = shareOf(poorHabits);
  const times = strokeTimes(
    read,
    heldOut.filter((_, at) => at % timedEvery === 0),
  );
  return Promise.resolve({
    name: 'handwriting',
    ratios: {
      first: atLeast(usual(1), 0.95),
      five: atLeast(usual(5), 0.99),
      p99Ms: atMost(percentile(times, 99), 20),
    },
    measured: {
      medianMs: median(times),
      longestMs: percentile(times, 100),
      loadMs,
      poorFirst: poor(1),
      poorFive: poor(5),
      characters: heldOut.length,
      strokes: times.length,
    },
  });
}

function strokeTimes(
  read: (ink: ReturnType<typeof written>) => unknown,
  characters: readonly string[],
): readonly number[] {
  const random = randomFrom(seed + 1);
  return characters.flatMap((text) => {
    const ink = written(strokesOf(text) ?? [], usualHabits, random);
    return ink.map((_, at) => {
      const startMs = performance.now();
      read(ink.slice(0, at + 1));
      return performance.now() - startMs;
    });
  });
}
