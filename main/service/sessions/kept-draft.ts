import type { Item } from '../../contract/item.ts';
import type { DraftContent } from '../cases/draft-content.ts';
import type { OpenedDraft } from '../cases/drafts.ts';
import type { GivenAnswer } from './draft.ts';
import { askedQuestions } from './flow.ts';
import { checkPage, continueForm, questionPage, settled } from './form.ts';
import { findQuestion } from './paths.ts';
import { namedPapers } from './pages.ts';
import type { Wording } from './screens.ts';
import type { IdentifiedPerson, Stage } from './stage.ts';

/** A session as its draft holds it, and back. Pure. */
export function contentOf(person: IdentifiedPerson, stage: Stage, { language, elderly }: Wording): DraftContent {
  const { item, agreedAt, answers, papers } = person;
  return {
    v: 1,
    item: { id: item.id, version: item.version },
    agreedAt,
    language,
    elderly,
    at: placeOf(stage),
    answers: [...answers].map(([question, { value, source }]) => ({ question, value, source })),
    papers: [...papers],
  };
}

/**
 * The very place where its person was. The item may have changed since: answers that no longer hold are asked again.
 * `person` has just laid down the card, and brings what it says; `today` is YYYY-MM-DD, null where nobody knows.
 */
export function resumed(
  { draft, content }: OpenedDraft,
  item: Item,
  person: IdentifiedPerson,
  today: string | null,
): Stage {
  const kept = new Set(content.papers.map(({ id }) => id));
  const given = new Map<string, GivenAnswer>();
  const lost = new Set<string>();
  for (const { question, value, source } of content.answers) {
    const isAsked = findQuestion(item, question) !== null;
    // With a page of it lost it counts as not asked yet: nobody could tell which of those that are left it stood between.
    const isLost = value.kind === 'paper' && !value.papers.every((page) => kept.has(page));
    if (isLost) lost.add(question);
    if (!isAsked || isLost || value.kind === 'as-on-card' || value.kind === 'as-before') continue;
    given.set(question, { value, source });
  }
  const back: IdentifiedPerson = {
    ...person,
    caseId: draft,
    item,
    agreedAt: content.agreedAt,
    papers: content.papers,
    keepDraft: true,
  };
  const answers = settled({ ...back, answers: given }, today);
  const stage = standAt({ ...back, answers, papers: namedPapers(content.papers, answers) }, content.at);
  return stage.stage === 'question' && lost.has(stage.question)
    ? { ...stage, fault: { code: 'page-gone', part: null } }
    : stage;
}

function standAt(person: IdentifiedPerson, at: DraftContent['at']): Stage {
  if (at === null) return continueForm(person);
  if (at === 'check') {
    const next = continueForm(person);
    return next.stage === 'check' ? checkPage(person) : next;
  }
  const isAsked = askedQuestions(person, at.question).some(({ path }) => path === at.question);
  return isAsked ? questionPage(person, at.question, at.changing) : continueForm(person);
}

function placeOf(stage: Stage): DraftContent['at'] {
  switch (stage.stage) {
    case 'question':
      return { question: stage.question, changing: stage.changing };
    case 'check':
      return 'check';
    case 'home':
    case 'notice':
    case 'identity':
    case 'resume':
    case 'result':
    case 'case-status':
    case 'goodbye':
      return null;
    default:
      return stage satisfies never;
  }
}
