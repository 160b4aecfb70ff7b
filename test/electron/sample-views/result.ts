import type { Sampling } from './sampling.ts';

export function addResult({ say, itemName, add }: Sampling): void {
  const result = {
    screen: 'result',
    itemName,
    caseNumber: 'LLZ01-1-0047-87',
    next: say(
      '送到后 3 个工作日内办好，用快递寄给您。',
      'Ready within 3 working days of arrival, and sent to you by courier.',
    ),
    pages: null,
  } as const;
  const printed = { ...result, state: 'received-there', print: { state: 'printed' } } as const;
  add('result-a4-offered', { ...printed, pages: { state: 'offered' } });
  add('result-a4-printing', { ...printed, pages: { state: 'printing' } });
  add('result-a4-waiting', { ...printed, pages: { state: 'waiting', because: { state: 'no-paper' } } });
  add('result-a4-no-paper-at-all', {
    ...printed,
    print: { state: 'stopped', because: { state: 'no-paper' }, onPaper: 'part' },
    pages: { state: 'waiting', because: { state: 'no-paper' } },
  });
  add('result-a4-printed', { ...printed, pages: { state: 'printed' } });
  add('result-a4-stopped', { ...printed, pages: { state: 'stopped', because: { state: 'cover-open' } } });
  add('result-a4-unsure', { ...printed, pages: { state: 'unsure' } });
  add('result-printing', { ...result, state: 'kept-here', print: { state: 'printing' } }, { online: false });
  add('result-printed', { ...result, state: 'received-there', print: { state: 'printed' } });
  add('result-sent-unsure', { ...result, state: 'sent', print: { state: 'unsure' } });
  add(
    'result-no-paper',
    { ...result, state: 'kept-here', print: { state: 'stopped', because: { state: 'no-paper' }, onPaper: 'part' } },
    { online: false, printer: { state: 'no-paper' } },
  );
  add('result-no-printer', { ...result, state: 'kept-here', print: { state: 'no-printer' } });
  add('result-refused', { ...result, next: '', state: 'refused-there', print: { state: 'printed' } });
}
