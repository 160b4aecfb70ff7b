import type { Item } from '../../contract/item.ts';
import type { GroupQuestion, MemberQuestion, Question } from '../../contract/questions.ts';
import type { Answers } from './draft.ts';

/**
 * Where an answer stands: a question of the item by its id, one of a member of a group by `group.N.question`, N from 1. The
 * group's own id is its list of members.
 */
export interface MemberPlace {
  readonly group: string;
  /** From 1. */
  readonly at: number;
  readonly question: string;
}

export const memberPath = ({ group, at, question }: MemberPlace): string => `${group}.${at}.${question}`;

/** Null for a question of the item itself. */
export function memberPlace(path: string): MemberPlace | null {
  // Most are not, and this is asked of each of them at every touch.
  if (!path.includes('.')) return null;
  const [group = '', at, question = ''] = path.split('.');
  return { group, at: Number(at), question };
}

/** Null where the item has none: it may be an answer to what an older version asked. */
export function findGroup({ questions }: Item, id: string): GroupQuestion | null {
  const found = questions.find((each) => each.id === id);
  return found?.kind === 'group' ? found : null;
}

function findMemberQuestion(item: Item, { group, question }: MemberPlace): MemberQuestion | null {
  return findGroup(item, group)?.questions.find(({ id }) => id === question) ?? null;
}

export function findQuestion(item: Item, path: string): Question | null {
  const place = memberPlace(path);
  return place === null ? (item.questions.find(({ id }) => id === path) ?? null) : findMemberQuestion(item, place);
}

export function questionOf(item: Item, path: string): Question {
  const question = findQuestion(item, path);
  if (question === null) throw new Error(`item ${item.id} has no question ${path}`);
  return question;
}

/** Which answer a question at `from` means by an id: one of the same member, else one of the item. */
export function pathMeant(item: Item, from: string, id: string): string {
  const place = memberPlace(from);
  if (place === null) return id;
  const sibling = { ...place, question: id };
  return findMemberQuestion(item, sibling) === null ? id : memberPath(sibling);
}

/** A member is there as soon as one of its questions is answered. */
export function countMembers(answers: Answers, group: string): number {
  return Math.max(
    0,
    ...[...answers.keys()].map((path) => {
      const place = memberPlace(path);
      return place?.group === group ? place.at : 0;
    }),
  );
}
