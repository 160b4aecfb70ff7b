import { randomBytes } from 'node:crypto';
import type { AnswerValue } from '../../contract/answers.ts';
import type { IdCard } from '../../contract/card.ts';
import { idNumberCheckCharacter } from '../../contract/id-number.ts';
import type { Item } from '../../contract/item.ts';
import { draftContent } from '../cases/draft-content.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import { earlierAnswer } from './answer-rules.ts';
import { ageYears } from './applicant.ts';
import { cardValue } from './card-value.ts';
import { checkedRows } from './check-rows.ts';
import { askedQuestions } from './flow.ts';
import {
  answerQuestion,
  backFromCheck,
  backFromQuestion,
  changeAnswer,
  checkPage,
  continueForm,
  nothingRead,
} from './form.ts';
import { contentOf, resumed } from './kept-draft.ts';
import { addMember, changeMember, removeMember } from './members.ts';
import { pagesOf, withoutPage, withPage } from './pages.ts';
import { countMembers, memberPlace, questionOf } from './paths.ts';
import { below, goodAnswer, pick, type Random } from './sample-answers.ts';
import { sampleCard } from './sample-item.ts';
import type { IdentifiedPerson, Stage } from './stage.ts';
import { submissionOf } from './submission.ts';

const today = '2026-11-23';
const wording = { language: 'zh', elderly: false } as const;

/** So many times somebody changes their mind before they only go on. */
const wanderings = 40;
/** No item has so many questions that an answer each, twice over, takes more. */
const stepsAtMost = 1500;

/**
 * One person going through an item at random: good answers and bad ones, back and forth, members added and taken away, answers
 * changed, the power cut in between. Throws where something is not as it must be. Returns how many steps it took. For tests.
 */
export function walkAtRandom(item: Item, random: Random): number {
  let stage: Stage = continueForm(somebody(item, random));
  for (let step = 0; step < stepsAtMost; step += 1) {
    const wanders = step < wanderings && random() < 0.4;
    stage = wanders ? wander(stage, random) : goOn(stage, random);
    if (stage.stage === 'notice' && 'person' in stage) stage = continueForm(identified(stage.person));
    assertNoOrphans(stage);
    if (stage.stage === 'check' && (step >= wanderings || random() < 0.3)) {
      assertAllIsHandedIn(stage.person);
      return step;
    }
  }
  throw new Error(`item ${item.id} did not end after ${stepsAtMost} steps`);
}

function identified(person: object): IdentifiedPerson {
  if (!('identified' in person) || person.identified === null)
    throw new Error('the card was forgotten on the way back');
  return person as IdentifiedPerson;
}

function somebody(item: Item, random: Random): IdentifiedPerson {
  const { applicant } = item;
  const years = (applicant.minimumAgeYears ?? 0) + below(random, 60);
  const birth = `${2026 - years}-01-15`;
  const first17 = `341202${birth.replaceAll('-', '')}002`;
  const card: IdCard = { ...sampleCard, birth, idNumber: first17 + idNumberCheckCharacter(first17) };
  return {
    ticket: '1'.repeat(32),
    caseId: '2'.repeat(32),
    item,
    agreedAt: '2026-11-23T06:32:00.000Z',
    identified: {
      card,
      identity: { assurance: 'card-read', samId: 'x', samStatus: null },
      ageYears: ageYears(card.birth, today),
      cardSecret: null,
    },
    answers: new Map(),
    papers: [],
    keepDraft: true,
  };
}

function goOn(stage: Stage, random: Random): Stage {
  if (stage.stage === 'check') return stage;
  if (stage.stage !== 'question') throw new Error(`went to ${stage.stage}`);
  const { person, question: path } = stage;
  const question = questionOf(person.item, path);
  if (question.kind === 'group') {
    const members = countMembers(person.answers, path);
    const wantsMore = members < question.atLeast || (members < question.atMost && random() < 0.2);
    if (wantsMore) return must(addMember(stage), `a member cannot be added to ${path}`);
    return mustHold(answerQuestion(stage, { kind: 'group', members }, today, nothingRead), path);
  }
  if (question.kind === 'paper' && pagesOf(person.answers, path).length === 0 && (question.needed || random() < 0.5)) {
    return withPage(stage, page(), 'scanned', null);
  }
  const value = goodAnswer(question, { path, person, today }, random);
  return mustHold(answerQuestion(stage, value, today, nothingRead), path);
}

