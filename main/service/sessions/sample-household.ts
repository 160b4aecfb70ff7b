import { type Item, item } from '../../contract/item.ts';
import { sampleItem } from './sample-item.ts';

const both = (text: string) => ({ zh: text, en: text });
const asked = (text: string) => ({ ask: both(text), label: both(text) });
const option = (id: string) => ({ id, words: both(id) });

/** An item with the kinds of questions that `sampleItem` has not, most of them in a group, for tests. */
export const sampleHousehold: Item = item.parse({
  ...sampleItem,
  id: 'household',
  questions: [
    {
      id: 'home',
      kind: 'address',
      ...asked('住在哪'),
      only: ['340000', '330000', '110000'],
      fromCard: { field: 'address', how: 'filled' },
    },
    {
      id: 'family',
      kind: 'group',
      ...asked('家里有谁'),
      one: { zh: '家庭成员', en: 'member of the family' },
      atLeast: 1,
      atMost: 3,
      questions: [
        { id: 'who', kind: 'person', ...asked('是谁'), relations: [option('child'), option('spouse')] },
        { id: 'works', kind: 'yes-no', ...asked('工作吗'), unknown: true },
        {
          id: 'income',
          kind: 'number',
          ...asked('收入'),
          minimum: 0,
          maximum: 1_000_000,
          decimals: 2,
          unit: both('元'),
          when: [{ question: 'works', isOneOf: ['yes'] }],
        },
        {
          id: 'lives',
          kind: 'address',
          ...asked('住在哪'),
          fromAnswer: { question: 'home', how: 'one-touch' },
        },
        { id: 'permit', kind: 'yes-no', ...asked('居住证'), when: [{ question: 'lives', regionIn: ['110000'] }] },
        { id: 'proof', kind: 'paper', ...asked('证明'), maxPages: 2, needed: false },
      ],
    },
    {
      id: 'cars',
      kind: 'group',
      ...asked('车'),
      one: both('车'),
      atLeast: 0,
      atMost: 2,
      questions: [{ id: 'plate', kind: 'text', content: 'number', ...asked('车牌') }],
    },
    {
      id: 'needs',
      kind: 'many',
      ...asked('要什么'),
      options: [option('money'), option('care'), option('school')],
      atLeast: 1,
      atMost: 2,
    },
    {
      id: 'account',
      kind: 'bank-account',
      ...asked('账号'),
      banks: [option('icbc'), option('abc')],
      account: 'card',
      when: [{ question: 'needs', isOneOf: ['money'] }],
    },
    {
      id: 'large',
      kind: 'promise',
      ...asked('承诺'),
      text: both('以上属实'),
      when: [{ question: 'family', atLeast: 3 }],
    },
    {
      id: 'local',
      kind: 'credit-code',
      ...asked('单位'),
      when: [
        { question: 'home', regionIn: ['340000'] },
        { card: 'age', from: 18 },
      ],
    },
    { id: 'since', kind: 'date', precision: 'day', partial: true, ...asked('从哪天'), latest: 'today' },
  ],
});
