import { childrenOf, provinces, type Region } from '../../../main/contract/regions.ts';

/** Which place lies in which: tai zhou shi is 泰州市 after 江苏省, and 台州市 after 浙江省. */
export interface Places {
  readonly isPlace: (text: string) => boolean;
  readonly liesIn: (part: string, whole: string) => boolean;
  /** The division with which a text ends: 广元市 of 四川省广元市. Null where it ends otherwise. */
  readonly endOf: (text: string) => string | null;
}

const longestName = 15;

export function placesFromRegions(): Places {
  const names = new Set<string>();
  const pairs = new Set<string>();
  const walk = (region: Region, above: readonly string[]): void => {
    names.add(region.zh);
    for (const whole of above) pairs.add(`${region.zh}/${whole}`);
    for (const below of childrenOf(region.code)) walk(below, [...above, region.zh]);
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
