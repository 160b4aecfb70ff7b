import type { ReceiptDocument } from '../../main/contract/devices/receipt-printer.ts';

/** What is printed for a recording. Its words are a sample's, and are replaced all the same. */
export const recordedReceipt: ReceiptDocument = [
  { block: 'text', text: '样例回执', size: 2, bold: true, align: 'centre' },
  { block: 'rule' },
  { block: 'row', label: '办件编号', value: 'SAMPLE-01-000001-7' },
  { block: 'row', label: '申请人', value: '王晓澜' },
  { block: 'qr', data: 'https://sample.invalid/receipt/0123456789' },
  { block: 'text', text: 'Sample receipt', size: 1, bold: false, align: 'left' },
  { block: 'feed', lines: 2 },
];
