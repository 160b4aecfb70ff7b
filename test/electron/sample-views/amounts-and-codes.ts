import type { Screen } from '../../../main/contract/view/screen.ts';
import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

export function addAmountsAndCodes({ say, itemName, add }: Sampling): void {
  const question = { ...unanswered, itemName } as const;
  const amount: Screen = {
    ...question,
    step: { at: 4, of: 9 },
    question: 'rent',
    ask: say('每个月房租多少钱？', 'What is the rent a month?'),
    help: say('写合同上的数。', 'As it stands in the contract.'),
    view: { kind: 'number', minimum: 1, maximum: 50_000, decimals: 2, unit: say('元', 'yuan') },
  };
  add('question-number-amount', { ...amount, value: { kind: 'number', number: '2350.5' } });
  add(
    'question-number-amount-too-large',
    { ...amount, value: { kind: 'number', number: '235000' }, fault: 'amount-too-large' },
    { online: false },
  );
  add('question-number-count', {
    ...amount,
    question: 'people',
    ask: say('家里一共几口人？', 'How many people are there in your family?'),
    help: say('算上您自己。', 'Yourself included.'),
    view: { kind: 'number', minimum: 1, maximum: 20, decimals: 0, unit: say('人', 'people') },
  });
  const idNumber: Screen = {
    ...question,
    step: { at: 4, of: 9 },
    question: 'child-number',
    ask: say('孩子的身份证号码是多少？', "What is the child's ID number?"),
    help: say('户口簿上也有，18 位。', 'It stands in the household register, too: 18 characters.'),
    view: { kind: 'id-number' },
  };
  add('question-id-number', { ...idNumber, value: { kind: 'id-number', idNumber: '3412022016' } });
  add(
    'question-id-number-check',
    { ...idNumber, value: { kind: 'id-number', idNumber: '110105194912310021' }, fault: 'id-number-check' },
    { online: false },
  );
  const code: Screen = {
    ...question,
    step: { at: 3, of: 9 },
    question: 'company',
    ask: say('单位的统一社会信用代码是多少？', "What is the company's unified social credit code?"),
    help: say('在营业执照上，18 位。', 'It stands on the licence: 18 characters.'),
    view: { kind: 'credit-code', code: null },
  };
  add('question-credit-code', { ...code, value: { kind: 'credit-code', code: '91340' } });
  add(
    'question-credit-code-check',
    { ...code, value: { kind: 'credit-code', code: '91350100M000100Y44' }, fault: 'credit-code-check' },
    { online: false },
  );
  add('question-credit-code-scan', {
    ...code,
    view: { kind: 'credit-code', code: { state: 'none', canLight: true, text: null, nth: 0 } },
  });
}
