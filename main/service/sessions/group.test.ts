import { describe, expect, it } from 'vitest';
import type { AnswerValue } from '../../contract/answers.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import { checkedRows } from './check-rows.ts';
import { answerQuestion, backFromCheck, backFromQuestion, changeAnswer, continueForm, nothingRead } from './form.ts';
import { contentOf, resumed } from './kept-draft.ts';
import { addMember, changeMember, removeMember } from './members.ts';
import { withPage } from './pages.ts';
import { findGroup } from './paths.ts';
import { groupView } from './question-view.ts';
import { sampleCard } from './sample-item.ts';
import { sampleHousehold } from './sample-household.ts';
import type { IdentifiedPerson, Stage } from './stage.ts';
import { submissionOf } from './submission.ts';

const today = '2026-11-23';
const wording = { language: 'zh', elderly: false } as const;

const holder: IdentifiedPerson = {
  ticket: '1'.repeat(32),
  caseId: '2'.repeat(32),
  item: sampleHousehold,
  agreedAt: '2026-11-23T06:32:00.000Z',
  identified: {
    card: sampleCard,
    identity: { assurance: 'card-read', samId: 'x', samStatus: null },
    ageYears: 46,
    cardSecret: null,
  },
  answers: new Map(),
  papers: [],
  keepDraft: true,
};

type QuestionStage = Extract<Stage, { stage: 'question' }>;

function question(stage: Stage | null): QuestionStage {
  if (stage?.stage !== 'question') throw new Error(`not a question but ${stage?.stage ?? 'refused'}`);
  return stage;
}

const at = (stage: Stage | null): string => {
  const { question: path, fault } = question(stage);
  return fault === null ? path : `${path}: ${fault.code}${fault.part === null ? '' : ` (${fault.part})`}`;
};

const give = (stage: Stage | null, value: AnswerValue): Stage =>
  answerQuestion(question(stage), value, today, nothingRead);
const back = (stage: Stage | null): Stage => backFromQuestion(question(stage), today);

const child = { kind: 'person', name: '王小明', idNumber: '341202201506010016', relation: 'child' } as const;
const spouse = { kind: 'person', name: '李军', idNumber: '341202197905050016', relation: 'spouse' } as const;

/** From a member's first question to the list. */
function answerMember(stage: Stage | null, who: AnswerValue): Stage {
  const works = give(stage, who);
  const lives = give(works, { kind: 'yes-no', answer: 'no' });
  const proof = give(lives, { kind: 'as-before' });
  return give(proof, { kind: 'paper', papers: [] });
}

const begun = (): Stage => give(continueForm(holder), { kind: 'as-on-card' });
const listOfTwo = (): Stage => answerMember(addMember(question(answerMember(begun(), child))), spouse);
const theseAreAll = (stage: Stage): Stage => give(stage, { kind: 'group', members: 2 });

function checkPage(): Extract<Stage, { stage: 'check' }> {
  let stage = theseAreAll(listOfTwo());
  stage = give(stage, { kind: 'group', members: 0 });
  stage = give(stage, { kind: 'many', options: ['care'] });
  stage = give(stage, { kind: 'credit-code', code: '91330100799655058B' });
  stage = give(stage, { kind: 'date', date: '2020-05' });
  if (stage.stage !== 'check') throw new Error(at(stage));
  return stage;
}

const page = (id: string): SealedPaper => ({ id, key: id, bytes: 1, sealedBytes: 1, chunks: 1, digest: id });

