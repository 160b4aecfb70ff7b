import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { areaList } from '@vant/area-data';
import { bareName, englishName } from './region-english.ts';

/**
 * Makes main/contract/regions.generated.ts: `node build/data/regions.ts`.
 *
 * Source: @vant/area-data (MIT), kept where v-region (MIT, after the Ministry of Civil Affairs) has the code too. That
 * drops what is no administrative division but stands in such lists: development zones, towns of cities without
 * counties, "directly administered" place holders.
 */

/** 江北 and 渝北 were merged into 两江新区: v-region has it, the other set still has the two old ones. */
const newerOnly: Readonly<Record<string, string>> = { '500157': '两江新区' };

/** Written 11e4 and 131e3 by its minifier. */
function codesOfVRegion(): ReadonlySet<string> {
  const source = readFileSync(fileURLToPath(import.meta.resolve('v-region')), 'utf8');
  return new Set([...source.matchAll(/\b(\d{2}e4|\d{3}e3|\d{6}): "/g)].map((match) => String(Number(match[1]))));
}

function names(): ReadonlyMap<string, string> {
  const confirmed = codesOfVRegion();
  const all = { ...areaList.city_list, ...areaList.county_list, ...newerOnly };
  const kept = Object.entries(all).filter(([code]) => confirmed.has(code) && !/^(71|81|82)/.test(code));
  return new Map([...Object.entries(areaList.province_list), ...kept].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** 长沙县 lies in 长沙: where siblings, or city and county, would read the same, the kind of division is added. */
function englishNames(chinese: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  const english = new Map<string, string>();
  for (const [code, name] of chinese) {
    const plain = englishName(name);
    const group = `${code.slice(0, 4)} ${plain}`;
    const clashes = taken.has(group);
    taken.set(group, code);
    english.set(code, clashes && bareName(name) !== name ? `${plain} ${kindOf(name)}` : plain);
  }
  return english;
}

function kindOf(name: string): string {
  if (name.endsWith('区')) return 'District';
  if (name.endsWith('县')) return 'County';
  if (name.endsWith('旗')) return 'Banner';
  return 'City';
}

const chinese = names();
const english = englishNames(chinese);
const lines = [...chinese].map(([code, name]) => `${code}${name},${english.get(code)}`);
const target = fileURLToPath(new URL('../../main/contract/regions.generated.ts', import.meta.url));
writeFileSync(
  target,
  [
    '// Made by build/data/regions.ts from @vant/area-data and v-region (both MIT). Not edited by hand.',
    `export const regionLines: string = ${JSON.stringify(lines.join('\n'))};`,
    '',
  ].join('\n'),
);
const counties = [...chinese.keys()].filter((code) => !code.endsWith('00')).length;
console.log(`${chinese.size} divisions, ${counties} of them counties: ${target}`);
