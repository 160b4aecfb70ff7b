import type { AnswerValue } from '../../contract/answers.ts';
import { checkAnswer, isStaleCopy } from './answer-rules.ts';
import type { Answers } from './draft.ts';
import { firstUnanswered, lastQuestion, questionAfter, questionBefore, withoutOrphans } from './flow.ts';
import { namedPapers } from './pages.ts';
import { countMembers, findGroup, memberPlace } from './paths.ts';
import type { IdentifiedPerson, Person, Stage } from './stage.ts';

/** The steps between the card and the check page: each takes a stage and gives the next. Pure. */
type QuestionStage = Extract<Stage, { stage: 'question' }>;
type CheckStage = Extract<Stage, { stage: 'check' }>;

export function isIdentified(person: Person): person is IdentifiedPerson {
  return person.identified !== null && person.agreedAt !== null;
}

/** To the first question without an answer, or to the check page. */
export function continueForm(person: IdentifiedPerson): Stage {
  const next = firstUnanswered(person);
  return next === null ? checkPage(person) : questionPage(person, next.path, false);
}

/** Whether this would do, were it given now. */
export function isGoodAnswer({ person, question }: QuestionStage, value: AnswerValue, today: string | null): boolean {
  return checkAnswer(value, aroundOf(person, question, today)).ok;
}

const aroundOf = ({ item, identified, answers }: IdentifiedPerson, path: string, today: string | null) => ({
  item,
  path,
  card: identified.card,
  answers,
  today,
});

/** What devices read for the question that stands there. */
export interface ReadForIt {
  readonly scannedText: string | null;
  readonly socialCardText: string | null;
  readonly offeredTexts: readonly string[];
}
export const nothingRead: ReadForIt = { scannedText: null, socialCardText: null, offeredTexts: [] };

/** Stays, with the fault, on an answer that does not hold. `today` is YYYY-MM-DD, null where nobody knows. */
export function answerQuestion(
  stage: QuestionStage,
  value: AnswerValue | null,
  today: string | null,
  readForIt: ReadForIt,
): Stage {
  const { person, question, changing } = stage;
  const checked = checkAnswer(value, { ...aroundOf(person, question, today), ...readForIt });
  if (!checked.ok) return { ...stage, fault: checked.error };
  const given: IdentifiedPerson = { ...person, answers: new Map([...person.answers, [question, checked.value]]) };
  const answered = withAnswers(person, settled(given, today));
  const next = nextAfter(answered, question, changing);
  return next === null ? checkPage(answered) : questionPage(answered, next, changing);
}

export const withAnswers = (person: IdentifiedPerson, answers: Answers): IdentifiedPerson => ({
  ...person,
  answers,
  papers: namedPapers(person.papers, answers),
});

/**
 * A change leads straight back to the check page, by way of what it made necessary to ask. A member is gone through to its
 * end while its list still waits for "these are all", and so is one of whom something is missing when that is said.
 */
function nextAfter(person: IdentifiedPerson, path: string, changing: boolean): string | null {
  const place = memberPlace(path);
  if (place !== null && !person.answers.has(place.group)) return questionAfter(person, path);
  const unanswered = firstUnanswered(person)?.path ?? null;
  const isMissing = unanswered !== null && memberPlace(unanswered)?.group === path;
  return changing || isMissing ? unanswered : questionAfter(person, path);
}

/**
 * What is left of the answers when one has changed: those to what is still asked, and that still hold. A period that ended in 2012
 * and now begins in 2020 is asked again. What is dropped may make something else drop.
 */
export function settled(person: IdentifiedPerson, today: string | null): Answers {
  const asked = withoutOrphans(person);
  const left = new Map(
    [...asked].filter(([path, given]) => {
      const around = aroundOf({ ...person, answers: asked }, path, today);
      return checkAnswer(given.value, around).ok && !isStaleCopy(given, around);
    }),
  );
  return left.size === person.answers.size ? left : settled({ ...person, answers: left }, today);
}

/** From the first question back to what is taken and why: the card has been read, and is not asked for again. */
export function backFromQuestion(stage: QuestionStage, today: string | null): Stage {
  const { person, question, changing } = stage;
  const place = memberPlace(question);
  // A member was opened from its list, and goes back to it.
  const inGroup = place !== null && !person.answers.has(place.group);
  // Every answer that stood before still stands, unless the change asked for more: then that comes first.
  if (changing && !inGroup) return isList(stage) ? backFromList(stage, today) : continueForm(person);
  const before = questionBefore(person, question);
  return before === null ? { stage: 'notice', person } : questionPage(person, before, changing && inGroup);
}

const isList = ({ person, question }: QuestionStage): boolean => findGroup(person.item, question) !== null;

/** To the check page where the list will do as it stands, which nobody has to say who only looked at it. */
function backFromList(stage: QuestionStage, today: string | null): Stage {
  const { person, question } = stage;
  const members = countMembers(person.answers, question);
  const done = answerQuestion(stage, { kind: 'group', members }, today, nothingRead);
  if (done.stage !== 'question' || done.fault === null) return done;
  return backFromQuestion({ ...stage, changing: false }, today);
}

export function backFromCheck({ person }: CheckStage): Stage {
  const last = lastQuestion(person);
  return last === null ? { stage: 'notice', person } : questionPage(person, last, false);
}

/** Null for a question that was not answered. */
export function changeAnswer({ person }: CheckStage, question: string): Stage | null {
  return person.answers.has(question) ? questionPage(person, question, true) : null;
}

export const questionPage = (person: IdentifiedPerson, question: string, changing: boolean): Stage => ({
  stage: 'question',
  person,
  question,
  fault: null,
  changing,
});

export const checkPage = (person: IdentifiedPerson): Stage => ({
  stage: 'check',
  person,
  failed: null,
  submitting: false,
});
