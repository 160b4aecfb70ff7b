import type { Item } from '../../contract/item.ts';
import type { GroupQuestion } from '../../contract/questions.ts';
import type { Language } from '../../contract/words.ts';
import type { Answers } from './draft.ts';
import { type AskedQuestion, askedOfMember, askedQuestions, type Filled } from './flow.ts';
import { questionPage, settled, withAnswers } from './form.ts';
import { countMembers, findGroup, memberPath, memberPlace } from './paths.ts';
import type { Stage } from './stage.ts';

type QuestionStage = Extract<Stage, { stage: 'question' }>;

/** The members of a group: how one is added, changed and taken away from its list, and what stands about them elsewhere. Pure. */
const groupAt = ({ person, question }: QuestionStage): GroupQuestion | null => findGroup(person.item, question);

/** To the first question of one more; null where there is no list, or it is full. */
export function addMember(stage: QuestionStage): Stage | null {
  const group = groupAt(stage);
  if (group === null) return null;
  const members = countMembers(stage.person.answers, group.id);
  return members < group.atMost ? openMember(stage, group, members + 1) : null;
}

/** To the first question of one that is there, and through all of its questions. Null where it is not. */
export function changeMember(stage: QuestionStage, at: number): Stage | null {
  const group = groupAt(stage);
  if (group === null || at > countMembers(stage.person.answers, group.id)) return null;
  return openMember(stage, group, at);
}

/** From then on "these are all" is to be said again, so that whoever opened a member comes back to the list. */
function openMember({ person, changing }: QuestionStage, { id }: GroupQuestion, at: number): Stage | null {
  const first = askedOfMember(person, id, at)[0];
  if (first === undefined) return null;
  return questionPage({ ...person, answers: without(person.answers, id) }, first.path, changing);
}

/** The members after it move up. Its papers go with it. Null where it is not there. */
export function removeMember(stage: QuestionStage, at: number, today: string | null): Stage | null {
  const { person, changing } = stage;
  const group = groupAt(stage);
  if (group === null || at > countMembers(person.answers, group.id)) return null;
  const moved: Answers = new Map(
    [...without(person.answers, group.id)].flatMap(([path, given]) => {
      const place = memberPlace(path);
      if (place?.group !== group.id || place.at < at) return [[path, given]];
      return place.at === at ? [] : [[memberPath({ ...place, at: place.at - 1 }), given]];
    }),
  );
  return questionPage(withAnswers(person, settled({ ...person, answers: moved }, today)), group.id, changing);
}

function without(answers: Answers, path: string): Answers {
  const left = new Map(answers);
  left.delete(path);
  return left;
}

/** 家庭成员 2; null for a question of the item itself. */
export function memberTitle(item: Item, path: string, language: Language): string | null {
  const place = memberPlace(path);
  const group = place === null ? null : findGroup(item, place.group);
  return place === null || group === null ? null : titleOf(group, place.at, language);
}

export const titleOf = ({ one }: GroupQuestion, at: number, language: Language): string => {
  const name = one[language];
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${at}`;
};

/** What is asked as it is read afterwards: how many there are of a group, and then each. */
export function askedInReadingOrder(filled: Filled): readonly AskedQuestion[] {
  const inOrder: AskedQuestion[] = [];
  let members: AskedQuestion[] = [];
  for (const asked of askedQuestions(filled)) {
    if (memberPlace(asked.path) !== null) {
      members.push(asked);
      continue;
    }
    inOrder.push(asked, ...members);
    members = [];
  }
  return inOrder;
}
