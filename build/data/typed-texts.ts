import { fakerZH_CN as faker } from '@faker-js/faker';
import { pinyin } from 'pinyin-pro';
import { childrenOf, provinces, type Region } from '../../main/contract/regions.ts';
import { placeSyllables } from './place-readings.ts';
import { surnameReadings } from './pinyin-words.ts';

/** What somebody means to enter, and the letters they type for it. */
export interface TypedText {
  readonly text: string;
  readonly letters: string;
  readonly initials: string;
  readonly before: string;
  /** The same character by character. */
  readonly parts: readonly { readonly text: string; readonly letters: string; readonly before: string }[];
}

const typedAs = (text: string, syllables: readonly string[], before = ''): TypedText => ({
  text,
  letters: syllables.join(''),
  initials: syllables.map((syllable) => syllable[0] ?? '').join(''),
  before,
  parts: Array.from(text, (character, at) => ({
    text: character,
    letters: syllables[at] ?? '',
    before: before + Array.from(text).slice(0, at).join(''),
  })),
});

/** Of @faker-js/faker (MIT): surnames and given names as its authors list them, put together by chance. Nobody in particular. */
export function names(count: number): readonly TypedText[] {
  faker.seed(2026);
  return Array.from({ length: count }, () => {
    const surname = faker.person.lastName();
    const given = faker.person.firstName();
    const family = surnameReadings[surname]?.split(' ') ?? read(surname);
    return typedAs(surname + given, [...family, ...read(given)]);
  });
}

/** pinyin-pro (MIT) writes ü as v, as people type it. */
const read = (text: string): readonly string[] => pinyin(text, { toneType: 'none', type: 'array', v: true });

interface Place {
  readonly path: readonly Region[];
}

function counties(): readonly Place[] {
  const below = (path: readonly Region[]): readonly Place[] => {
    const inside = childrenOf(path.at(-1)?.code ?? '');
    return inside.length === 0 ? [{ path }] : inside.flatMap((region) => below([...path, region]));
  };
  return provinces().flatMap((province) => below([province]));
}

const roads = ['路', '街', '东路', '大道', '巷'] as const;

/**
 * Half are divisions from the province down, half are what comes behind them: a road called after another place, as most are.
 * Both from the table of divisions: a free list of addresses that real people live at should not exist.
 */
export function addresses(count: number): readonly TypedText[] {
  const all = counties();
  const called = provinces()
    .flatMap(({ code }) => childrenOf(code))
    .flatMap(({ zh }) => (/^..市$/.test(zh) ? [zh.slice(0, 2)] : []));
  return Array.from({ length: count }, (_, nth) => {
    // A step that shares no factor with their number visits them all, one far from the other.
    const { path } = all[(nth * 1009) % all.length] as Place;
    const division = path.map(({ zh }) => zh).join('');
    if (nth % 2 === 0) {
      return typedAs(
        division,
        path.flatMap(({ zh }) => placeSyllables(zh)),
      );
    }
    const name = called[(nth * 211) % called.length] ?? '';
    const road = roads[nth % roads.length] ?? '路';
    return typedAs(name + road, [...placeSyllables(name), ...read(road)], division);
  });
}