/** Something else than going on. */
function wander(stage: Stage, random: Random): Stage {
  if (stage.stage === 'check') {
    const rows = checkedRows(stage.person, 'zh').flatMap(({ change }) => (change === null ? [] : [change]));
    const ways = [
      () => changeAnswer(stage, pick(random, rows)),
      () => backFromCheck(stage),
      () => throughDraft(stage, stage.person),
    ];
    return pick(random, ways)() ?? stage;
  }
  if (stage.stage !== 'question') throw new Error(`went to ${stage.stage}`);
  const { person, question: path } = stage;
  const question = questionOf(person.item, path);
  const member = 1 + below(random, Math.max(1, countMembers(person.answers, path)));
  const give = (value: AnswerValue | null) => answerQuestion(stage, value, today, nothingRead);
  const ways: (() => Stage | null)[] = [
    () => backFromQuestion(stage, today),
    () => give(null),
    () => give({ kind: 'choice', option: 'no-such' }),
    () => throughDraft(stage, person),
    () => addMember(stage),
    () => changeMember(stage, member),
    () => withoutMember(stage, member),
    () => withoutPage(stage, pagesOf(person.answers, path)[0] ?? ''),
    () => (cardValue(question, person.identified.card) === null ? null : give({ kind: 'as-on-card' })),
    () => (earlierAnswer(question, { ...person, path }) === null ? null : give({ kind: 'as-before' })),
  ];
  return pick(random, ways)() ?? stage;
}

/** One fewer, and none of the others has changed. */
function withoutMember(stage: Extract<Stage, { stage: 'question' }>, at: number): Stage | null {
  const next = removeMember(stage, at, today);
  if (next === null) return null;
  const left = next.stage === 'question' ? membersOf(next.person, stage.question) : [];
  if (JSON.stringify(left) !== JSON.stringify(membersOf(stage.person, stage.question).toSpliced(at - 1, 1))) {
    throw new Error(`without member ${at} of ${stage.question} the others are not what they were`);
  }
  return next;
}

/** What is answered of each, without where it stands. */
const membersOf = (person: IdentifiedPerson, group: string): readonly string[] =>
  Array.from({ length: countMembers(person.answers, group) }, (_, before) =>
    JSON.stringify(
      [...person.answers].flatMap(([path, given]) => {
        const place = memberPlace(path);
        return place?.group === group && place.at === before + 1 ? [[place.question, given]] : [];
      }),
    ),
  );

const page = (): SealedPaper => {
  const bytes = (count: number) => randomBytes(count).toString('base64url');
  return { id: bytes(16), key: bytes(32), bytes: 1, sealedBytes: 17, chunks: 1, digest: bytes(32) };
};

/** The power went, and they came back with their card: all is as it was. */
function throughDraft(stage: Stage, person: IdentifiedPerson): Stage {
  const content = draftContent.parse(JSON.parse(JSON.stringify(contentOf(person, stage, wording))));
  const empty: IdentifiedPerson = { ...person, answers: new Map(), papers: [] };
  const found = resumed({ draft: person.caseId, content }, person.item, empty, today);
  const shown = (each: Stage) =>
    'person' in each && each.stage !== 'identity'
      ? JSON.stringify([each.stage, [...each.person.answers], each.person.papers, placeOf(each)])
      : each.stage;
  // A fault that stood there is not kept: it is said again at the next touch.
  if (shown(found) !== shown(stage)) throw new Error(`a draft came back as ${shown(found)} and was ${shown(stage)}`);
  return found;
}

const placeOf = (stage: Stage) => (stage.stage === 'question' ? [stage.question, stage.changing] : null);

function must<T>(value: T | null, why: string): T {
  if (value === null) throw new Error(why);
  return value;
}

function mustHold(stage: Stage, path: string): Stage {
  // The same person twice in a group is the one good answer that may not do.
  if (
    stage.stage === 'question' &&
    stage.question === path &&
    stage.fault !== null &&
    stage.fault.code !== 'person-twice'
  ) {
    throw new Error(`a good answer to ${path} was refused: ${stage.fault.code}`);
  }
  return stage;
}

function assertNoOrphans(stage: Stage): void {
  if (stage.stage !== 'question' && stage.stage !== 'check') return;
  const { person } = stage;
  const standing = stage.stage === 'question' ? stage.question : null;
  const asked = new Set(askedQuestions(person, standing).map(({ path }) => path));
  if (standing !== null && !asked.has(standing)) throw new Error(`stands at ${standing}, which is not asked`);
  for (const path of person.answers.keys()) if (!asked.has(path)) throw new Error(`${path} is answered and not asked`);
  const named = new Set([...person.answers.keys()].flatMap((path) => pagesOf(person.answers, path)));
  if (named.size !== person.papers.length || !person.papers.every(({ id }) => named.has(id))) {
    throw new Error('a page is kept that no answer names, or named and not kept');
  }
}

function assertAllIsHandedIn(person: IdentifiedPerson): void {
  const asked = askedQuestions(person).map(({ path }) => path);
  const { content, papers } = submissionOf(person, wording);
  const handedIn = content.answers.map(({ question }) => question);
  if (JSON.stringify(asked.toSorted()) !== JSON.stringify(handedIn.toSorted())) {
    throw new Error(`asked ${asked.join()} and handed in ${handedIn.join()}`);
  }
  if (content.answers.some(({ text, label }) => text === '' || label === '')) throw new Error('an answer has no words');
  if (papers.length !== person.papers.length) throw new Error('not every page is handed in');
  const rows = checkedRows(person, 'zh').filter(({ change }) => change !== null);
  if (rows.length !== asked.length) throw new Error('not every answer stands on the check page');
  if (continueForm(person).stage !== checkPage(person).stage) throw new Error('something is still to be asked');
}
