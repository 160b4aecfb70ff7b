import { describe, expect, it } from 'vitest';
import { receiptDocument as receiptSchema } from '../../contract/device-host.ts';
import { receiptDocument } from './receipt.ts';

const content = {
  place: { zh: '柳林镇便民服务中心', en: 'Liulin Town Service Centre' },
  help: { name: { zh: '服务台', en: 'Service desk' }, phone: '0571-12345' },
  itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
  next: { zh: '送到后 3 个工作日', en: '3 working days after arrival' },
  caseNumber: 'LLZ01-1-0047-K',
  submittedAt: '2026-11-23T06:32:00.000Z',
  applicantName: '王小芳',
  idNumber: '341202198003120024',
  code: 'TB1|x',
};

describe('receipt', () => {
  it.each(['zh', 'en'] as const)(
    'carries number, state and code, and neither name nor ID number whole (%s)',
    (language) => {
      const document = receiptDocument(content, language);
      expect(receiptSchema.safeParse(document).success).toBe(true);
      const text = JSON.stringify(document);
      for (const shown of [
        'LLZ01-1-0047-K',
        'TB1|x',
        '王**',
        '3412**********0024',
        content.itemName[language],
        content.next[language],
      ]) {
        expect(text).toContain(shown);
      }
      for (const hidden of ['王小芳', '小芳', '341202198003120024', '19800312']) expect(text).not.toContain(hidden);
    },
  );

  it('says kept and not yet sent, not "successful"', () => {
    expect(JSON.stringify(receiptDocument(content, 'zh'))).toContain('还没有送到办理地');
  });
});
