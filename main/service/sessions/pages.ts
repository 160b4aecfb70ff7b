import type { AnswerSource } from '../../contract/answers.ts';
import type { Item } from '../../contract/item.ts';
import type { Question } from '../../contract/questions.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import type { Answers } from './draft.ts';
import { askedQuestions } from './flow.ts';
import { questionOf } from './paths.ts';
import type { IdentifiedPerson, Stage } from './stage.ts';

type PaperQuestion = Extract<Question, { kind: 'paper' }>;
type QuestionStage = Extract<Stage, { stage: 'question' }>;

/** The pages of paper questions: which there are, how one comes to them and goes. Pure. */
export function pagesOf(answers: Answers, question: string): readonly string[] {
  const value = answers.get(question)?.value;
  return value?.kind === 'paper' ? value.papers : [];
}

/** The question that stands there, if it is one for papers. */
export function paperQuestionAt(stage: Stage): PaperQuestion | null {
  if (stage.stage !== 'question') return null;
  const question = questionOf(stage.person.item, stage.question);
  return question.kind === 'paper' ? question : null;
}

/** At the end, or in the place of `instead`, where that one still is. */
export function withPage(
  stage: QuestionStage,
  paper: SealedPaper,
  taken: 'scanned' | 'photographed',
  instead: string | null,
): Stage {
  const { person, question } = stage;
  const before = person.answers.get(question);
  const there = pagesOf(person.answers, question);
  const pages =
    instead !== null && there.includes(instead)
      ? there.map((page) => (page === instead ? paper.id : page))
      : [...there, paper.id];
  const source = before?.source === 'photographed' ? before.source : taken;
  return {
    ...stage,
    fault: null,
    person: withPages({ ...person, papers: [...person.papers, paper] }, question, pages, source),
  };
}

/** Null where this question has no such page. */
export function withoutPage(stage: QuestionStage, paper: string): Stage | null {
  const { person, question } = stage;
  const pages = pagesOf(person.answers, question);
  const left = pages.filter((page) => page !== paper);
  return left.length === pages.length ? null : { ...stage, person: withPages(person, question, left) };
}

/** One place earlier or later among its question's pages; null where it is not one of them, or there is no such place. */
export function withPageMoved(stage: QuestionStage, paper: string, to: 'earlier' | 'later'): Stage | null {
  const { person, question } = stage;
  const pages = [...pagesOf(person.answers, question)];
  const at = pages.indexOf(paper);
  const target = to === 'earlier' ? at - 1 : at + 1;
  const other = pages[target];
  if (at === -1 || other === undefined) return null;
  pages[at] = other;
  pages[target] = paper;
  return { ...stage, person: withPages(person, question, pages) };
}

function withPages(
  person: IdentifiedPerson,
  question: string,
  pages: readonly string[],
  source: AnswerSource = person.answers.get(question)?.source ?? 'scanned',
): IdentifiedPerson {
  const answers = new Map(person.answers);
  // With none left it is as if it had not been answered: going on without is said by "continue", not by taking pages away.
  if (pages.length === 0) answers.delete(question);
  else answers.set(question, { value: { kind: 'paper', papers: [...pages] }, source });
  return { ...person, answers, papers: namedPapers(person.papers, answers) };
}

/**
 * To the first question of which one of the pages in `gone` is not there any more. All its pages go: they have no names but
 * their order, and one that is scanned alone would come last. The others' turn is when it is handed in again.
 */
export function scanAgain(person: IdentifiedPerson, gone: readonly string[]): Stage {
  const asked = askedQuestions(person).find(({ path }) =>
    pagesOf(person.answers, path).some((page) => gone.includes(page)),
  );
  if (asked === undefined) throw new Error('a page is gone that no answer names');
  const { path } = asked;
  const fault = { code: 'page-gone', part: null } as const;
  return { stage: 'question', person: withPages(person, path, []), question: path, fault, changing: true };
}

/** Those that an answer names: what is no longer asked takes its pages along. */
export function namedPapers(papers: readonly SealedPaper[], answers: Answers): readonly SealedPaper[] {
  const named = new Set([...answers.keys()].flatMap((question) => pagesOf(answers, question)));
  return papers.filter(({ id }) => named.has(id));
}

/**
 * What a terminal that takes papers by these ways offers: no item that cannot be handed in without one it cannot take, and no
 * question that everyone would have to go on without.
 */
export function offeredItems(
  items: readonly Item[],
  ways: { readonly scanner: boolean; readonly camera: boolean; readonly portraitCamera: boolean },
): readonly Item[] {
  const isTaken = (question: Question): boolean =>
    question.kind !== 'paper' ||
    ways.scanner ||
    (question.photograph === 'will-do' && (ways.camera || (ways.portraitCamera && question.photo !== undefined)));
  const canGoWithout = (question: Question): boolean =>
    question.kind === 'group'
      ? question.questions.every(canGoWithout)
      : isTaken(question) || (question.kind === 'paper' && !question.needed);
  return items
    .filter(({ questions }) => questions.every(canGoWithout))
    .map((item) => ({
      ...item,
      questions: item.questions
        .filter(isTaken)
        .map((each) => (each.kind === 'group' ? { ...each, questions: each.questions.filter(isTaken) } : each)),
    }));
}
