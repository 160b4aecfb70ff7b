import { childrenOf, provinces, type Region } from '../../../main/contract/regions.ts';

/** Which place lies in which: tai zhou shi is 泰州市 after 江苏省, and 台州市 after 浙江省. */
export interface Places {
  readonly isPlace: (text: string) => boolean;
  readonly liesIn: (part: string, whole: string) => boolean;
  /** The division with which a text ends: 广元市 of 四川省广元市, also by its bare name. Null where it ends otherwise. */
  readonly endOf: (text: string) => string | null;
}

const longestName = 15;

/** 广元 of 广元市: who writes 四川广元 leaves both out. None where a single character would be left. */
function bareName(zh: string): readonly string[] {
  const bare = zh.replace(/(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|[省市县区旗])$/, '');
  return bare === zh || bare.length < 2 ? [] : [bare];
}

export function placesFromRegions(): Places {
  const names = new Set<string>();
  const pairs = new Set<string>();
  const walk = (region: Region, above: readonly string[]): void => {
    const called = [region.zh, ...bareName(region.zh)];
    for (const name of called) {
      names.add(name);
      for (const whole of above) pairs.add(`${name}/${whole}`);
    }
    for (const below of childrenOf(region.code)) walk(below, [...above, ...called]);
  };
  for (const province of provinces()) walk(province, []);
  return {
    isPlace: (text) => names.has(text),
    liesIn: (part, whole) => pairs.has(`${part}/${whole}`),
    endOf: (text) => {
      for (let length = Math.min(longestName, text.length); length > 1; length -= 1) {
        if (names.has(text.slice(-length))) return text.slice(-length);
      }
      return null;
    },
  };
}
