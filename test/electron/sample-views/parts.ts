import type { Screen } from '../../../main/contract/view/screen.ts';
import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

/** Answers of several fields. Those after the first come by touch, or by a fault in them. */
export function addParts({ say, itemName, add }: Sampling): void {
  const question = { ...unanswered, itemName } as const;
  const address: Screen = {
    ...question,
    step: { at: 6, of: 9 },
    question: 'home',
    ask: say('您现在住在哪里？', 'Where do you live now?'),
    help: '',
    view: {
      kind: 'address',
      only: null,
      asOnCard: { masked: say('安徽省阜阳市颍州区********', 'Yingzhou, Fuyang, Anhui ********') },
    },
  };
  add('question-home', address);
  add('question-home-region', { ...address, value: { kind: 'address', region: '330109', rest: '' } });
  add(
    'question-home-rest',
    {
      ...address,
      value: { kind: 'address', region: '330109', rest: '金城路' },
      fault: 'text-too-short',
      faultPart: 'rest',
    },
    { online: false },
  );
  const person: Screen = {
    ...question,
    step: { at: 3, of: 9 },
    question: 'person',
    member: say('家庭成员 2', 'Member of the family 2'),
    ask: say('这个人是谁？', 'Who is it?'),
    help: '',
    view: {
      kind: 'person',
      relations: [
        { id: 'spouse', text: say('丈夫或妻子', 'Husband or wife') },
        { id: 'child', text: say('儿子或女儿', 'Son or daughter') },
        { id: 'parent', text: say('父亲或母亲', 'Father or mother') },
        { id: 'other', text: say('别的关系', 'Something else') },
      ],
    },
    value: { kind: 'person', name: '王小明', idNumber: '110105194912310021', relation: 'child' },
  };
  add('question-person', person);
  add('question-person-number', { ...person, fault: 'id-number-check', faultPart: 'id-number' }, { online: false });
  add('question-person-relation', { ...person, fault: 'not-an-option', faultPart: 'relation' });
  const account: Screen = {
    ...question,
    step: { at: 7, of: 9 },
    question: 'account',
    ask: say('钱打到哪张卡上？', 'Which account shall the money go to?'),
    help: '',
    view: {
      kind: 'bank-account',
      banks: ['工商银行', '农业银行', '中国银行', '建设银行', '邮储银行', '农村商业银行'].map((zh, at) => ({
        id: `bank-${at}`,
        text: say(zh, ['ICBC', 'ABC', 'Bank of China', 'CCB', 'Postal Savings Bank', 'Rural bank'][at] ?? ''),
      })),
      account: 'card',
    },
    value: { kind: 'bank-account', bank: 'bank-1', number: '6222021202123456789' },
  };
  add('question-account', account);
  add('question-account-number', { ...account, fault: 'bank-account-check', faultPart: 'number' }, { online: false });
  add('question-recipient-as-before', {
    ...question,
    step: { at: 8, of: 9 },
    question: 'recipient-phone',
    ask: say('收件人的手机号码是多少？', "What is the recipient's mobile number?"),
    help: '',
    view: { kind: 'phone' },
    asBefore: { label: say('手机号码', 'Mobile'), text: '138 5550 1234' },
  });
}
