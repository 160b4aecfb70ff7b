import { maxPapers } from '../../contract/answers.ts';
import type { Item } from '../../contract/item.ts';
import type { Condition, Option, Question } from '../../contract/questions.ts';
import { isRegion } from '../../contract/regions.ts';
import type { Words } from '../../contract/words.ts';
import { unanswerableFaults } from './answerable.ts';
import { namedBefore, needsOf, type Placed, placedQuestions } from './placed-questions.ts';
import { contradiction, namedAnswers } from './reach.ts';
import { doubled, notEarlier, type RuleFault, suggestion, twice, unknownRegion } from './rule-fault.ts';

/** Whether every question can be reached and answered, and names only what is there. */
export function questionFaults(item: Item): readonly RuleFault[] {
  const placed = placedQuestions(item);
  return [
    ...doubledIds(item.questions, ['questions']),
    ...placed.flatMap((each) => [
      ...optionsTwice(each),
      ...conditionFaults(each),
      ...notBeforeFaults(each),
      ...fromAnswerFaults(item, each),
      ...fromPaperFaults(each),
      ...unanswerableFaults(each),
      ...neverAsked(item, each),
    ]),
    ...tooManyPages(placed),
  ];
}

function doubledIds(questions: readonly Question[], path: RuleFault['path']): readonly RuleFault[] {
  return [
    ...twice(questions.map(({ id }) => id)).map(({ id, at }) => doubled([...path, at, 'id'], id)),
    ...questions.flatMap((question, at) =>
      question.kind === 'group' ? doubledIds(question.questions, [...path, at, 'questions']) : [],
    ),
  ];
}

function optionsTwice({ question, path }: Placed): readonly RuleFault[] {
  return (['options', 'relations', 'banks'] as const).flatMap((list) =>
    twice(optionsIn(question, list).map(({ id }) => id)).map((option) =>
      doubled([...path, list, option.at, 'id'], option.id),
    ),
  );
}

function optionsIn(question: Question, list: 'options' | 'relations' | 'banks'): readonly Option[] {
  if (list === 'options') return 'options' in question ? question.options : [];
  if (list === 'relations') return 'relations' in question ? question.relations : [];
  return 'banks' in question ? question.banks : [];
}

/** Which kinds a condition looks at, by its own shape. */
function lookedAt(condition: Condition): { readonly kinds: readonly Question['kind'][]; readonly name: Words } {
  if ('regionIn' in condition)
    return { kinds: ['region', 'address'], name: { zh: '地区题', en: 'region or address question' } };
  if ('isOneOf' in condition) {
    return { kinds: ['choice', 'many', 'yes-no', 'promise'], name: { zh: '选择题', en: 'choice question' } };
  }
  return { kinds: ['number', 'group'], name: { zh: '数字题', en: 'number question' } };
}

