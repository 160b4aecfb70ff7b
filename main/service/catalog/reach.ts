import type { Item } from '../../contract/item.ts';
import type { Condition, Option, Question } from '../../contract/questions.ts';
import { depthOf, isDeepEnough, isRegion, isWithin, parentOf, type RegionDepth } from '../../contract/regions.ts';
import type { Need } from './placed-questions.ts';

/**
 * Which of the things that conditions look at makes it impossible that all of them hold; null where somebody's answers fulfil
 * them. Each is looked at by itself: conditions name one question or one side of the card and no two together.
 */
export function contradiction(
  item: Item,
  needs: readonly Need[],
): { readonly on: string; readonly alone: boolean } | null {
  const groups = new Map<string, Need[]>();
  for (const need of needs) {
    const key = need.on?.key ?? ('card' in need.condition ? `card ${need.condition.card}` : '');
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  for (const [on, group] of groups) {
    const conditions = group.map(({ condition }) => condition);
    const question = group[0]?.on?.question;
    const canHold = question === undefined ? cardCan(item, conditions) : answerCan(question, conditions);
    if (!canHold) return { on, alone: new Set(conditions).size === 1 };
  }
  return null;
}

const oldestYears = 150;

function cardCan({ applicant }: Item, conditions: readonly Condition[]): boolean {
  let from = applicant.minimumAgeYears ?? 0;
  let below = oldestYears;
  let kinds: readonly string[] = applicant.cards;
  for (const condition of conditions) {
    if (!('card' in condition)) continue;
    if (condition.card === 'kind') {
      const named: readonly string[] = condition.isOneOf;
      kinds = kinds.filter((kind) => named.includes(kind));
    } else {
      if ('from' in condition) from = Math.max(from, condition.from);
      below = Math.min(below, condition.below ?? oldestYears);
    }
  }
  return from < below && kinds.length > 0;
}

function answerCan(question: Question, conditions: readonly Condition[]): boolean {
  const options = conditions.flatMap((condition) => ('isOneOf' in condition ? [condition.isOneOf] : []));
  switch (question.kind) {
    case 'choice':
    case 'yes-no':
    case 'promise':
      return (namedAnswers(question) ?? []).some((answer) =>
        options.every((named) => named.some((each) => each === answer)),
      );
    case 'many':
      return manyCan(question, options);
    case 'number':
      return amountCan({ from: question.minimum ?? -Infinity, to: question.maximum ?? Infinity }, conditions);
    case 'group':
      return amountCan({ from: question.atLeast, to: question.atMost }, conditions);
    case 'region':
      return regionCan(question.depth, question.only, conditions);
    case 'address':
      return regionCan('county', question.only, conditions);
    // Conditions on any other kind are a fault of their own.
    default:
      return true;
  }
}

/** What `isOneOf` may name of a question; null where it says nothing about one of its kind. */
export function namedAnswers(question: Question): readonly string[] | null {
  switch (question.kind) {
    case 'choice':
    case 'many':
      return question.options.map(({ id }) => id);
    case 'yes-no':
      return question.unknown === true ? ['yes', 'no', 'unknown'] : ['yes', 'no'];
    case 'promise':
      return ['accepted', 'declined'];
    default:
      return null;
  }
}

/** Whether some of the options, no more than may be chosen, hold one of each set. At most 12: every way of choosing is tried. */
function manyCan(
  { options, atMost = options.length }: { readonly options: readonly Option[]; readonly atMost?: number | undefined },
  sets: readonly (readonly string[])[],
): boolean {
  const ids = options.map(({ id }) => id);
  const tried = (chosen: readonly string[], from: number): boolean =>
    sets.every((set) => set.some((id) => chosen.includes(id))) ||
    (chosen.length < atMost && ids.some((id, at) => at >= from && tried([...chosen, id], at + 1)));
  return tried([], 0);
}

function amountCan(bounds: { readonly from: number; readonly to: number }, conditions: readonly Condition[]): boolean {
  let { from, to } = bounds;
  for (const condition of conditions) {
    if ('atLeast' in condition) from = Math.max(from, condition.atLeast);
    if ('atMost' in condition) to = Math.min(to, condition.atMost ?? to);
  }
  return from <= to;
}

function regionCan(depth: RegionDepth, only: readonly string[] | undefined, conditions: readonly Condition[]): boolean {
  let places: readonly string[] | null = only ?? null;
  for (const condition of conditions) {
    if (!('regionIn' in condition)) continue;
    places = places === null ? condition.regionIn : common(places, condition.regionIn);
  }
  return places === null || places.some((place) => canBeChosen(place, depth));
}

function common(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.flatMap((place) =>
    others.flatMap((other) => (isWithin(place, other) ? [place] : isWithin(other, place) ? [other] : [])),
  );
}

/** Whether somebody who goes down to `depth` comes to this place or into it. One who names a city comes to no county of it. */
export function canBeChosen(place: string, depth: RegionDepth): boolean {
  if (!isRegion(place)) return true;
  const above = parentOf(place);
  return depthOf(place) === depth || above === null || !isDeepEnough(above, depth);
}
