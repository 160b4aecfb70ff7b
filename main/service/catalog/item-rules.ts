import { maxPapers } from '../../contract/answers.ts';
import type { Item } from '../../contract/item.ts';
import type { Condition, Question } from '../../contract/questions.ts';
import { idCard } from '../../contract/card.ts';
import { elementFaults } from './element-rules.ts';
import { doubled, notEarlier, type RuleFault, suggestion, twice } from './rule-fault.ts';

export function itemRuleFaults(item: Item): readonly RuleFault[] {
  return [
    ...twice(item.questions.map(({ id }) => id)).map(({ id, at }) => doubled(['questions', at, 'id'], id)),
    ...item.questions.flatMap((question, at) => [
      ...optionsTwice(question, at),
      ...conditionFaults(item, at),
      ...notBeforeFaults(item, at),
    ]),
    ...tooManyPages(item),
    ...neverAsked(item),
    ...applicantFaults(item),
    ...elementFaults(item),
  ];
}

/** A case carries so many papers and no more; found here, and not by the person who has scanned them all. */
function tooManyPages({ questions }: Item): readonly RuleFault[] {
  let pages = 0;
  const at = questions.findIndex((question) => {
    if (question.kind === 'paper') pages += question.maxPages;
    return pages > maxPapers;
  });
  if (at === -1) return [];
  return [
    {
      path: ['questions', at, 'maxPages'],
      wrong: {
        zh: `一件事最多收 ${maxPapers} 页，到这里超过了。`,
        en: `With this question the item takes more than ${maxPapers} pages.`,
      },
      right: { zh: '少收几页。', en: 'Let it take fewer.' },
    },
  ];
}

function optionsTwice(question: Question, at: number): readonly RuleFault[] {
  if (question.kind !== 'choice' && question.kind !== 'many') return [];
  return twice(question.options.map(({ id }) => id)).map((option) =>
    doubled(['questions', at, 'options', option.at, 'id'], option.id),
  );
}

/** What `isOneOf` may name of a question; null where it says nothing about one of its kind. */
function answersOf(question: Question): readonly string[] | null {
  switch (question.kind) {
    case 'choice':
    case 'many':
      return question.options.map(({ id }) => id);
    case 'yes-no':
      return question.unknown === true ? ['yes', 'no', 'unknown'] : ['yes', 'no'];
    case 'promise':
      return ['accepted', 'declined'];
    default:
      return null;
  }
}

const isOnOptions = (condition: Condition): condition is Extract<Condition, { question: string; isOneOf: string[] }> =>
  'question' in condition && 'isOneOf' in condition;

function conditionFaults(item: Item, at: number): readonly RuleFault[] {
  const earlier = item.questions.slice(0, at);
  return (item.questions[at]?.when ?? []).flatMap((condition, whenAt): readonly RuleFault[] => {
    if (!isOnOptions(condition)) return [];
    const path = ['questions', at, 'when', whenAt];
    const target = earlier.find(({ id }) => id === condition.question);
    const options = target === undefined ? null : answersOf(target);
    if (target === undefined || options === null) {
      const choices = earlier.filter((each) => answersOf(each) !== null).map(({ id }) => id);
      return [notEarlier([...path, 'question'], condition.question, { zh: '选择题', en: 'choice question' }, choices)];
    }
    return condition.isOneOf.flatMap((option, optionAt) =>
      options.includes(option)
        ? []
        : [
            {
              path: [...path, 'isOneOf', optionAt],
              wrong: { zh: `${target.id} 没有 ${option} 这个选项。`, en: `${target.id} has no option ${option}.` },
              right: suggestion(option, options),
            },
          ],
    );
  });
}

function notBeforeFaults(item: Item, at: number): readonly RuleFault[] {
  const question = item.questions[at];
  if (question?.kind !== 'date' || question.notBefore === undefined) return [];
  const dates = item.questions
    .slice(0, at)
    .filter(({ kind }) => kind === 'date')
    .map(({ id }) => id);
  if (dates.includes(question.notBefore)) return [];
  return [notEarlier(['questions', at, 'notBefore'], question.notBefore, { zh: '日期题', en: 'date question' }, dates)];
}

/** Which options must have been chosen for a question to be asked, the conditions of its conditions included. */
type Needed = ReadonlyMap<string, ReadonlySet<string>>;

function neverAsked(item: Item): readonly RuleFault[] {
  const needed = new Map<string, Needed>();
  return item.questions.flatMap((question, at) => {
    const all = new Map<string, ReadonlySet<string>>();
    for (const { question: id, isOneOf } of (question.when ?? []).filter(isOnOptions)) {
      for (const [key, options] of [...(needed.get(id) ?? []), [id, new Set(isOneOf)] as const]) {
        const before = all.get(key);
        all.set(key, before === undefined ? options : new Set([...before].filter((option) => options.has(option))));
      }
    }
    needed.set(question.id, all);
    const contradicted = [...all].find(([, options]) => options.size === 0);
    if (contradicted === undefined) return [];
    return [
      {
        path: ['questions', at, 'when'],
        wrong: {
          zh: `${question.id} 永远不会问到：对 ${contradicted[0]} 的条件互相矛盾。`,
          en: `${question.id} is never asked: its conditions on ${contradicted[0]} exclude each other.`,
        },
        right: { zh: '改条件，或删掉这一题。', en: 'Change the conditions, or take the question out.' },
      },
    ];
  });
}

/** Nobody is turned away without being told what to do instead. */
function applicantFaults({ applicant }: Item): readonly RuleFault[] {
  const faults: RuleFault[] = [];
  if (applicant.minimumAgeYears !== undefined && applicant.younger === undefined) {
    faults.push({
      path: ['applicant', 'minimumAgeYears'],
      wrong: {
        zh: '有年龄要求，却没有写年龄不够的人怎么办。',
        en: 'There is a minimum age, and no words for someone younger.',
      },
      right: { zh: '补上 younger：告诉他怎么办。', en: 'Add younger: what to do instead.' },
    });
  }
  if (applicant.cards.length < idCard.options.length && applicant.otherCard === undefined) {
    faults.push({
      path: ['applicant', 'cards'],
      wrong: {
        zh: '不是所有证件都能办，却没有写拿别的证件的人怎么办。',
        en: 'Not every card fits, and there are no words for the others.',
      },
      right: { zh: '补上 otherCard：告诉他怎么办。', en: 'Add otherCard: what to do instead.' },
    });
  }
  return faults;
}