function conditionFaults(placed: Placed): readonly RuleFault[] {
  return (placed.question.when ?? []).flatMap((condition, at): readonly RuleFault[] => {
    if ('card' in condition) return [];
    const path = [...placed.path, 'when', at];
    const { kinds, name } = lookedAt(condition);
    const target = namedBefore(placed, condition.question)?.question;
    if (target === undefined || !kinds.includes(target.kind)) {
      const known = placed.earlier
        .filter(({ question }) => kinds.includes(question.kind))
        .map(({ question }) => question.id);
      return [notEarlier([...path, 'question'], condition.question, name, known)];
    }
    if ('regionIn' in condition) {
      return condition.regionIn.flatMap((code, codeAt) =>
        isRegion(code) ? [] : [unknownRegion([...path, 'regionIn', codeAt], code)],
      );
    }
    if (!('isOneOf' in condition)) return [];
    const options = namedAnswers(target) ?? [];
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

function notBeforeFaults(placed: Placed): readonly RuleFault[] {
  const { question, path, earlier } = placed;
  if (question.kind !== 'date' || question.notBefore === undefined) return [];
  if (namedBefore(placed, question.notBefore)?.question.kind === 'date') return [];
  const dates = earlier.filter((each) => each.question.kind === 'date').map((each) => each.question.id);
  return [notEarlier([...path, 'notBefore'], question.notBefore, { zh: '日期题', en: 'date question' }, dates)];
}

/** An answer that is taken over must be there, be of the same kind, and do here as well. */
function fromAnswerFaults(item: Item, placed: Placed): readonly RuleFault[] {
  const { question, earlier } = placed;
  if (!('fromAnswer' in question) || question.fromAnswer === undefined) return [];
  const path = [...placed.path, 'fromAnswer', 'question'];
  const source = namedBefore(placed, question.fromAnswer.question);
  if (source?.question.kind !== question.kind) {
    const known = earlier.filter((each) => each.question.kind === question.kind).map((each) => each.question.id);
    const kind = { zh: `同类题（${question.kind}）`, en: `question of the kind ${question.kind}` };
    return [notEarlier(path, question.fromAnswer.question, kind, known)];
  }
  if (!isDeepAs(source.question, question)) {
    return [
      {
        path,
        wrong: {
          zh: `${source.question.id} 选得没有这一题细。`,
          en: `${source.question.id} does not go down as far as this question.`,
        },
        right: { zh: '两题的 depth 写成一样的。', en: 'Give both the same depth.' },
      },
    ];
  }
  if (contradiction(item, [...needsOf(source), ...needsOf(placed)]) === null) return [];
  return [
    {
      path,
      wrong: {
        zh: `问到这一题的人，都没有答过 ${source.question.id}。`,
        en: `Nobody who is asked this has been asked ${source.question.id}.`,
      },
      right: { zh: '删掉 fromAnswer，或改条件。', en: 'Take fromAnswer out, or change the conditions.' },
    },
  ];
}

/** A paper that is read must have been laid down before. */
function fromPaperFaults(placed: Placed): readonly RuleFault[] {
  const { question, path, earlier } = placed;
  if (question.kind !== 'text' || question.fromPaper === undefined) return [];
  if (namedBefore(placed, question.fromPaper.question)?.question.kind === 'paper') return [];
  const papers = earlier.filter((each) => each.question.kind === 'paper').map((each) => each.question.id);
  const kind = { zh: '材料题', en: 'paper question' };
  return [notEarlier([...path, 'fromPaper', 'question'], question.fromPaper.question, kind, papers)];
}

const depths = ['province', 'city', 'county'] as const;

function isDeepAs(source: Question, question: Question): boolean {
  if (source.kind !== 'region' || question.kind !== 'region') return true;
  return depths.indexOf(source.depth) >= depths.indexOf(question.depth);
}

function neverAsked(item: Item, placed: Placed): readonly RuleFault[] {
  // What only follows from its group is said once, there.
  if (placed.question.when === undefined) return [];
  const found = contradiction(item, needsOf(placed));
  if (found === null) return [];
  const { id } = placed.question;
  return [
    {
      path: [...placed.path, 'when'],
      wrong: found.alone
        ? {
            zh: `${id} 永远不会问到：对 ${found.on} 的条件不可能成立。`,
            en: `${id} is never asked: its condition on ${found.on} can never hold.`,
          }
        : {
            zh: `${id} 永远不会问到：对 ${found.on} 的条件互相矛盾。`,
            en: `${id} is never asked: its conditions on ${found.on} exclude each other.`,
          },
      right: { zh: '改条件，或删掉这一题。', en: 'Change the conditions, or take the question out.' },
    },
  ];
}

/** A case carries so many papers and no more; found here, and not by the person who has scanned them all. */
function tooManyPages(placed: readonly Placed[]): readonly RuleFault[] {
  let pages = 0;
  const last = placed.find(({ question, group }) => {
    const members = group?.question.kind === 'group' ? group.question.atMost : 1;
    if (question.kind === 'paper') pages += question.maxPages * members;
    return pages > maxPapers;
  });
  if (last === undefined) return [];
  return [
    {
      path: [...last.path, 'maxPages'],
      wrong: {
        zh: `一件事最多收 ${maxPapers} 页，到这里超过了。`,
        en: `With this question the item takes more than ${maxPapers} pages.`,
      },
      right: { zh: '少收几页。', en: 'Let it take fewer.' },
    },
  ];
}
