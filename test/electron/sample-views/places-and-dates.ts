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
  add('question-region-only', {
    ...region,
    view: { kind: 'region', depth: 'county', only: ['341200', '340100', '330100', '310000'] },
    value: null,
  });
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
  const worked: Screen = {
    ...question,
    step: { at: 3, of: 6 },
    question: 'worked-since',
    ask: say('您从哪一天开始工作？', 'When did you begin to work?'),
    help: say('记不清哪一天、哪个月，也行。', 'It will do if you do not know the day or the month.'),
    view: { kind: 'date', precision: 'day', partial: true, asOnCard: null, latestYear: 2026 },
    value: { kind: 'date', date: '1998-07' },
  };
  add('question-day-unknown', worked);
  add('question-day', { ...worked, value: { kind: 'date', date: '1998-07-15' } });
  add('question-month-unknown', { ...worked, value: { kind: 'date', date: '1998' } }, { online: false });
  add('question-year', {
    ...worked,
    ask: say('哪一年毕业？', 'In which year did you finish school?'),
    help: '',
    view: { kind: 'date', precision: 'year', partial: false, asOnCard: null, latestYear: 2026 },
    value: { kind: 'date', date: '2019' },
  });
}
