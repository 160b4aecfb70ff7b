import type { Elements, AreaPair } from '../../contract/item-elements.ts';
import type { Item } from '../../contract/item.ts';
import type { Question } from '../../contract/questions.ts';
import { isRegion } from '../../contract/regions.ts';
import type { Words } from '../../contract/words.ts';
import { doubled, type RuleFault, suggestion, twice, unknownRegion } from './rule-fault.ts';

/** What the standard elements, the areas and the dates of an item must fulfil beside their shape. */
export function elementFaults(item: Item): readonly RuleFault[] {
  return [
    ...effectiveFaults(item),
    ...areaFaults(item),
    ...handlingPlaceFaults(item),
    ...childFaults(item),
    ...(item.elements === undefined ? [] : codeFaults(item, item.elements)),
    ...(item.elements === undefined ? [] : dayFaults(item, item.elements)),
    ...(item.elements === undefined ? [] : feeFaults(item.elements)),
    ...(item.elements === undefined ? [] : materialFaults(item, item.elements)),
  ];
}

const reversed = (path: RuleFault['path']): RuleFault => ({
  path,
  wrong: { zh: '结束日期比开始日期早。', en: 'The last day lies before the first.' },
  right: { zh: '把两个日期对调，或者改掉其中一个。', en: 'Exchange them, or change one.' },
});

const noSuchDay = (path: RuleFault['path'], date: string): RuleFault => ({
  path,
  wrong: { zh: `没有 ${date} 这一天。`, en: `There is no day ${date}.` },
  right: { zh: '看看月和日。', en: 'Check month and day.' },
});

function spanFaults(
  { from, until }: { readonly from: string; readonly until?: string | undefined },
  path: RuleFault['path'],
): readonly RuleFault[] {
  const faults = [
    ...(dayExists(from) ? [] : [noSuchDay([...path, 'from'], from)]),
    ...(until === undefined || dayExists(until) ? [] : [noSuchDay([...path, 'until'], until)]),
  ];
  return faults.length === 0 && until !== undefined && until < from ? [reversed([...path, 'until'])] : faults;
}

function dayExists(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}

const effectiveFaults = ({ effective }: Item): readonly RuleFault[] =>
  effective === undefined ? [] : spanFaults(effective, ['effective']);

function areaFaults({ areas = [] }: Item): readonly RuleFault[] {
  return areas.flatMap((pair: AreaPair, at) => [
    ...(['collection', 'handling'] as const).flatMap((side) =>
      pair[side].flatMap((code, codeAt) => (isRegion(code) ? [] : [unknownRegion(['areas', at, side, codeAt], code)])),
    ),
    ...(pair.agreement === undefined ? [] : spanFaults(pair.agreement, ['areas', at, 'agreement'])),
  ]);
}

function handlingPlaceFaults({ areas, handlingPlace, questions }: Item): readonly RuleFault[] {
  if (handlingPlace === undefined) {
    if (areas === undefined) return [];
    return [
      {
        path: ['areas'],
        wrong: {
          zh: '只在有的地方之间能办，却没有说哪一题问办理地。',
          en: 'It is open between named places, and nothing says which question asks for the place of handling.',
        },
        right: { zh: '补上 handlingPlace：那一题的 id。', en: 'Add handlingPlace: the id of that question.' },
      },
    ];
  }
  const regions = questions.filter(({ kind }) => kind === 'region').map(({ id }) => id);
  return regions.includes(handlingPlace)
    ? []
    : [noQuestion(['handlingPlace'], handlingPlace, { zh: '地区题', en: 'region question' }, regions)];
}

const noQuestion = (path: RuleFault['path'], id: string, kind: Words, known: readonly string[]): RuleFault => ({
  path,
  wrong: { zh: `没有叫 ${id} 的${kind.zh}。`, en: `There is no ${kind.en} ${id}.` },
  right: suggestion(id, known),
});

/** Someone acts for a child: who the child is must be asked of everyone, and the guardian must say yes. */
function childFaults({ applicant: { child }, questions }: Item): readonly RuleFault[] {
  if (child === undefined) return [];
  const persons = questions.filter(({ kind, when }) => kind === 'person' && when === undefined).map(({ id }) => id);
  const promised = questions.some((each) => each.kind === 'promise' && each.when === undefined && each.needed === true);
  return [
    ...(persons.includes(child.question)
      ? []
      : [
          noQuestion(
            ['applicant', 'child', 'question'],
            child.question,
            { zh: '每个人都要答的“人”题（person）', en: 'person question that everyone is asked' },
            persons,
          ),
        ]),
    ...(promised
      ? []
      : [
          {
            path: ['applicant', 'child'],
            wrong: {
              zh: '替孩子办的，没有一题请监护人同意。',
              en: 'It is for a child, and no question asks whether the guardian agrees.',
            },
            right: {
              zh: '加一题 promise，带 needed: true，不带 when：监护人同意用孩子的信息。',
              en: 'Add a promise with needed: true and without when: the guardian agrees to what is done with the child’s data.',
            },
          },
        ]),
  ];
}

const levels = ['national', 'province', 'city', 'county', 'town', 'village'] as const;
/** Of the body's credit code; the level and the basic code stand behind it. */
const creditCodeLength = 18;
const shortImplementationCode = 31;

