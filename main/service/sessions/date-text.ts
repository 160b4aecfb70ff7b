import type { Language } from '../../contract/words.ts';

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

/** A date in words; what was asked for and is not known is said. */
export function dateText(date: string, precision: 'year' | 'month' | 'day', language: Language): string {
  const [year = '', month, day] = date.split('-');
  const isDayOpen = precision === 'day' && day === undefined;
  if (language === 'zh') {
    if (month === undefined)
      return `${year} 年${precision === 'year' ? '' : isDayOpen ? '，月和日不清楚' : '，月份不清楚'}`;
    return `${year} 年 ${Number(month)} 月${day !== undefined ? ` ${Number(day)} 日` : isDayOpen ? '，哪一天不清楚' : ''}`;
  }
  if (month === undefined) return precision === 'year' ? year : `${year}, month not known`;
  const monthName = englishMonths[Number(month) - 1] ?? month;
  if (day !== undefined) return `${Number(day)} ${monthName} ${year}`;
  return `${monthName} ${year}${isDayOpen ? ', day not known' : ''}`;
}
