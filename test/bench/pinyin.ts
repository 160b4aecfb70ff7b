import { addresses, names, type TypedText } from '../../build/data/typed-texts.ts';
import * as data from '../../renderer/input/pinyin/dictionary.generated.ts';
import { type Content, pinyinEngine } from '../../renderer/input/pinyin/engine.ts';
import { atLeast, atMost, median, percentile, type Report } from './report.ts';

const firstPage = 16;
/** Of how many texts each key is timed. */
const timedEvery = 5;

/** Two thousand names and addresses (build/data/typed-texts.ts says from where): where they stand, and how long a key takes. */
export function measurePinyin(): Promise<Report> {
  const startMs = performance.now();
  const engine = pinyinEngine(data);
  const loadMs = performance.now() - startMs;
  const shareOf = (texts: readonly TypedText[], by: 'letters' | 'initials', content: Content) => {
    const places = texts.map((typed) =>
      engine.candidates(typed[by], content, typed.before).findIndex(({ text }) => text === typed.text),
    );
    return (most: number): number => places.filter((place) => place >= 0 && place < most).length / places.length;
  };
  const people = names(1000);
  const places = addresses(1000);
  const divisions = places.filter(({ before }) => before === '');
  const roads = places.filter(({ before }) => before !== '');
  const times = [...keyTimes(people, 'name'), ...keyTimes(places, 'address')];
  const inPage = people.filter(({ parts }) =>
    parts.every(({ text, letters, before }) =>
      engine
        .candidates(letters, 'name', before)
        .slice(0, firstPage)
        .some((candidate) => candidate.text === text),
    ),
  );
  function keyTimes(texts: readonly TypedText[], content: Content): readonly number[] {
    return texts
      .filter((_, at) => at % timedEvery === 0)
      .flatMap(({ letters, initials, before }) =>
        [letters, initials].flatMap((whole) =>
          Array.from(whole, (_, at) => {
            const typed = whole.slice(0, at + 1);
            const fromMs = performance.now();
            engine.candidates(typed, content, before);
            engine.spelled(typed);
            return performance.now() - fromMs;
          }),
        ),
      );
  }
  return Promise.resolve({
    name: 'pinyin',
    ratios: {
      p99Ms: atMost(percentile(times, 99), 30),
      divisionsFirst: atLeast(shareOf(divisions, 'letters', 'address')(1), 0.98),
      roadsFirst: atLeast(shareOf(roads, 'letters', 'address')(1), 0.95),
      namesOnFirstPage: atLeast(shareOf(people, 'letters', 'name')(firstPage), 0.7),
    },
    measured: {
      medianMs: median(times),
      longestMs: percentile(times, 100),
      loadMs,
      namesFirst: shareOf(people, 'letters', 'name')(1),
      namesByCharacters: inPage.length / people.length,
      divisionsByInitials: shareOf(divisions, 'initials', 'address')(1),
      keys: times.length,
    },
  });
}
