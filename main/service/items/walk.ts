import type { IdCard } from '../../contract/card.ts';
import type { Item } from '../../contract/item.ts';
import { maxPapers } from '../../contract/answers.ts';
import type { Language } from '../../contract/words.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import { ageYears, checkApplicant } from '../sessions/applicant.ts';
import { checkedRows } from '../sessions/check-rows.ts';
import { stepOf } from '../sessions/flow.ts';
import { answerQuestion, backFromCheck, backFromQuestion, changeAnswer, continueForm } from '../sessions/form.ts';
import { addMember, changeMember, memberTitle, removeMember } from '../sessions/members.ts';
import { pagesOf, withPage } from '../sessions/pages.ts';
import { countMembers, questionOf } from '../sessions/paths.ts';
import type { IdentifiedPerson, Stage } from '../sessions/stage.ts';
import { hintOf, valueOf } from './walk-line.ts';

export interface WalkPorts {
  /** The next line; null where there is no more. */
  line(): Promise<string | null>;
  write(text: string): void;
}

export interface Walked {
  /** Somebody came to the end and handed in; else the lines ended, or they went back out of it. */
  readonly finished: boolean;
  readonly answers: IdentifiedPerson['answers'];
}

/**
 * Answers an item line by line, by the very steps that a session takes: what it asks here it asks at a terminal, and in this
 * order. Nothing is kept or sent. `today` is YYYY-MM-DD.
 */
export async function walkItem(
  item: Item,
  card: IdCard,
  today: string,
  language: Language,
  { line, write }: WalkPorts,
): Promise<Walked> {
  const nobody: IdentifiedPerson['answers'] = new Map();
  const fits = checkApplicant(item, card, today, language);
  if (!fits.ok) {
    write(`${'instead' in fits.error ? fits.error.instead : fits.error.why}\n`);
    return { finished: false, answers: nobody };
  }
  let stage = continueForm(personWith(item, card, today));
  for (;;) {
    if (stage.stage !== 'question' && stage.stage !== 'check') return { finished: false, answers: nobody };
    write(stage.stage === 'question' ? shownQuestion(stage, language) : shownCheck(stage.person, language));
    const answered = await line();
    if (answered === null) return { finished: false, answers: stage.person.answers };
    const typed = answered.trim();
    if (stage.stage === 'check') {
      if (typed === '') return { finished: true, answers: stage.person.answers };
      stage = typed === '<' ? backFromCheck(stage) : (changeAnswer(stage, rowAt(stage.person, typed)) ?? stage);
      continue;
    }
    stage = typed === '<' ? backFromQuestion(stage, today) : nextOf(stage, typed, today);
    if (stage.stage === 'question' && stage.fault !== null) {
      write(`  ! ${[stage.fault.code, stage.fault.part].filter((each) => each !== null).join(', ')}\n`);
    }
  }
}

type QuestionStage = Extract<Stage, { stage: 'question' }>;

const nothingRead = { scannedText: null, socialCardText: null, offeredTexts: [] };

function nextOf(stage: QuestionStage, typed: string, today: string): Stage {
  const question = questionOf(stage.person.item, stage.question);
  if (question.kind === 'group') {
    if (typed === '+') return addMember(stage) ?? stage;
    const at = Number(typed);
    if (at < 0) return removeMember(stage, -at, today) ?? stage;
    if (at > 0) return changeMember(stage, at) ?? stage;
    const members = countMembers(stage.person.answers, question.id);
    return answerQuestion(stage, { kind: 'group', members }, today, nothingRead);
  }
  if (question.kind === 'paper') {
    const scanned = withPages(stage, Math.min(Number(typed) || 0, question.maxPages));
    return answerQuestion(scanned, { kind: 'paper', papers: [] }, today, nothingRead);
  }
  return answerQuestion(stage, valueOf(question, typed), today, nothingRead);
}

/** Pages of nothing: there is no disk behind a walk. */
function withPages(stage: QuestionStage, wanted: number): QuestionStage {
  let now: Stage = stage;
  const there = pagesOf(stage.person.answers, stage.question).length;
  for (let page = there; page < wanted && page < maxPapers && now.stage === 'question'; page += 1) {
    now = withPage(now, pageOfNothing(`${stage.question}${page}`), 'scanned', null);
  }
  return now.stage === 'question' ? now : stage;
}

const pageOfNothing = (name: string): SealedPaper => ({
  id: Buffer.from(name.padEnd(16).slice(-16)).toString('base64url'),
  ...{ key: '', bytes: 0, sealedBytes: 0, chunks: 0, digest: '' },
});

/** Whose card was read, and who has answered nothing yet. `today` is YYYY-MM-DD. */
export const personWith = (item: Item, card: IdCard, today: string): IdentifiedPerson => ({
  ...{ ticket: '', caseId: '', item, agreedAt: today, answers: new Map(), papers: [], keepDraft: false },
  identified: {
    card,
    identity: { assurance: 'card-read', samId: '', samStatus: null },
    ageYears: ageYears(card.birth, today),
    cardSecret: null,
  },
});

function shownQuestion({ person, question: path }: QuestionStage, language: Language): string {
  const question = questionOf(person.item, path);
  const { at, of } = stepOf(person, { question: path });
  const member = memberTitle(person.item, path, language);
  const lines = [
    `\n${at}/${of}  ${member === null ? '' : `${member}: `}${question.ask[language]}`,
    ...(question.help === undefined ? [] : [question.help[language]]),
    ...hintOf(question, language),
  ];
  if (question.kind === 'group') lines.push(`${countMembers(person.answers, question.id)} x ${question.one[language]}`);
  return `${lines.join('\n    ')}\n> `;
}

function shownCheck(person: IdentifiedPerson, language: Language): string {
  const rows = checkedRows(person, language).map(
    ({ under, label, text }, at) => `    ${at + 1}  ${under === null ? '' : `${under}, `}${label}: ${text}`,
  );
  return `\n${rows.join('\n')}\n    Enter hands in, N changes a line, < goes back\n> `;
}

/** The question of a line on the check page; none for what came from the card. */
const rowAt = (person: IdentifiedPerson, typed: string): string =>
  checkedRows(person, 'zh')[Number(typed) - 1]?.change ?? '';
