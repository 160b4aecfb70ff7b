import { childrenOf, nearestRegion, provinces, type Region, regionPath } from '../../main/contract/regions.ts';
import { button, chosen } from './hand.ts';
import type { CardText } from './persons.ts';
import type { TerminalWindow } from './terminal-window.ts';

/** The county that a journey hands in at. */
export interface Place {
  readonly code: string;
  /** What the card leaves open and the person has to choose, from above; empty where the card names a county. */
  readonly byHand: readonly Region[];
}

/** As the card names it; where its address stops above the county, the first county below. */
export function placeOf(card: CardText): Place {
  const named = deepestNamed(card.address) ?? nearestRegion(card.idNumber.slice(0, 6));
  if (named === null) throw new Error('Neither address nor number of the card name a division of China.');
  const byHand: Region[] = [];
  let code = named;
  for (let [below] = childrenOf(code); below !== undefined; [below] = childrenOf(code)) {
    byHand.push(below);
    code = below.code;
  }
  return { code, byHand };
}

/** On the place's page, once it is answered. */
export async function seePlace(window: TerminalWindow, card: CardText): Promise<void> {
  await window.see(chosen(regionPath(placeOf(card).code).at(-1)?.zh ?? ''));
}

/** On the place's page: what the card names is chosen already, what it leaves open is touched. */
export async function seeOrChoosePlace(window: TerminalWindow, card: CardText): Promise<void> {
  for (const { zh } of placeOf(card).byHand) await window.tap(button(zh));
  await seePlace(window, card);
}

/** Written apart from the service's own reading of addresses: every division, against every way to write it out. */
function deepestNamed(address: string): string | null {
  const all = provinces().flatMap(withAllBelow);
  const named = all.filter(({ code }) => waysToWrite(code).some((way) => address.startsWith(way)));
  return (
    named.toSorted((one, other) => regionPath(one.code).length - regionPath(other.code).length).at(-1)?.code ?? null
  );
}

const withAllBelow = (region: Region): readonly Region[] => [region, ...childrenOf(region.code).flatMap(withAllBelow)];

/** The whole path, and the path with one level left out: 四川省西昌市. Its own name always stands there. */
function waysToWrite(code: string): readonly string[] {
  const names = regionPath(code).map(({ zh }) => zh);
  const withoutOne = names.slice(0, -1).map((_, left) => names.filter((__, at) => at !== left).join(''));
  return [names.join(''), ...withoutOne];
}
