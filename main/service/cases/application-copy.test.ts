import { expect, it } from 'vitest';
import { pageDocument } from '../../contract/devices/page-printer.ts';
import { applicationCopy } from './application-copy.ts';

const content = {
  place: { zh: '柳林镇便民服务中心', en: 'Liulin Town Service Centre' },
  help: { name: { zh: '服务台', en: 'the service desk' }, phone: '0558-2250012' },
  itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
  caseNumber: 'LLZ01-1-0001-31',
  submittedAt: '2026-11-23T06:32:00.000Z',
};

it.each([
  ['zh', '无犯罪记录证明', '柳林镇便民服务中心'],
  ['en', 'Certificate of no criminal record', 'Liulin Town Service Centre'],
] as const)('carries what was checked, the number, the place and whom to ask, in %s', (language, item, place) => {
  const rows = [
    { under: null, label: '手机号', text: '138 5550 1234' },
    { under: '家庭成员 2', label: '姓名', text: '王小明' },
  ];
  const copy = applicationCopy(content, rows, language);
  expect(pageDocument.parse(copy)).toEqual(copy);
  expect(copy.place).toBe(place);
  expect(copy.number.value).toBe('LLZ01-1-0001-31');
  expect(copy.rows.map(({ value }) => value)).toContain(item);
  expect(copy.rows).toContainEqual({ label: '手机号', value: '138 5550 1234' });
  expect(copy.rows).toContainEqual({ label: '家庭成员 2 姓名', value: '王小明' });
  expect(copy.notes.join()).toContain('0558-2250012');
});
