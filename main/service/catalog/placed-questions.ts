import type { Item } from '../../contract/item.ts';
import type { Condition, Question } from '../../contract/questions.ts';
import type { DataPath } from './yaml-source.ts';

/** A question with where it stands in the file, and what those that name another may name. */
export interface Placed {
  readonly question: Question;
  readonly path: DataPath;
  /** Tells two questions of one id apart: a member's stands behind its group's. */
  readonly key: string;
  /** Asked before it; those of the same member last. */
  readonly earlier: readonly Placed[];
  /** Its group; null for a question of the item itself. */
  readonly group: Placed | null;
}

/** In the order in which they are asked, the questions of a group before its list. */
export function placedQuestions({ questions }: Item): readonly Placed[] {
  const outer: Placed[] = [];
  const all: Placed[] = [];
  for (const [at, question] of questions.entries()) {
    const placed: Placed = { question, path: ['questions', at], key: question.id, earlier: [...outer], group: null };
    if (question.kind === 'group') {
      const siblings: Placed[] = [];
      for (const [memberAt, member] of question.questions.entries()) {
        siblings.push({
          question: member,
          path: [...placed.path, 'questions', memberAt],
          key: `${question.id}.${member.id}`,
          earlier: [...outer, ...siblings],
          group: placed,
        });
      }
      all.push(...siblings);
    }
    outer.push(placed);
    all.push(placed);
  }
  return all;
}

/** The earlier question that an id means; a member's own before one of the item. */
export const namedBefore = ({ earlier }: Placed, id: string): Placed | undefined =>
  earlier.findLast(({ question }) => question.id === id);

/** Everything that must hold for a question to be asked: its own conditions, its group's, and those of what they name. */
export interface Need {
  readonly condition: Condition;
  /** Null for one on the card. */
  readonly on: Placed | null;
}

export function needsOf(placed: Placed): readonly Need[] {
  const own = (placed.question.when ?? []).flatMap((condition): readonly Need[] => {
    if ('card' in condition) return [{ condition, on: null }];
    const on = namedBefore(placed, condition.question);
    return on === undefined ? [] : [...needsOf(on), { condition, on }];
  });
  return placed.group === null ? own : [...needsOf(placed.group), ...own];
}
