import type { AnswerValue } from '../../main/contract/answers.ts';
import { checkIdNumber } from '../../main/contract/id-number.ts';
import { isDeepEnough } from '../../main/contract/regions.ts';
import type { AnswerFault, FaultPart } from '../../main/contract/view/question.ts';
import type { ShownAs } from './screen-props.ts';

type QuestionView = ShownAs<'question'>['view'];

/** Answers of several fields are asked field by field: one thing at a time. In this order; none where there is one field. */
export function partsOf(kind: QuestionView['kind']): readonly FaultPart[] {
  switch (kind) {
    case 'address':
      return ['region', 'rest'];
    case 'person':
      return ['name', 'id-number', 'relation'];
    case 'bank-account':
      return ['bank', 'number'];
    default:
      return [];
  }
}

/** What stands in a field; empty where nothing does. */
export function partText(value: AnswerValue | null, part: FaultPart): string {
  switch (value?.kind) {
    case 'address':
      return part === 'region' ? value.region : part === 'rest' ? value.rest : '';
    case 'person':
      return part === 'name'
        ? value.name
        : part === 'id-number'
          ? value.idNumber
          : part === 'relation'
            ? value.relation
            : '';
    case 'bank-account':
      return part === 'bank' ? value.bank : part === 'number' ? value.number : '';
    default:
      return '';
  }
}

/** The answer with another text in one of its fields; the others are as they were, or empty. */
export function withPart(value: AnswerValue | null, part: FaultPart, text: string): AnswerValue {
  switch (part) {
    case 'region':
    case 'rest': {
      const before = value?.kind === 'address' ? value : ({ kind: 'address', region: '', rest: '' } as const);
      return part === 'region' ? { ...before, region: text } : { ...before, rest: text };
    }
    case 'name':
    case 'id-number':
    case 'relation': {
      const before =
        value?.kind === 'person' ? value : ({ kind: 'person', name: '', idNumber: '', relation: '' } as const);
      if (part === 'name') return { ...before, name: text };
      return part === 'id-number' ? { ...before, idNumber: text } : { ...before, relation: text };
    }
    case 'bank':
    case 'number': {
      const before = value?.kind === 'bank-account' ? value : ({ kind: 'bank-account', bank: '', number: '' } as const);
      return part === 'bank' ? { ...before, bank: text } : { ...before, number: text };
    }
    default:
      return part satisfies never;
  }
}

/**
 * What is wrong with a field before the next one is shown; null where nothing is. The service looks at all of them
 * again, and more closely: this is only so that nobody is led back over two pages for what was plain on the first.
 */
export function partFault(part: FaultPart, text: string): AnswerFault | null {
  if (text === '') return 'missing';
  if (part === 'region') return isDeepEnough(text, 'county') ? null : 'region-not-deep-enough';
  if (part !== 'id-number') return null;
  const checked = checkIdNumber(text);
  if (checked.ok) return null;
  return checked.error === 'not-18-characters' ? 'id-number-form' : 'id-number-check';
}
