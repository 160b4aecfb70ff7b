import type { CardEvent } from '../../contract/devices/id-card-reader.ts';
import type { Item } from '../../contract/item.ts';
import type { Language } from '../../contract/words.ts';
import type { OpenedDraft } from '../cases/drafts.ts';
import { ageYears, checkApplicant } from './applicant.ts';
import { continueForm } from './form.ts';
import type { IdentifiedPerson, Stage } from './stage.ts';

type IdentityStage = Extract<Stage, { stage: 'identity' }>;

export interface CardSurroundings {
  readonly items: readonly Item[];
  /** That were offered before: a draft goes on under the version it was begun with. */
  earlierItems(): readonly Item[];
  /** YYYY-MM-DD; null where nobody knows. */
  readonly today: string | null;
  readonly language: Language;
  openDraft(cardSecret: string): OpenedDraft | null;
}

/** Where what happens on the reader leads. */
export function cardStep(stage: IdentityStage, event: CardEvent, around: CardSurroundings): Stage {
  switch (event.event) {
    case 'waiting':
    case 'lift-first':
      // A refusal stays on the screen while the person takes the card away; the next card ends it.
      return stage.card === 'refused' ? stage : { ...stage, card: event.event };
    case 'reading':
    case 'lay-again':
      return { ...stage, card: event.event, refusal: null };
    case 'unknown-card':
      return { ...stage, card: 'refused', refusal: { why: 'unknown-card' } };
    case 'read': {
      const { card, samId, samStatus, cardSecret } = event;
      const { agreedAt } = stage.person;
      if (agreedAt === null) throw new Error('a card was read of somebody who has not agreed');
      const identity = { assurance: 'card-read', samId, samStatus } as const;
      const person: IdentifiedPerson = {
        ...stage.person,
        agreedAt,
        identified: {
          card,
          identity,
          ageYears: around.today === null ? null : ageYears(card.birth, around.today),
          cardSecret,
        },
      };
      const found = cardSecret === null ? null : around.openDraft(cardSecret);
      const item = found === null ? undefined : itemOfDraft(found.content.item, around);
      const goesOn = item !== undefined && checkApplicant(item, card, around.today, around.language).ok;
      return found !== null && goesOn ? { stage: 'resume', person, found, item } : identifiedStep(person, around);
    }
    default:
      return event satisfies never;
  }
}

/** The very version it was begun with, wherever that is still known; else the item as it is now. */
function itemOfDraft(
  begun: OpenedDraft['content']['item'],
  { items, earlierItems }: Pick<CardSurroundings, 'items' | 'earlierItems'>,
): Item | undefined {
  const same = [...items, ...earlierItems()].find(({ id, version }) => id === begun.id && version === begun.version);
  return same ?? items.find(({ id }) => id === begun.id);
}

/** To the first question; back to the reader, with the reason, where this card cannot be used for this item. */
export function identifiedStep(
  person: IdentifiedPerson,
  { today, language }: Pick<CardSurroundings, 'today' | 'language'>,
): Stage {
  const fits = checkApplicant(person.item, person.identified.card, today, language);
  if (fits.ok) return continueForm(person);
  return { stage: 'identity', person: { ...person, identified: null }, card: 'refused', refusal: fits.error };
}
