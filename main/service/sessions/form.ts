import type { AnswerValue } from '../../contract/answers.ts';
import type { NamedPaper, Submission } from '../cases/submit.ts';
import { checkAnswer } from './answer-rules.ts';
import { answerText } from './answer-text.ts';
import { askedQuestions, firstUnanswered, questionBefore, withoutOrphans } from './flow.ts';
import { questionOf, type Wording } from './screens.ts';
import type { Answers } from './draft.ts';
import { namedPapers, pagesOf } from './pages.ts';
import type { IdentifiedPerson, Person, Stage } from './stage.ts';

/** The steps between the card and the check page: each takes a stage and gives the next. Pure. */
type QuestionStage = Extract<Stage, { stage: 'question' }>;
type CheckStage = Extract<Stage, { stage: 'check' }>;

export function isIdentified(person: Person): person is IdentifiedPerson {
  return person.identified !== null && person.agreedAt !== null;
}

/** To the first question without an answer, or to the check page. */
export function continueForm(person: IdentifiedPerson): Stage {
  const next = firstUnanswered(person.item, person.answers);
  return next === null ? checkPage(person) : questionPage(person, next.id, false);
}

/** Whether this would do, were it given now. */
export function isGoodAnswer({ person, question }: QuestionStage, value: AnswerValue, today: string | null): boolean {
  const { item, identified, answers } = person;
  return checkAnswer(questionOf(item, question), value, { card: identified.card, answers, today }).ok;
}

/** What devices read for the question that stands there. */
export type ReadForIt = Readonly<Record<'scannedText' | 'socialCardText', string | null>>;

/** Stays, with the fault, on an answer that does not hold. `today` is YYYY-MM-DD, null where nobody knows. */
export function answerQuestion(
  stage: QuestionStage,
  value: AnswerValue | null,
  today: string | null,
  readForIt: ReadForIt,
): Stage {
  const { person, question, changing } = stage;
  const checked = checkAnswer(questionOf(person.item, question), value, {
    card: person.identified.card,
    answers: person.answers,
    today,
    ...readForIt,
  });
  if (!checked.ok) return { ...stage, fault: checked.error };
  const answers = withoutFaulty(
    person,
    withoutOrphans(person.item, new Map([...person.answers, [question, checked.value]])),
    today,
  );
  const answered: IdentifiedPerson = { ...person, answers, papers: namedPapers(person.papers, answers) };
  const asked = askedQuestions(person.item, answers);
  // A change leads straight back to the check page, by way of what it made necessary to ask.
  const next = changing
    ? firstUnanswered(person.item, answers)
    : (asked[asked.findIndex(({ id }) => id === question) + 1] ?? null);
  return next === null ? checkPage(answered) : questionPage(answered, next.id, changing);
}

/**
 * An answer may stop holding when an earlier one changes: a period that ended in 2012 and now begins in 2020. It is dropped,
 * and so asked again.
 */
export function withoutFaulty(person: IdentifiedPerson, answers: Answers, today: string | null): Answers {
  const { card } = person.identified;
  return new Map(
    [...answers].filter(
      ([id, { value }]) => checkAnswer(questionOf(person.item, id), value, { card, answers, today }).ok,
    ),
  );
}

/** From the first question back to what is taken and why: the card has been read, and is not asked for again. */
export function backFromQuestion({ person, question, changing }: QuestionStage): Stage {
  // Every answer that stood before still stands, unless the change asked for more: then that comes first.
  if (changing) return continueForm(person);
  const before = questionBefore(person.item, person.answers, question);
  return before === null ? { stage: 'notice', person } : questionPage(person, before.id, false);
}

export function backFromCheck({ person }: CheckStage): Stage {
  const last = askedQuestions(person.item, person.answers).at(-1);
  return last === undefined ? { stage: 'notice', person } : questionPage(person, last.id, false);
}

/** Null for a question that was not answered. */
export function changeAnswer({ person }: CheckStage, question: string): Stage | null {
  return person.answers.has(question) ? questionPage(person, question, true) : null;
}

/** What is sealed: every answer with its question's own words, so that it can be read without the item's file. */
export function submissionOf(person: IdentifiedPerson, { language, elderly }: Wording): Submission {
  const { item, answers, identified, caseId, agreedAt } = person;
  return {
    identity: identified.identity,
    itemName: item.name,
    content: {
      caseId,
      item: { id: item.id, version: item.version, name: item.name.zh },
      applicant: identified.card,
      answers: askedQuestions(item, answers).flatMap((question) => {
        const given = answers.get(question.id);
        if (given === undefined) return [];
        const { value, source } = given;
        return [
          { question: question.id, label: question.label.zh, value, text: answerText(question, value, 'zh'), source },
        ];
      }),
      agreedAt,
      language,
      elderly,
    },
    papers: namedPages(person),
  };
}

/** In the order of the questions, each named as the person saw it on the check page. */
function namedPages({ item, answers, papers }: IdentifiedPerson): readonly NamedPaper[] {
  return askedQuestions(item, answers).flatMap(({ id, label }) =>
    pagesOf(answers, id).flatMap((page, at) => {
      const paper = papers.find((each) => each.id === page);
      return paper === undefined ? [] : [{ name: `${label.zh} ${at + 1}`, type: 'image/jpeg', paper }];
    }),
  );
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
