import type { AnswerValue } from '../../contract/answers.ts';
import type { Option, Question } from '../../contract/questions.ts';
import { isRegion } from '../../contract/regions.ts';
import type { Language, Words } from '../../contract/words.ts';
import { regionOfAddress } from '../sessions/address-region.ts';

const hints = {
  option: { zh: '写序号', en: 'its number' },
  options: { zh: '写序号，用空格隔开；- 是一个也不选', en: 'their numbers, with spaces; - for none' },
  yesNo: { zh: 'y 是，n 不是', en: 'y for yes, n for no' },
  unknown: { zh: 'y 是，n 不是，? 不知道', en: 'y for yes, n for no, ? for not known' },
  promise: { zh: 'y 承诺，n 不承诺', en: 'y to promise, n not to' },
  bank: { zh: '银行的序号，空格，账号', en: 'number of the bank, number of the account' },
  person: { zh: '姓名，空格，身份证号，空格，关系的序号', en: 'name, ID number, number of the relation' },
  place: { zh: '代码，或者中文名，从省写起', en: 'its code, or its Chinese name from the province on' },
  address: { zh: '从省写起', en: 'in Chinese, from the province on' },
  group: {
    zh: '+ 加一个，N 改第几个，-N 去掉第几个；回车：就这些',
    en: '+ for one more, N to change one, -N to take one away; Enter: these are all',
  },
  signature: { zh: '写什么都算签名', en: 'anything signs' },
  card: { zh: '= 和身份证上一样', en: '= as on the card' },
  before: { zh: '== 和前面答的一样', en: '== as answered before' },
} as const satisfies Record<string, Words>;

/** How a question is answered by a line of text, as it is printed under it. */
export function hintOf(question: Question, language: Language): readonly string[] {
  const lines = [...kindHint(question, language)];
  if ('fromCard' in question && question.fromCard !== undefined) lines.push(hints.card[language]);
  if ('fromAnswer' in question && question.fromAnswer !== undefined) lines.push(hints.before[language]);
  return lines;
}

function kindHint(question: Question, language: Language): readonly string[] {
  switch (question.kind) {
    case 'choice':
      return [...listed(question.options, language), hints.option[language]];
    case 'many':
      return [...listed(question.options, language), hints.options[language]];
    case 'yes-no':
      return [(question.unknown === true ? hints.unknown : hints.yesNo)[language]];
    case 'promise':
      return [question.text[language], hints.promise[language]];
    case 'bank-account':
      return [...listed(question.banks, language), hints.bank[language]];
    case 'person':
      return [...listed(question.relations, language), hints.person[language]];
    case 'number': {
      const { minimum = '', maximum = '', unit } = question;
      return [`${minimum}–${maximum} ${unit?.[language] ?? ''}`.trim()];
    }
    case 'region':
      return [hints.place[language]];
    case 'address':
      return [hints.address[language]];
    case 'date':
      return [{ year: 'YYYY', month: 'YYYY-MM', day: 'YYYY-MM-DD' }[question.precision]];
    case 'group':
      return [hints.group[language]];
    case 'paper':
      return [`0–${question.maxPages}`];
    case 'signature':
      return [hints.signature[language]];
    case 'text':
    case 'id-number':
    case 'credit-code':
    case 'phone':
      return [];
    default:
      return question satisfies never;
  }
}

const listed = (options: readonly Option[], language: Language): readonly string[] =>
  options.map(({ words }, at) => `${at + 1}  ${words[language]}`);

type Answerable = Exclude<Question, { kind: 'group' | 'paper' }>;

/** Null for an empty line: nothing was answered, and nothing stood there. What fits no answer is passed on as it is, for the rules to refuse. */
export function valueOf(question: Answerable, line: string): AnswerValue | null {
  if (line === '') return isFilled(question) ? { kind: 'as-on-card' } : null;
  if (line === '=') return { kind: 'as-on-card' };
  if (line === '==') return { kind: 'as-before' };
  switch (question.kind) {
    case 'choice':
      return { kind: 'choice', option: optionAt(question.options, line) };
    case 'many': {
      const chosen = line === '-' ? [] : line.split(/[\s,，、]+/);
      return { kind: 'many', options: chosen.map((each) => optionAt(question.options, each)) };
    }
    case 'yes-no':
      return { kind: 'yes-no', answer: line === 'y' ? 'yes' : line === '?' ? 'unknown' : 'no' };
    case 'promise':
      return { kind: 'promise', accepted: line === 'y' };
    case 'text':
      return { kind: 'text', text: line };
    case 'number':
      return { kind: 'number', number: line };
    case 'id-number':
      return { kind: 'id-number', idNumber: line };
    case 'credit-code':
      return { kind: 'credit-code', code: line };
    case 'phone':
      return { kind: 'phone', digits: line };
    case 'bank-account': {
      const [bank = '', number = ''] = line.split(/\s+/);
      return { kind: 'bank-account', bank: optionAt(question.banks, bank), number };
    }
    case 'region':
      return { kind: 'region', code: isRegion(line) ? line : (regionOfAddress(line)?.code ?? '000000') };
    case 'address': {
      const region = regionOfAddress(line);
      return { kind: 'address', region: region?.code ?? '', rest: line.slice(region?.text.length ?? 0) };
    }
    case 'date':
      // The shape is the contract's; a day that is none is the rules' to refuse.
      return { kind: 'date', date: /^\d{4}(-\d{2}(-\d{2})?)?$/.test(line) ? line : '0000-00-00' };
    case 'person': {
      const [name = '', idNumber = '', relation = ''] = line.split(/\s+/);
      return { kind: 'person', name, idNumber, relation: optionAt(question.relations, relation) };
    }
    case 'signature':
      return {
        kind: 'signature',
        widthMm: 120,
        heightMm: 40,
        strokes: [
          [
            [10, 10, 0],
            [60, 30, 400],
          ],
        ],
      };
    default:
      return question satisfies never;
  }
}

const isFilled = (question: Question): boolean => 'fromCard' in question && question.fromCard?.how === 'filled';

/** By its number from 1, or by its id; else as it is. */
const optionAt = (options: readonly Option[], written: string): string => options[Number(written) - 1]?.id ?? written;
