import type { ReceiptBlock, ReceiptDocument } from '../../contract/devices/receipt-printer.ts';
import type { CaseState } from '../../contract/view/waiting.ts';
import type { Language, Words } from '../../contract/words.ts';

/** What stands on a receipt, whenever it is printed. Name and number are masked already: nothing here is the person's. */
export interface ReceiptContent {
  readonly place: Words;
  readonly help: { readonly name: Words; readonly phone: string };
  readonly itemName: Words;
  readonly next: Words;
  /** What else the item says: what to bring, what to keep. */
  readonly also: Words | null;
  readonly caseNumber: string;
  /** ISO 8601. */
  readonly submittedAt: string;
  readonly maskedName: string;
  readonly maskedIdNumber: string;
  /** The signed code; with it, and not with the number alone, the status can be asked for. */
  readonly code: string;
}

const label = {
  title: { zh: '办件回执', en: 'Receipt' },
  number: { zh: '办件号', en: 'Case number' },
  asked: { zh: '办的事', en: 'Asked for' },
  time: { zh: '时间', en: 'Time' },
  name: { zh: '姓名', en: 'Name' },
  idNumber: { zh: '证件号', en: 'ID number' },
  next: { zh: '接下来', en: 'What happens next' },
  keep: {
    zh: '请收好这张纸。来问办得怎么样，请带上它。',
    en: 'Keep this paper, and bring it when you ask how the case stands.',
  },
  questions: { zh: '有事请找', en: 'Questions' },
  copy: { zh: '副本：前面已经打过一张', en: 'Copy: one was printed before' },
} as const satisfies Record<string, Words>;

/** Kept here, sent, received there, refused there: four different sentences, on paper as on the screen. */
const stateSentence = {
  'kept-here': {
    zh: '已经存在这台机器里，还没有送出去。联网后自动送出。',
    en: 'Kept in this machine. Not yet sent; it goes by itself when there is a network.',
  },
  sent: {
    zh: '已经送出，平台还没有回话。没有回话前，这台机器会一直留着。',
    en: 'Sent. The platform has not answered yet; this machine keeps it until it has.',
  },
  'received-there': {
    zh: '跨省通办平台已经收到，会转给办理地，还没有审核。',
    en: 'The platform has received it and passes it on to the place of handling. Nobody has decided yet.',
  },
  'refused-there': {
    zh: '跨省通办平台没有收下。请打下面的电话问一问。',
    en: 'The platform did not take it. Please call the number below.',
  },
} as const satisfies Record<CaseState, Words>;

/**
 * A receipt as it stands on paper now: printed again later, it says what has become true since. Readable at arm's length
 * on 80 mm, so the number is three times the printer's own size, or twice, where it would not fit on one line. A copy
 * says that it is one: two papers with one number are otherwise taken for two cases.
 */
export function receiptDocument(
  content: ReceiptContent,
  state: CaseState,
  language: Language,
  isCopy: boolean,
): ReceiptDocument {
  const say = (words: Words) => words[language];
  const text = (words: string, more: Partial<Extract<ReceiptBlock, { block: 'text' }>> = {}): ReceiptBlock => ({
    block: 'text',
    text: words,
    size: 1,
    bold: false,
    align: 'left',
    ...more,
  });
  return [
    text(say(content.place), { align: 'centre' }),
    text(say(label.title), { align: 'centre', size: 2, bold: true }),
    ...(isCopy ? [text(say(label.copy), { align: 'centre', bold: true })] : []),
    { block: 'rule' },
    text(say(label.number)),
    text(content.caseNumber, { align: 'centre', size: content.caseNumber.length <= 16 ? 3 : 2, bold: true }),
    { block: 'rule' },
    { block: 'row', label: say(label.asked), value: say(content.itemName) },
    { block: 'row', label: say(label.name), value: content.maskedName },
    { block: 'row', label: say(label.idNumber), value: content.maskedIdNumber },
    { block: 'row', label: say(label.time), value: localMinute(content.submittedAt) },
    { block: 'rule' },
    text(say(stateSentence[state]), { bold: true }),
    { block: 'feed', lines: 1 },
    text(say(label.next), { bold: true }),
    text(say(content.next)),
    ...(content.also === null ? [] : [text(say(content.also))]),
    { block: 'qr', data: content.code },
    text(say(label.keep), { align: 'centre' }),
    { block: 'rule' },
    { block: 'row', label: say(label.questions), value: `${say(content.help.name)} ${content.help.phone}` },
  ];
}

/** 2026-11-23 14:32 on the terminal's wall, whatever the language: digits are read the same everywhere. */
export function localMinute(iso: string): string {
  const at = new Date(iso);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
