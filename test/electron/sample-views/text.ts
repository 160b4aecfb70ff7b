import type { CodeForQuestion, PaperForQuestion } from '../../../main/contract/view/question.ts';
import type { Screen } from '../../../main/contract/view/screen.ts';
import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

export function addText({ say, itemName, add }: Sampling): void {
  const question = { ...unanswered, itemName } as const;
  add('question-phone', {
    ...question,
    step: { at: 5, of: 6 },
    question: 'phone',
    ask: say(
      '收件人的手机号码是多少？',
      "What is the recipient's mobile number?",
      '收件人的手机号码？',
      "Recipient's mobile?",
    ),
    help: say('快递员会打这个电话。', 'The courier will call it.'),
    view: { kind: 'phone' },
    value: { kind: 'phone', digits: '1381234' },
    fault: 'phone-form',
  });
  add('question-name', {
    ...question,
    step: { at: 4, of: 6 },
    question: 'recipient',
    ask: say('谁收这张证明？', 'Who receives the certificate?'),
    help: say('写收件人的名字。', "Write the recipient's name."),
    view: { kind: 'text', content: 'name', asOnCard: { masked: '龘**' }, code: null, socialCard: null, paper: null },
  });
  const address: Screen = {
    ...question,
    step: { at: 5, of: 6 },
    question: 'address',
    ask: say('寄到哪里？', 'Where shall it be sent?'),
    help: say('写清楚路名、门牌号、房间号。', 'Street, house and room, please.'),
    view: {
      kind: 'text',
      content: 'address',
      asOnCard: { masked: say('安徽省阜阳市颍州区********', 'Yingzhou, Fuyang, Anhui ********') },
      code: null,
      socialCard: null,
      paper: null,
    },
    value: { kind: 'text', text: '浙江省杭州市萧山区北干街道金城路 1038 号 3 栋 2 单元 1201 室' },
    changing: true,
  };
  add('question-address', address);
  const fromPaper = (name: string, paper: PaperForQuestion): void =>
    add(`question-from-paper-${name}`, {
      ...question,
      step: { at: 8, of: 14 },
      question: 'invoice-number',
      ask: say('发票号码是多少？', 'What is the number of the invoice?', '发票号码？', 'Invoice number?'),
      help: say('在发票的右上角。', 'At its upper right.'),
      view: { kind: 'text', content: 'number', asOnCard: null, code: null, socialCard: null, paper },
    });
  fromPaper('reading', { state: 'reading', page: 1, of: 2, share: 0.6 });
  fromPaper('offers', { state: 'read', offers: ['25342816407735291846', '2534281640'] });
  fromPaper('nothing', { state: 'read', offers: [] });
  fromPaper('stopped', { state: 'stopped' });
  const number = (code: CodeForQuestion, text: string | null): Screen => ({
    ...question,
    step: { at: 3, of: 6 },
    question: 'number',
    ask: say('旧证明的编号是多少？', 'What is the number of the old certificate?'),
    help: say('在证明的右上角，二维码旁边。', 'At the upper right, beside the square code.'),
    view: { kind: 'text', content: 'number', asOnCard: null, code, socialCard: null, paper: null },
    value: text === null ? null : { kind: 'text', text },
  });
  add('question-number', number({ state: 'none', canLight: true, text: null, nth: 0 }, null));
  add('question-number-looking', number({ state: 'looking', canLight: true, text: null, nth: 0 }, null));
  add('question-number-read', number({ state: 'read', canLight: true, text: 'WF-2026-0012', nth: 1 }, 'WF-2026-0012'));
  add('question-number-no-reader', number({ state: 'out', canLight: false, text: null, nth: 0 }, null));
  for (const state of ['none', 'reading', 'insert-again', 'not-yours', 'read', 'out'] as const) {
    const text = state === 'read' ? 'A12345678' : null;
    add(`question-social-card-${state}`, {
      ...question,
      step: { at: 7, of: 9 },
      question: 'social-card-number',
      ask: say(
        '社保卡的卡号是多少？',
        'What is the number of your social-security card?',
        '社保卡的卡号？',
        'The number on the card?',
      ),
      help: say('印在卡的正面，9 位。', 'It is printed on the front: 9 characters.'),
      view: {
        kind: 'text',
        content: 'number',
        asOnCard: null,
        code: null,
        socialCard: { state, text, nth: 0 },
        paper: null,
      },
      value: text === null ? null : { kind: 'text', text },
    });
  }
  // Everything at once that takes height.
  add(
    'question-address-short',
    { ...address, value: { kind: 'text', text: '金城路' }, fault: 'text-too-short' },
    { online: false },
  );
}