describe('a repeated group', () => {
  it('begins with the first member where there must be one, and with its list where there need not', () => {
    expect(at(begun())).toBe('family.1.who');
    expect(at(theseAreAll(listOfTwo()))).toBe('cars');
  });

  it('asks each member one question a page, and then shows the list', () => {
    const works = give(begun(), child);
    expect(at(works)).toBe('family.1.works');
    const income = give(works, { kind: 'yes-no', answer: 'yes' });
    expect(at(income)).toBe('family.1.income');
    expect(at(give(works, { kind: 'yes-no', answer: 'unknown' }))).toBe('family.1.lives');
    expect(at(answerMember(begun(), child))).toBe('family');
  });

  it('takes as many as it may have, and no more', () => {
    let stage = listOfTwo();
    stage = answerMember(addMember(question(stage)), { ...child, name: '王小红', idNumber: '341202201706010029' });
    expect(at(stage)).toBe('family');
    expect(addMember(question(stage))).toBeNull();
    const none = removeMember(question(answerMember(begun(), child)), 1, today);
    expect(at(give(none, { kind: 'group', members: 0 }))).toBe('family: missing');
  });

  it('goes back from a member to the list it was opened from, and from the list to before the group', () => {
    const opened = addMember(question(answerMember(begun(), child)));
    expect(at(opened)).toBe('family.2.who');
    expect(at(back(opened))).toBe('family');
    expect(at(back(give(opened, spouse)))).toBe('family.2.who');
    expect(at(back(back(opened)))).toBe('home');
    // Nothing stands on a list yet.
    expect(at(back(begun()))).toBe('home');
    expect(at(back(theseAreAll(listOfTwo())))).toBe('family');
  });

  it('lists a member of whom something is missing, and asks for that before it goes on', () => {
    const half = give(addMember(question(answerMember(begun(), child))), spouse);
    const list = back(back(half));
    expect(at(list)).toBe('family');
    expect(at(give(list, { kind: 'group', members: 2 }))).toBe('family.2.works');
  });

  it('closes the gap when a member is removed, and takes its papers along', () => {
    let stage: Stage = question(begun());
    stage = give(stage, child);
    stage = give(stage, { kind: 'yes-no', answer: 'no' });
    stage = give(stage, { kind: 'as-before' });
    stage = withPage(question(stage), page('of-the-first'), 'scanned', null);
    stage = answerMember(addMember(question(give(stage, { kind: 'paper', papers: [] }))), spouse);
    const left = question(removeMember(question(stage), 1, today)).person;
    expect(left.papers).toEqual([]);
    expect(left.answers.get('family.1.who')?.value).toEqual(spouse);
    expect([...left.answers.keys()].filter((path) => path.startsWith('family.2'))).toEqual([]);
  });

  it('does not take the same person twice, nor the card’s holder', () => {
    const second = addMember(question(answerMember(begun(), child)));
    expect(at(give(second, { ...spouse, idNumber: child.idNumber }))).toBe('family.2.who: person-twice (id-number)');
    expect(at(give(second, { ...spouse, idNumber: sampleCard.idNumber }))).toBe(
      'family.2.who: person-is-yourself (id-number)',
    );
    expect(at(give(second, { ...spouse, relation: '' }))).toBe('family.2.who: missing (relation)');
  });

  it('comes straight back from the change of one answer of a member', () => {
    const stage = changeAnswer(checkPage(), 'family.2.works');
    expect(give(stage, { kind: 'yes-no', answer: 'unknown' }).stage).toBe('check');
    expect(at(give(stage, { kind: 'yes-no', answer: 'yes' }))).toBe('family.2.income');
    expect(back(stage).stage).toBe('check');
  });

  it('comes back from the check page by way of the list when a member is added, changed or removed there', () => {
    const list = changeAnswer(checkPage(), 'family');
    expect(back(list).stage).toBe('check');
    const added = answerMember(addMember(question(list)), { ...child, name: '王小红', idNumber: '341202201706010029' });
    expect(at(added)).toBe('family');
    // Three are asked for a promise besides.
    expect(at(give(added, { kind: 'group', members: 3 }))).toBe('large');
    const opened = changeMember(question(list), 2);
    expect(at(opened)).toBe('family.2.who');
    expect(at(back(opened))).toBe('family');
    expect(back(back(opened)).stage).toBe('check');
    const one = removeMember(question(list), 1, today);
    expect(give(one, { kind: 'group', members: 1 }).stage).toBe('check');
  });

  it('goes back from the check page over the list, not over every member', () => {
    const paths: string[] = [];
    let stage: Stage = backFromCheck(checkPage());
    while (stage.stage === 'question') {
      paths.push(stage.question);
      stage = back(stage);
    }
    expect(paths).toEqual(['since', 'local', 'needs', 'cars', 'family', 'home']);
  });

  it('asks again what was taken over from an answer that has changed since', () => {
    const stage = give(changeAnswer(checkPage(), 'home'), { kind: 'address', region: '330106', rest: '文三路 1 号' });
    expect(at(stage)).toBe('family.1.lives');
    expect(question(stage).changing).toBe(true);
    const next = give(stage, { kind: 'as-before' });
    expect(at(next)).toBe('family.2.lives');
    // The company was asked for in Anhui only.
    const done = give(next, { kind: 'address', region: '330106', rest: '文三路 2 号' });
    expect(done.stage).toBe('check');
    expect(done.stage === 'check' && done.person.answers.has('local')).toBe(false);
    expect(done.stage === 'check' && done.person.answers.get('family.1.lives')?.source).toBe('earlier-answer');
  });

  it('lists its members by name, and of whom something is missing', () => {
    const half = give(addMember(question(answerMember(begun(), child))), spouse);
    const group = findGroup(sampleHousehold, 'family');
    if (group === null) throw new Error('no group');
    expect(groupView(group, question(back(back(half))).person, wording)).toEqual({
      kind: 'group',
      one: '家庭成员',
      members: [
        { title: '家庭成员 1', text: '王小明，child', whole: true },
        { title: '家庭成员 2', text: '李军，spouse', whole: false },
      ],
      atLeast: 1,
      atMost: 3,
    });
  });

  it('stands on the check page member by member', () => {
    const rows = checkedRows(checkPage().person, 'zh').map(({ under, label, text }) => [under, label, text]);
    expect(rows.slice(2)).toEqual([
      [null, '住在哪', '安徽省阜阳市颍州区****'],
      [null, '家里有谁', '2 个'],
      ['家庭成员 1', '是谁', '王小明，341202201506010016，child'],
      ['家庭成员 1', '工作吗', '不是'],
      ['家庭成员 1', '住在哪', '安徽省阜阳市颍州区****'],
      ['家庭成员 1', '证明', '没有带'],
      ['家庭成员 2', '是谁', '李军，341202197905050016，spouse'],
      ['家庭成员 2', '工作吗', '不是'],
      ['家庭成员 2', '住在哪', '安徽省阜阳市颍州区****'],
      ['家庭成员 2', '证明', '没有带'],
      [null, '车', '没有'],
      [null, '要什么', 'care'],
      [null, '单位', '91330100799655058B'],
      [null, '从哪天', '2020 年 5 月，哪一天不清楚'],
    ]);
  });

  it('is sealed so that each answer says whose it is', () => {
    const { answers } = submissionOf(checkPage().person, wording).content;
    expect(answers.find(({ question: path }) => path === 'family.2.works')).toEqual({
      question: 'family.2.works',
      label: '家庭成员 2 工作吗',
      value: { kind: 'yes-no', answer: 'no' },
      text: '不是',
      source: 'typed',
    });
  });

  it('is found again in a kept draft, in the middle of a new member', () => {
    const stage = question(addMember(question(listOfTwo())));
    const content = contentOf(stage.person, stage, wording);
    const found = resumed({ draft: holder.caseId, content }, sampleHousehold, holder, today);
    expect(at(found)).toBe('family.3.who');
    expect([...question(found).person.answers]).toEqual([...stage.person.answers]);
  });
});
