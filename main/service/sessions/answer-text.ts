import type { GivenValue } from '../../contract/answers.ts';
import type { Question } from '../../contract/item.ts';
import { maskName } from '../../contract/masks.ts';
import { regionText } from '../../contract/regions.ts';
import type { Language } from '../../contract/words.ts';
import { regionOfAddress } from './address-region.ts';
import type { GivenAnswer } from './draft.ts';

/** An answer in words, whole: what is sealed beside the value. */
export function answerText(question: Question, value: GivenValue, language: Language): string {
  switch (value.kind) {
    case 'choice': {
      const option = question.kind === 'choice' ? question.options.find(({ id }) => id === value.option) : undefined;
      return option?.words[language] ?? value.option;
    }
    case 'text':
      return value.text;
    case 'phone':
      return value.digits.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3');
    case 'region':
      return regionText(value.code, language);
    case 'date':
      return dateText(value.date, language);
    case 'signature':
      return language === 'zh' ? '已签名' : 'Signed';
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
  const whole = answerText(question, value, language);
  if (source !== 'card' || question.kind !== 'text') return whole;
  return question.content === 'name' ? maskName(whole) : maskAddress(whole);
}

/** Down to the district: 浙江省杭州市萧山区****. An address that begins with no division we know shows six characters. */
export function maskAddress(address: string): string {
  const shown = regionOfAddress(address)?.text ?? Array.from(address).slice(0, 6).join('');
  return `${shown}****`;
}

function pagesText(pages: number, language: Language): string {
  if (language === 'zh') return pages === 0 ? '没有带' : `${pages} 页`;
  return pages === 0 ? 'Not brought' : pages === 1 ? '1 page' : `${pages} pages`;
}

const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function dateText(date: string, language: Language): string {
  const [year = '', month = '', day] = date.split('-');
  if (language === 'zh') return `${year} 年 ${Number(month)} 月${day === undefined ? '' : ` ${Number(day)} 日`}`;
  const monthName = englishMonths[Number(month) - 1] ?? month;
  return day === undefined ? `${monthName} ${year}` : `${Number(day)} ${monthName} ${year}`;
}
