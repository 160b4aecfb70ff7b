import type { GivenValue } from '../../contract/answers.ts';
import type { Item } from '../../contract/item.ts';
import type { GroupQuestion, MemberQuestion, Question } from '../../contract/questions.ts';
import { holds } from './conditions.ts';
import type { Answers, Identified } from './draft.ts';
import { countMembers, findGroup, memberPath, memberPlace, pathMeant } from './paths.ts';

/**
 * The flow over an item's definition: which questions are asked given the card and the answers so far, and which comes next.
 * Pure, so that an item can be walked at random without a terminal.
 */
export interface Filled {
  readonly item: Item;
  readonly answers: Answers;
  /** Null before a card was read. */
  readonly identified: Identified | null;
}

export interface AskedQuestion {
  readonly path: string;
  readonly question: Question;
}

/**
 * In the order in which they are asked; the questions of a group's members stand before its list. `standing`: where the person
 * is, which may be a new member of whom nothing is answered yet.
 */
export function askedQuestions(filled: Filled, standing: string | null = null): readonly AskedQuestion[] {
  // Conditions look at earlier questions only, so one pass in order is enough; an answer to a question that is itself
  // not asked counts for nothing.
  const asked = new Map<string, Question>();
  const isAsked = (path: string, question: Question): boolean =>
    (question.when ?? []).every((condition) =>
      holds(
        condition,
        (id): GivenValue | undefined => {
          const meant = pathMeant(filled.item, path, id);
          return asked.has(meant) ? filled.answers.get(meant)?.value : undefined;
        },
        filled.identified,
      ),
    );
  for (const question of filled.item.questions) {
    if (!isAsked(question.id, question)) continue;
    if (question.kind === 'group') {
      for (let at = 1; at <= membersToAsk(filled.answers, question, standing); at += 1) {
        for (const each of question.questions) {
          const path = memberPath({ group: question.id, at, question: each.id });
          if (isAsked(path, each)) asked.set(path, each);
        }
      }
    }
    asked.set(question.id, question);
  }
  return [...asked].map(([path, question]) => ({ path, question }));
}

/** Where nobody can go on without one, the first is asked for at once, with no empty list before it. */
function membersToAsk(answers: Answers, { id, atLeast, atMost }: GroupQuestion, standing: string | null): number {
  const place = standing === null ? null : memberPlace(standing);
  const there = Math.max(countMembers(answers, id), Math.min(atLeast, 1));
  return place?.group === id && place.at <= atMost ? Math.max(there, Math.min(place.at, there + 1)) : there;
}

/** The first question without an answer; null when all are answered. */
export function firstUnanswered(filled: Filled): AskedQuestion | null {
  return askedQuestions(filled).find(({ path }) => !filled.answers.has(path)) ?? null;
}

/** The questions of one member, as far as they are asked. */
export function askedOfMember(
  filled: Filled,
  group: string,
  at: number,
): readonly (AskedQuestion & { readonly question: MemberQuestion })[] {
  const standing = memberPath({ group, at, question: '' });
  return askedQuestions(filled, standing).flatMap(({ path, question }) => {
    const place = memberPlace(path);
    const isOfMember = place?.group === group && place.at === at;
    return isOfMember && question.kind !== 'group' && question.kind !== 'promise' && question.kind !== 'signature'
      ? [{ path, question }]
      : [];
  });
}

export function isWholeMember(filled: Filled, group: string, at: number): boolean {
  return askedOfMember(filled, group, at).every(({ path }) => filled.answers.has(path));
}

/** Where somebody who comes to a group begins: at its list, unless nothing could stand on it yet. */
function entryOf(filled: Filled, { id, atLeast }: GroupQuestion): string {
  const hasList = atLeast === 0 || countMembers(filled.answers, id) > 1 || isWholeMember(filled, id, 1);
  return hasList ? id : (askedOfMember(filled, id, 1)[0]?.path ?? id);
}

/** The questions of the item itself, groups as one. */
const outer = (filled: Filled): readonly AskedQuestion[] =>
  askedQuestions(filled).filter(({ path }) => memberPlace(path) === null);

const enter = (filled: Filled, { path }: AskedQuestion): string => {
  const group = findGroup(filled.item, path);
  return group === null ? path : entryOf(filled, group);
};

/** Where "continue" leads from an answered question: through a member to the list, through the item to its end, which is null. */
export function questionAfter(filled: Filled, path: string): string | null {
  const place = memberPlace(path);
  if (place !== null) {
    const asked = askedOfMember(filled, place.group, place.at);
    return asked[asked.findIndex((each) => each.path === path) + 1]?.path ?? place.group;
  }
  const asked = outer(filled);
  const next = asked[asked.findIndex((each) => each.path === path) + 1];
  return next === undefined ? null : enter(filled, next);
}

/**
 * Where "back" leads; null at the first. From the first question of a member to the list; from the list to before the group:
 * each member has a button of its own there, and nobody wants to walk back through all of them.
 */
export function questionBefore(filled: Filled, path: string): string | null {
  const place = memberPlace(path);
  if (place !== null) {
    const asked = askedOfMember(filled, place.group, place.at);
    const before = asked[asked.findIndex((each) => each.path === path) - 1];
    if (before !== undefined) return before.path;
    const group = findGroup(filled.item, place.group);
    if (group !== null && entryOf(filled, group) === group.id) return group.id;
  }
  const asked = outer(filled);
  const at = asked.findIndex((each) => each.path === (place?.group ?? path));
  const before = at > 0 ? asked[at - 1] : undefined;
  return before === undefined ? null : enter(filled, before);
}

/** Where "back" leads from the check page; null where nothing is asked. */
export function lastQuestion(filled: Filled): string | null {
  const last = outer(filled).at(-1);
  return last === undefined ? null : enter(filled, last);
}

/** Drops answers to what is no longer asked: changed from courier to pick-up, no recipient is handed in. */
export function withoutOrphans(filled: Filled): Answers {
  const asked = new Set(askedQuestions(filled).map(({ path }) => path));
  return new Map([...filled.answers].filter(([path]) => asked.has(path)));
}

/** Steps as the person counts them: the card, each question, the check page. A group is one, however many are in it. */
export function stepOf(
  filled: Filled,
  at: 'card' | 'check' | { readonly question: string },
): { at: number; of: number } {
  const asked = outer(filled);
  const of = asked.length + 2;
  if (at === 'card') return { at: 1, of };
  if (at === 'check') return { at: of, of };
  const own = memberPlace(at.question)?.group ?? at.question;
  return { at: asked.findIndex(({ path }) => path === own) + 2, of };
}
