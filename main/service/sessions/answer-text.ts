import type { GivenValue } from '../../contract/answers.ts';
import type { Option, Question } from '../../contract/questions.ts';
import { maskName } from '../../contract/masks.ts';
import { regionText } from '../../contract/regions.ts';
import type { Language, Words } from '../../contract/words.ts';
import { regionOfAddress } from './address-region.ts';
import { dateText } from './date-text.ts';
import type { GivenAnswer } from './draft.ts';

const said = {
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '不是', en: 'No' },
  unknown: { zh: '不知道', en: 'I do not know' },
  accepted: { zh: '我承诺', en: 'I promise' },
  declined: { zh: '我做不到', en: 'I cannot promise' },
  signed: { zh: '已签名', en: 'Signed' },
  none: { zh: '没有', en: 'None' },
} as const satisfies Record<string, Words>;

/** An answer in words, whole: what is sealed beside the value. */
export function answerText(question: Question, value: GivenValue, language: Language): string {
  const comma = language === 'zh' ? '，' : ', ';
  switch (value.kind) {
    case 'choice':
      return optionText(optionsOf(question), value.option, language);
    case 'many': {
      const options = value.options.map((option) => optionText(optionsOf(question), option, language));
      return options.length === 0 ? said.none[language] : options.join(language === 'zh' ? '、' : ', ');
    }
    case 'yes-no':
      return said[value.answer][language];
    case 'text':
      return value.text;
    case 'number': {
      const unit = question.kind === 'number' ? question.unit?.[language] : undefined;
      return unit === undefined ? value.number : `${value.number} ${unit}`;
    }
    case 'id-number':
      return value.idNumber;
    case 'credit-code':
      return value.code;
    case 'phone':
      return value.digits.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3');
    case 'bank-account':
      return `${optionText(optionsOf(question), value.bank, language)}${comma}${inFours(value.number)}`;
    case 'region':
      return regionText(value.code, language);
    case 'address':
      return language === 'zh'
        ? regionText(value.region, language) + value.rest
        : `${value.rest}, ${regionText(value.region, language)}`;
    case 'date':
      return dateText(value.date, question.kind === 'date' ? question.precision : 'day', language);
    case 'person':
      return [value.name, value.idNumber, relationText(question, value.relation, language)].join(comma);
    case 'group':
      return value.members === 0 ? said.none[language] : language === 'zh' ? `${value.members} 个` : `${value.members}`;
    case 'promise':
      return said[value.accepted ? 'accepted' : 'declined'][language];
    case 'signature':
      return said.signed[language];
    case 'paper':
      return pagesText(value.papers.length, language);
    default:
      return value satisfies never;
  }
}

/**
 * As the check page shows it. What the person typed is shown whole, or it cannot be checked; what came from the card is
 * masked, because somebody may stand behind them.
 */
export function shownText(question: Question, { value, source }: GivenAnswer, language: Language): string {
  return (source === 'card' ? maskedText(question, value, language) : null) ?? answerText(question, value, language);
}

/** As it stands on a list: nobody needs the number of a person there, and somebody may stand behind them. */
export function listText(question: Question, given: GivenAnswer, language: Language): string {
  const { value } = given;
  if (value.kind !== 'person') return shownText(question, given, language);
  return [value.name, relationText(question, value.relation, language)].join(language === 'zh' ? '，' : ', ');
}

/** What the card says, masked; null where it needs no mask: a county is no secret. */
export function maskedText(question: Question, value: GivenValue, language: Language): string | null {
  switch (value.kind) {
    case 'text':
      return question.kind === 'text' && question.content === 'name' ? maskName(value.text) : maskAddress(value.text);
    case 'address':
      return `${regionText(value.region, language)}****`;
    case 'date':
      return `${value.date.slice(0, 4)}****`;
    default:
      return null;
  }
}

/** Down to the district: 浙江省杭州市萧山区****. An address that begins with no division we know shows six characters. */
export function maskAddress(address: string): string {
  const shown = regionOfAddress(address)?.text ?? Array.from(address).slice(0, 6).join('');
  return `${shown}****`;
}

function optionsOf(question: Question): readonly Option[] {
  switch (question.kind) {
    case 'choice':
    case 'many':
      return question.options;
    case 'bank-account':
      return question.banks;
    case 'person':
      return question.relations;
    default:
      return [];
  }
}

/** What a person is to the card's holder. */
export const relationText = (question: Question, relation: string, language: Language): string =>
  optionText(optionsOf(question), relation, language);

const optionText = (options: readonly Option[], id: string, language: Language): string =>
  options.find((option) => option.id === id)?.words[language] ?? id;

const inFours = (digits: string): string => digits.replace(/(\d{4})(?=\d)/g, '$1 ');

function pagesText(pages: number, language: Language): string {
  if (language === 'zh') return pages === 0 ? '没有带' : `${pages} 页`;
  return pages === 0 ? 'Not brought' : pages === 1 ? '1 page' : `${pages} pages`;
}
