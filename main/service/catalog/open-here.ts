import type { Item } from '../../contract/item.ts';
import { isWithin } from '../../contract/regions.ts';

export interface Here {
  /** The county that this terminal stands in; null where its profile does not say. */
  readonly region: string | null;
  /** YYYY-MM-DD where it stands; null where its clock is surely wrong: nobody is turned away for that. */
  readonly today: string | null;
}

/** Of these items, those that are open here and today, each asking only for places of handling that are open to this place. */
export function openHere(items: readonly Item[], here: Here): readonly Item[] {
  return items.flatMap((item) => {
    const { effective, elements, areas } = item;
    if (effective !== undefined && !isInSpan(effective, here.today)) return [];
    if (elements !== undefined && (elements.state !== 'in-force' || !elements.terminal)) return [];
    if (areas === undefined) return [item];
    const open = openPlaces(areas, here);
    return open.length === 0 ? [] : [limitedTo(item, open)];
  });
}

function isInSpan(
  { from, until }: { readonly from: string; readonly until?: string | undefined },
  today: string | null,
): boolean {
  return today === null || (from <= today && (until === undefined || today <= until));
}

/** Codes of the places of handling. None where this terminal does not know where it stands. */
function openPlaces(areas: NonNullable<Item['areas']>, { region, today }: Here): readonly string[] {
  if (region === null) return [];
  const open = areas
    .filter(({ collection, agreement }) => {
      const isFromHere = collection.some((place) => isWithin(region, place));
      return isFromHere && (agreement === undefined || isInSpan(agreement, today));
    })
    .flatMap(({ handling }) => handling);
  return [...new Set(open)];
}

/** The question for the place of handling offers no other. */
function limitedTo(item: Item, open: readonly string[]): Item {
  return {
    ...item,
    questions: item.questions.map((question) =>
      question.kind === 'region' && question.id === item.handlingPlace ? { ...question, only: [...open] } : question,
    ),
  };
}
