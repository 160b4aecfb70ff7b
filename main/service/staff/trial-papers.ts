import type { PageDocument } from '../../contract/devices/page-printer.ts';
import type { ReceiptDocument } from '../../contract/devices/receipt-printer.ts';
import type { Words } from '../../contract/words.ts';

/** What staff print to see whether a printer prints: every kind of thing that stands on a real paper, and nobody's name. */
const title = '打印测试 · Test print';
const sentence = '能看清这一行，打印机就是好的。 If you can read this, the printer works.';

/** `at`: as it is to stand there. */
export function testReceipt(place: Words, at: string): ReceiptDocument {
  return [
    { block: 'text', text: place.zh, size: 1, bold: false, align: 'centre' },
    { block: 'text', text: title, size: 1, bold: true, align: 'centre' },
    { block: 'rule' },
    { block: 'text', text: '0123456789', size: 3, bold: true, align: 'centre' },
    { block: 'row', label: '时间', value: at },
    { block: 'text', text: sentence, size: 1, bold: false, align: 'left' },
    { block: 'qr', data: 'TEST' },
  ];
}

export function testPages(place: Words, at: string): PageDocument {
  return {
    place: place.zh,
    title,
    number: { label: '测试', value: '0123456789' },
    rows: [{ label: '时间', value: at }],
    notes: [sentence],
  };
}
