import type { GivenValue } from '../../contract/answers.ts';
import type { Condition } from '../../contract/questions.ts';
import { isWithin } from '../../contract/regions.ts';
import type { Identified } from './draft.ts';

/**
 * Whether a condition holds. `answer` is what was given to the question it names; undefined where there is none, or where the
 * question is itself not asked. Before a card was read, no condition on the card holds.
 */
export function holds(
  condition: Condition,
  answer: (question: string) => GivenValue | undefined,
  identified: Identified | null,
): boolean {
  if ('card' in condition) {
    if (identified === null) return false;
    if (condition.card === 'kind') return condition.isOneOf.includes(identified.card.kind);
    // Where nobody knows what day it is, what may be needed is asked: a question too many is answered, one too few comes back.
    const { ageYears } = identified;
    return ageYears === null || isAged(ageYears, condition);
  }
  const given = answer(condition.question);
  if (given === undefined) return false;
  if ('isOneOf' in condition) return optionsOf(given).some((option) => condition.isOneOf.includes(option));
  if ('regionIn' in condition) {
    const code = given.kind === 'region' ? given.code : given.kind === 'address' ? given.region : '';
    return condition.regionIn.some((region) => isWithin(code, region));
  }
  const amount = amountOf(given);
  return amount !== null && isBetween(amount, condition);
}

function isAged(
  years: number,
  { from, below }: { readonly from?: number | undefined; readonly below?: number | undefined },
): boolean {
  return years >= (from ?? 0) && (below === undefined || years < below);
}

function isBetween(
  amount: number,
  { atLeast, atMost }: { readonly atLeast?: number | undefined; readonly atMost?: number | undefined },
): boolean {
  return (atLeast === undefined || amount >= atLeast) && (atMost === undefined || amount <= atMost);
}

function optionsOf(value: GivenValue): readonly string[] {
  switch (value.kind) {
    case 'choice':
      return [value.option];
    case 'many':
      return value.options;
    case 'yes-no':
      return [value.answer];
    case 'promise':
      return [value.accepted ? 'accepted' : 'declined'];
    default:
      return [];
  }
}

function amountOf(value: GivenValue): number | null {
  if (value.kind === 'number') return Number(value.number);
  return value.kind === 'group' ? value.members : null;
}
