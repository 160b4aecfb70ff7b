import { regionLines } from './regions.generated.ts';
import type { Language } from './words.ts';

/** Administrative divisions of GB/T 2260 as they are now: provinces, cities, counties. Towns are not in it. */
export type RegionDepth = 'province' | 'city' | 'county';

export interface Region {
  readonly code: string;
  readonly zh: string;
  /** Pinyin as maps spell it, without the kind of division: Fuyang. */
  readonly en: string;
}

const regions: ReadonlyMap<string, Region> = new Map(
  regionLines.split('\n').map((line) => {
    const comma = line.indexOf(',');
    const code = line.slice(0, 6);
    return [code, { code, zh: line.slice(6, comma), en: line.slice(comma + 1) }];
  }),
);

const children: ReadonlyMap<string | null, readonly Region[]> = groupByParent();

function groupByParent(): ReadonlyMap<string | null, readonly Region[]> {
  const groups = new Map<string | null, Region[]>();
  for (const region of regions.values()) {
    const parent = parentOf(region.code);
    const siblings = groups.get(parent);
    if (siblings === undefined) groups.set(parent, [region]);
    else siblings.push(region);
  }
  return groups;
}

export const provinces = (): readonly Region[] => children.get(null) ?? [];

/**
 * What lies directly below. Below a municipality these are counties, and below some provinces cities and the counties
 * that belong to no city (济源 in 河南): "市辖区" and "省直辖县" are shelves in a list, no places a person knows.
 */
export const childrenOf = (code: string): readonly Region[] => children.get(code) ?? [];

export const isRegion = (code: string): boolean => regions.has(code);

/** By the form of the code alone. */
export function depthOf(code: string): RegionDepth {
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'city' : 'county';
}

/** The division a level up that exists: a county of 北京 lies in the province. Null above a province. */
export function parentOf(code: string): string | null {
  if (code.endsWith('0000')) return null;
  const city = `${code.slice(0, 4)}00`;
  return code !== city && regions.has(city) ? city : `${code.slice(0, 2)}0000`;
}

/** From the province down to the division itself. Empty for a code that is none. */
export function regionPath(code: string): readonly Region[] {
  const region = regions.get(code);
  if (region === undefined) return [];
  const parent = parentOf(code);
  return parent === null ? [region] : [...regionPath(parent), region];
}

/** ["安徽省", "阜阳市", "颍州区"]. Empty for a code that is none. */
export const regionNames = (code: string, language: Language = 'zh'): readonly string[] =>
  regionPath(code).map((region) => region[language]);

/** 安徽省阜阳市颍州区; Yingzhou, Fuyang, Anhui. Empty for a code that is none. */
export function regionText(code: string, language: Language): string {
  const names = regionNames(code, language);
  return language === 'zh' ? names.join('') : names.toReversed().join(', ');
}

/** Whether `code` lies in `place`, by the form of the codes alone: 341202 in 341200 and in 340000, and each in itself. */
export function isWithin(code: string, place: string): boolean {
  const kept = { province: 2, city: 4, county: 6 }[depthOf(place)];
  return code.slice(0, kept) === place.slice(0, kept);
}

const rank: Readonly<Record<RegionDepth, number>> = { province: 0, city: 1, county: 2 };

/** True too where nothing of the depth asked for exists: 东莞 has no counties, 北京 no cities, 香港 neither. */
export function isDeepEnough(code: string, depth: RegionDepth): boolean {
  if (!regions.has(code)) return false;
  return (
    rank[depthOf(code)] >= rank[depth] || childrenOf(code).every((below) => rank[depthOf(below.code)] > rank[depth])
  );
}

/**
 * What an ID number's first six digits mean today: the county, else its city, else its province. Counties are merged and
 * renamed, and the number stays: 330103 is on cards, and no longer a county. 83 stands on residence permits of people
 * from Taiwan. Null where not even the province is known.
 */
export function nearestRegion(code: string): string | null {
  const current = code.startsWith('83') ? `71${code.slice(2)}` : code;
  const nearest = [current, `${current.slice(0, 4)}00`, `${current.slice(0, 2)}0000`];
  return nearest.find((candidate) => regions.has(candidate)) ?? null;
}
