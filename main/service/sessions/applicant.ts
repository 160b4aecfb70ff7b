import type { IdCard } from '../../contract/card.ts';
import { checkIdNumber } from '../../contract/id-number.ts';
import type { Item } from '../../contract/item.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { CardRefusal } from '../../contract/view/screen.ts';
import type { Language } from '../../contract/words.ts';

/**
 * Whether this card can be used for this item today; if not, why, in the person's language. Where nobody knows what day it
 * is (`today` null) no date decides: the platform, which knows, will.
 */
export function checkApplicant(
  item: Item,
  card: IdCard,
  today: string | null,
  language: Language,
): Result<IdCard, CardRefusal> {
  // The 2017 card carries a 15-character number of its own, which has no check digit.
  if (card.kind !== 'foreign-2017' && !checkIdNumber(card.idNumber).ok) return err({ why: 'id-number' });
  if (today !== null && card.validFrom > today) return err({ why: 'not-yet-valid' });
  if (today !== null && card.validUntil !== 'long-term' && card.validUntil < today) return err({ why: 'expired' });
  const { applicant } = item;
  if (!applicant.cards.includes(card.kind)) {
    return err({ why: 'card-does-not-fit', instead: applicant.otherCard?.[language] ?? '' });
  }
  const tooYoung = today !== null && ageYears(card.birth, today) < (applicant.minimumAgeYears ?? 0);
  if (tooYoung) {
    return err({ why: 'too-young', instead: applicant.younger?.[language] ?? '' });
  }
  return ok(card);
}

/** Whole years, the birthday itself counted as reached. Dates are YYYY-MM-DD. */
export function ageYears(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}
