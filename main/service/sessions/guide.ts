import type { Elements } from '../../contract/item-elements.ts';
import type { Item } from '../../contract/item.ts';
import type { Words } from '../../contract/words.ts';

export interface GuideEntry {
  readonly title: string;
  readonly text: string;
}

type Say = (words: Words, plain?: Words) => string;

const cost: Words = { zh: '要交多少钱', en: 'What it costs' };
const lines: Words = { zh: '有事打哪个电话', en: 'Whom to call' };
const complaints: Words = { zh: '不满意，打', en: 'If you are not satisfied:' };

/** What to know before one begins, and what people ask most: of the item's own words, its fees and its telephone numbers. */
export function guideOf({ guidance = [], elements, faq = [] }: Item, say: Say): GuideEntry[] {
  return [
    ...guidance.map(({ title, text, plain }) => ({ title: say(title), text: say(text, plain) })),
    ...(elements === undefined ? [] : [feeEntry(elements, say), phoneEntry(elements, say)]),
    ...faq.map(({ asked, answer, plain }) => ({ title: say(asked), text: say(answer, plain) })),
  ];
}

function feeEntry({ fee: { amounts, basis, paid } }: Elements, say: Say): GuideEntry {
  const sums = amounts.map(({ what, yuan }) => say({ zh: `${what.zh} ${yuan} 元。`, en: `${what.en}: ${yuan} yuan.` }));
  const ends = [paid, basis].flatMap((words) =>
    words === undefined ? [] : [say({ zh: `${words.zh}。`, en: `${words.en}.` })],
  );
  return { title: say(cost), text: [...sums, ...ends].join(' ') };
}

function phoneEntry({ contact, supervision }: Elements, say: Say): GuideEntry {
  const own = `${say(contact.name)} ${contact.phone}`;
  const other = `${say(complaints)} ${say(supervision.name)} ${supervision.phone}`;
  const point = say({ zh: '。', en: '. ' });
  return { title: say(lines), text: `${own}${point}${other}${point.trim()}` };
}
