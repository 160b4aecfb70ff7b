import type { PageDocument } from '../../contract/devices/page-printer.ts';
import type { Language, Words } from '../../contract/words.ts';
import { localMinute, type ReceiptContent } from './receipt.ts';

const label = {
  title: { zh: '我交的申请', en: 'What I handed in' },
  number: { zh: '办件号', en: 'Case number' },
  asked: { zh: '办的事', en: 'Asked for' },
  time: { zh: '时间', en: 'Time' },
  notProof: {
    zh: '这是您交的内容，留给自己看。它不是证明，也不是办理结果。',
    en: 'This is what you handed in, for yourself. It is no certificate and no decision.',
  },
  keep: {
    zh: '上面有您的个人信息，请收好。',
    en: 'Your personal data stand on it: please keep it safe.',
  },
  questions: { zh: '有事请找：', en: 'Questions: ' },
} as const satisfies Record<string, Words>;

/** What was checked and handed in, for the person to take along on A4: the rows of the page they checked. */
export function applicationCopy(
  content: Pick<ReceiptContent, 'place' | 'help' | 'itemName' | 'caseNumber' | 'submittedAt'>,
  rows: readonly { readonly under: string | null; readonly label: string; readonly text: string }[],
  language: Language,
): PageDocument {
  const say = (words: Words) => words[language];
  return {
    place: say(content.place),
    title: say(label.title),
    number: { label: say(label.number), value: content.caseNumber },
    rows: [
      { label: say(label.asked), value: say(content.itemName) },
      { label: say(label.time), value: localMinute(content.submittedAt) },
      ...rows.map(({ under, label: of, text }) => ({ label: under === null ? of : `${under} ${of}`, value: text })),
    ],
    notes: [
      say(label.notProof),
      say(label.keep),
      `${say(label.questions)}${say(content.help.name)} ${content.help.phone}`,
    ],
  };
}
