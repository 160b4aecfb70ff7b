import type { Item, Question } from '../../contract/item.ts';
import type { Answers } from './draft.ts';

/**
 * The flow over an item's definition: which questions are asked given the answers so far, and which comes next. Pure, so
 * that an item can be walked at random without a terminal.
 */
export function askedQuestions(item: Item, answers: Answers): readonly Question[] {
  // Conditions look at earlier questions only, so one pass in order is enough; an answer to a question that is itself
  // not asked counts for nothing.
  const asked: Question[] = [];
  for (const question of item.questions) {
    const holds = (question.when ?? []).every(({ question: id, isOneOf }) => {
      if (!asked.some((earlier) => earlier.id === id)) return false;
      const given = answers.get(id)?.value;
      return given?.kind === 'choice' && isOneOf.includes(given.option);
    });
    if (holds) asked.push(question);
  }
  return asked;
}

/** The first question without an answer; null when all are answered. */
export function firstUnanswered(item: Item, answers: Answers): Question | null {
  return askedQuestions(item, answers).find(({ id }) => !answers.has(id)) ?? null;
}

/** The question asked before this one; null at the first. */
export function questionBefore(item: Item, answers: Answers, id: string): Question | null {
  const asked = askedQuestions(item, answers);
  const at = asked.findIndex((question) => question.id === id);
  return at > 0 ? (asked[at - 1] ?? null) : null;
}

/** Drops answers to what is no longer asked: changed from courier to pick-up, no recipient is handed in. */
export function withoutOrphans(item: Item, answers: Answers): Answers {
  const asked = new Set(askedQuestions(item, answers).map(({ id }) => id));
  return new Map([...answers].filter(([id]) => asked.has(id)));
}

/** Steps as the person counts them: the card, each question, the check page. */
export function stepOf(
  item: Item,
  answers: Answers,
  at: 'card' | 'check' | { readonly question: string },
): { at: number; of: number } {
  const asked = askedQuestions(item, answers);
  const of = asked.length + 2;
  if (at === 'card') return { at: 1, of };
  if (at === 'check') return { at: of, of };
  return { at: asked.findIndex(({ id }) => id === at.question) + 2, of };
}
