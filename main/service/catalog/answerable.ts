import type { Question } from '../../contract/questions.ts';
import { isRegion } from '../../contract/regions.ts';
import type { Words } from '../../contract/words.ts';
import type { Placed } from './placed-questions.ts';
import { canBeChosen } from './reach.ts';
import { type RuleFault, unknownRegion } from './rule-fault.ts';

/** Questions to which no answer is good: who comes to one never comes to the end. */
export function unanswerableFaults({ question, path }: Placed): readonly RuleFault[] {
  switch (question.kind) {
    case 'many':
      return question.atLeast > Math.min(question.atMost ?? question.options.length, question.options.length)
        ? [noAnswer([...path, 'atLeast'], question, tooFewToChoose)]
        : [];
    case 'group':
      return question.atLeast > question.atMost ? [noAnswer([...path, 'atLeast'], question, exchanged)] : [];
    case 'number':
      return hasNumber(question) ? [] : [noAnswer([...path, 'maximum'], question, noNumber)];
    case 'person': {
      const { from = 0, below = Infinity } = question.ageYears ?? {};
      return from < below ? [] : [noAnswer([...path, 'ageYears'], question, exchanged)];
    }
    case 'region':
    case 'address': {
      const depth = question.kind === 'region' ? question.depth : 'county';
      const only = question.only ?? [];
      const unknown = only.flatMap((code, at) => (isRegion(code) ? [] : [unknownRegion([...path, 'only', at], code)]));
      const isOpen = only.length === 0 || only.some((code) => canBeChosen(code, depth));
      return isOpen ? unknown : [...unknown, noAnswer([...path, 'only'], question, tooDeep)];
    }
    case 'paper':
      return question.photo === undefined || question.photo.minKb <= question.photo.maxKb
        ? []
        : [noAnswer([...path, 'photo', 'minKb'], question, exchanged)];
    default:
      return [];
  }
}

const exchanged: Words = {
  zh: '最少的比最多的还多，对调一下。',
  en: 'The least is more than the most: exchange them.',
};
const tooFewToChoose: Words = {
  zh: '要选的比能选的多：改 atLeast，或者加选项。',
  en: 'More must be chosen than can be: change atLeast, or add options.',
};
const noNumber: Words = {
  zh: 'minimum 和 maximum 之间没有数：改其中一个，或者加 decimals。',
  en: 'There is no number between minimum and maximum: change one, or add decimals.',
};
const tooDeep: Words = {
  zh: '这些地方比 depth 更细：改 depth，或者写大一些的地方。',
  en: 'These places lie deeper than depth: change depth, or name larger ones.',
};

const noAnswer = (path: RuleFault['path'], { id }: Question, right: Words): RuleFault => ({
  path,
  wrong: { zh: `${id} 怎么答都不对，办到这里就走不下去。`, en: `No answer to ${id} is good: nobody gets past it.` },
  right,
});

function hasNumber({
  minimum = -Infinity,
  maximum = Infinity,
  decimals = 0,
}: Extract<Question, { kind: 'number' }>): boolean {
  const scale = 10 ** decimals;
  return Math.ceil(minimum * scale) <= Math.floor(maximum * scale);
}
