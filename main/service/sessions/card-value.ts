import type { GivenValue } from '../../contract/answers.ts';
import type { IdCard } from '../../contract/card.ts';
import type { Question } from '../../contract/questions.ts';
import { isDeepEnough, isWithin, nearestRegion } from '../../contract/regions.ts';
import { regionOfAddress } from './address-region.ts';

/** What the card says to a question; null where it says nothing, or nothing that would do. */
export function cardValue(question: Question, card: IdCard): GivenValue | null {
  if (!('fromCard' in question) || question.fromCard === undefined) return null;
  switch (question.kind) {
    case 'text': {
      const text = question.fromCard.field === 'name' ? card.name : addressOf(card);
      return text === '' ? null : { kind: 'text', text };
    }
    case 'region': {
      const code = cardRegion(card);
      return code === null || !isOneOf(code, question.only) ? null : { kind: 'region', code };
    }
    case 'address':
      return cardAddress(addressOf(card), question.only);
    case 'date':
      return { kind: 'date', date: card.birth.slice(0, dateLength[question.precision]) };
    default:
      return question satisfies never;
  }
}

/** Characters of YYYY-MM-DD that a precision takes. */
export const dateLength = { year: 4, month: 7, day: 10 } as const;

export const isOneOf = (code: string, only: readonly string[] | undefined): boolean =>
  only === undefined || only.some((place) => isWithin(code, place));

const addressOf = (card: IdCard): string => ('address' in card ? card.address : '');

/** Not where the address begins with no county that we know: the person knows better what it is called today. */
function cardAddress(address: string, only: readonly string[] | undefined): GivenValue | null {
  const region = regionOfAddress(address);
  if (region === null || !isDeepEnough(region.code, 'county') || !isOneOf(region.code, only)) return null;
  const rest = address.slice(region.text.length);
  return rest === '' ? null : { kind: 'address', region: region.code, rest };
}

/**
 * Where a card's holder is registered: by the address, which moves with them, before the ID number, whose first six digits
 * stay those of their first registration. A residence permit's digits name Hong Kong, Macao or Taiwan, where no item of
 * ours is handled, and a foreigner's name no place at all.
 */
function cardRegion(card: IdCard): string | null {
  const byAddress = regionOfAddress(addressOf(card));
  if (byAddress !== null) return byAddress.code;
  return card.kind === 'resident' ? nearestRegion(card.idNumber.slice(0, 6)) : null;
}
