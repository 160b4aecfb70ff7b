import { describe, expect, it } from 'vitest';
import { receiptDocument as receiptSchema } from '../../contract/devices/receipt-printer.ts';
import { type ReceiptContent, receiptDocument } from './receipt.ts';

const content: ReceiptContent = {
  place: { zh: '柳林镇便民服务中心', en: 'Liulin Town Service Centre' },
  help: { name: { zh: '服务台', en: 'Service desk' }, phone: '0571-12345' },
  itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
  next: { zh: '送到后 3 个工作日', en: '3 working days after arrival' },
  also: { zh: '到那天请带户口簿', en: 'Bring the booklet on that day' },
  caseNumber: 'LLZ01-1-0047-87',
  submittedAt: '2026-11-23T06:32:00.000Z',
  maskedName: '王**',
  maskedIdNumber: '3412**********0024',
  code: 'TB1|x',
};

describe('receipt', () => {
  it.each(['zh', 'en'] as const)('carries number, item, code and what comes next (%s)', (language) => {
    const document = receiptDocument(content, 'kept-here', language, false);
    expect(receiptSchema.safeParse(document).success).toBe(true);
    const text = JSON.stringify(document);
    const { caseNumber, code, maskedName, maskedIdNumber, itemName, next, also } = content;
    for (const shown of [
      caseNumber,
      code,
      maskedName,
      maskedIdNumber,
      itemName[language],
      next[language],
      also?.[language],
    ]) {
      expect(text).toContain(shown);
    }
  });

  it('says what is true when it is printed, and each state in its own words', () => {
    const states = ['kept-here', 'sent', 'received-there', 'refused-there'] as const;
    const printed = states.map((state) => JSON.stringify(receiptDocument(content, state, 'zh', false)));
    expect(printed[0]).toContain('还没有送出去');
    expect(printed[2]).not.toContain('还没有送到');
    expect(new Set(printed).size).toBe(4);
  });
});
