import type { Screen } from '../../../main/contract/view/screen.ts';
import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

export function addPlacesAndDates({ say, itemName, add }: Sampling): void {
  const question = { ...unanswered, itemName } as const;
  const region: Screen = {
    ...question,
    step: { at: 2, of: 6 },
    question: 'place',
    ask: say('您的户口在哪里？', 'Where is your household registered?'),
    help: say(
      '身份证上写的是这里。搬过户口的，请改一下。',
      'Your card says this. If you have moved, please change it.',
    ),
    view: { kind: 'region', depth: 'county', only: null },
    value: { kind: 'region', code: '341202' },
  };
  add('question-region', region);
  add('question-region-missing', { ...region, value: null, fault: 'missing' }, { online: false });
  const month: Screen = {
    ...question,
    step: { at: 3, of: 6 },
    question: 'from',
    ask: say('从哪年哪月开始查？', 'From which month on?'),
    help: say('一般从满 14 岁查起。', 'Usually from the age of 14.'),
    view: { kind: 'date', precision: 'month', partial: false, asOnCard: null, latestYear: 2026 },
    value: { kind: 'date', date: '2018-03' },
    fault: 'date-before-birth',
  };
  add('question-month', month, { online: false });
  add('question-month-missing', { ...month, value: null, fault: 'missing' }, { online: false });
}
