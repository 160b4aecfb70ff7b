import { type Item, item } from '../../contract/item.ts';

const both = (text: string) => ({ zh: text, en: text });

/** As little as an item can be. */
export const smallItem: Item = item.parse({
  id: 'sample',
  version: 1,
  provenance: 'sample',
  basicCode: '000000000000',
  name: both('证明'),
  summary: both('…'),
  picture: 'certificate',
  handlingMode: 'fully-online',
  promisedWorkingDays: 3,
  applicant: { cards: ['resident'], otherCard: both('请到窗口') },
  notice: { takes: [{ what: both('身份证'), why: both('确认是您') }], keeps: both('送到后删掉') },
  questions: [{ id: 'phone', kind: 'phone', ask: both('电话'), label: both('电话') }],
  next: both('三个工作日'),
});
