import type { IdCard } from '../../contract/card.ts';
import { type Item, item } from '../../contract/item.ts';

const both = (text: string) => ({ zh: text, en: text });

/** A small item with every kind of question, for tests. */
export const sampleItem: Item = item.parse({
  id: 'sample',
  version: 1,
  provenance: 'sample',
  basicCode: '000000000000',
  name: both('证明'),
  summary: both('…'),
  picture: 'certificate',
  handlingMode: 'fully-online',
  promisedWorkingDays: 3,
  applicant: { cards: ['resident'], minimumAgeYears: 16, younger: both('请家长来'), otherCard: both('请到窗口') },
  notice: { takes: [{ what: both('身份证'), why: both('确认是您') }], keeps: both('送到后删掉') },
  questions: [
    {
      id: 'place',
      kind: 'region',
      depth: 'county',
      ask: both('哪里办'),
      label: both('办理地'),
      fromCard: { field: 'area', how: 'filled' },
    },
    {
      id: 'from',
      kind: 'date',
      precision: 'month',
      ask: both('从'),
      label: both('从'),
      earliest: 'birth',
      latest: 'today',
    },
    {
      id: 'until',
      kind: 'date',
      precision: 'month',
      ask: both('到'),
      label: both('到'),
      latest: 'today',
      notBefore: 'from',
    },
    {
      id: 'collect',
      kind: 'choice',
      ask: both('怎么领'),
      label: both('怎么领'),
      options: [
        { id: 'courier', words: both('快递') },
        { id: 'in-person', words: both('自取') },
      ],
    },
    {
      id: 'recipient',
      kind: 'text',
      content: 'name',
      ask: both('谁收'),
      label: both('收件人'),
      fromCard: { field: 'name', how: 'one-touch' },
      when: [{ question: 'collect', isOneOf: ['courier'] }],
    },
    {
      id: 'address',
      kind: 'text',
      content: 'address',
      ask: both('寄到哪'),
      label: both('地址'),
      fromCard: { field: 'address', how: 'one-touch' },
      when: [{ question: 'collect', isOneOf: ['courier'] }],
    },
    { id: 'phone', kind: 'phone', ask: both('电话'), label: both('电话') },
  ],
  next: both('三个工作日'),
});

export const sampleCard: Extract<IdCard, { kind: 'resident' }> = {
  kind: 'resident',
  name: '王小芳',
  sex: 'female',
  ethnicCode: '01',
  birth: '1980-03-12',
  address: '安徽省阜阳市颍州区人民路1号',
  idNumber: '341202198003120024',
  issuedBy: '阜阳市公安局颍州分局',
  validFrom: '2016-01-01',
  validUntil: '2036-01-01',
};