function codeFaults(
  { basicCode }: Item,
  { implementationCode, handleItemCode, level }: Elements,
): readonly RuleFault[] {
  const faults: RuleFault[] = [];
  if (implementationCode.length === shortImplementationCode) {
    const behind = `${levels.indexOf(level) + 1}${basicCode}`;
    if (implementationCode.slice(creditCodeLength) !== behind) {
      faults.push({
        path: ['elements', 'implementationCode'],
        wrong: {
          zh: '实施编码和行使层级、基本编码对不上。',
          en: 'The implementation code does not fit the level and the basic code.',
        },
        right: { zh: `后 13 位应该是 ${behind}。`, en: `It should end in ${behind}.` },
      });
    }
  }
  if (!handleItemCode.startsWith(implementationCode)) {
    faults.push({
      path: ['elements', 'handleItemCode'],
      wrong: {
        zh: '业务办理项编码和实施编码对不上。',
        en: 'The code of the business item does not fit the implementation code.',
      },
      right: { zh: `开头应该是 ${implementationCode}。`, en: `It should begin with ${implementationCode}.` },
    });
  }
  return faults;
}

function dayFaults({ promisedWorkingDays }: Item, elements: Elements): readonly RuleFault[] {
  const faults: RuleFault[] = [];
  if (promisedWorkingDays > elements.statutoryWorkingDays) {
    faults.push({
      path: ['promisedWorkingDays'],
      wrong: { zh: '承诺的天数比法定的多。', en: 'More days are promised than the law allows.' },
      right: {
        zh: `最多 ${elements.statutoryWorkingDays} 天，或者改 statutoryWorkingDays。`,
        en: `At most ${elements.statutoryWorkingDays}, or change statutoryWorkingDays.`,
      },
    });
  }
  return faults;
}

function feeFaults({ fee }: Elements): readonly RuleFault[] {
  if (fee.amounts.every(({ yuan }) => yuan === 0) || fee.paid !== undefined) return [];
  return [
    {
      path: ['elements', 'fee'],
      wrong: { zh: '要交钱，却没有说怎么交。', en: 'There is a fee, and no word on how it is paid.' },
      right: { zh: '补上 paid：什么时候、在哪里交。', en: 'Add paid: when and where.' },
    },
  ];
}

type PaperQuestion = Extract<Question, { kind: 'paper' }>;

/** Every paper of the list is asked for, and every paper that is asked for stands in the list, needed by the same people. */
function materialFaults({ questions }: Item, { materials }: Elements): readonly RuleFault[] {
  const papers = questions.filter((question): question is PaperQuestion => question.kind === 'paper');
  const named = materials.flatMap(({ handedIn }) => (typeof handedIn === 'object' ? [handedIn.question] : []));
  return [
    ...twice(materials.map(({ id }) => id)).map(({ id, at }) => doubled(['elements', 'materials', at, 'id'], id)),
    ...materials.flatMap(({ id, handedIn, needed, pages }, at): readonly RuleFault[] => {
      if (typeof handedIn === 'string') return [];
      const path = ['elements', 'materials', at];
      const paper = papers.find((each) => each.id === handedIn.question);
      if (paper === undefined) {
        return [
          {
            path: [...path, 'handedIn', 'question'],
            wrong: { zh: `材料 ${id} 没有一题去收。`, en: `No question asks for the material ${id}.` },
            right: suggestion(
              handedIn.question,
              papers.map((each) => each.id),
            ),
          },
        ];
      }
      return [
        ...(needed === neededOf(paper) ? [] : [otherwiseNeeded([...path, 'needed'], paper)]),
        ...(pages === paper.maxPages
          ? []
          : [
              {
                path: [...path, 'pages'],
                wrong: {
                  zh: `清单里写 ${pages} 页，${paper.id} 这一题收 ${paper.maxPages} 页。`,
                  en: `The list says ${pages} pages, and the question ${paper.id} takes ${paper.maxPages}.`,
                },
                right: { zh: '改成一样的。', en: 'Make them the same.' },
              },
            ]),
      ];
    }),
    ...papers
      .filter(({ id }) => !named.includes(id))
      .map(({ id }) => ({
        path: ['questions', questions.findIndex((question) => question.id === id), 'id'],
        wrong: { zh: `${id} 收的材料不在清单里。`, en: `What ${id} takes does not stand among the materials.` },
        right: {
          zh: `在 elements › materials 里补上，写 handedIn: { question: ${id} }。`,
          en: `Add it to elements › materials, with handedIn: { question: ${id} }.`,
        },
      })),
  ];
}

type Needed = Elements['materials'][number]['needed'];

const neededOf = ({ needed, when }: PaperQuestion): Needed =>
  !needed ? 'optional' : when === undefined ? 'always' : 'sometimes';

const otherwiseNeeded = (path: RuleFault['path'], paper: PaperQuestion): RuleFault => ({
  path,
  wrong: {
    zh: `清单说的和 ${paper.id} 这一题对不上。`,
    en: `The list and the question ${paper.id} do not agree on who needs it.`,
  },
  right: { zh: `照这一题，应该写 ${neededOf(paper)}。`, en: `By the question it is ${neededOf(paper)}.` },
});
