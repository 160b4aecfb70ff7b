import { expect, it } from 'vitest';
import { failureAt } from './report.ts';

it('says in the report what went wrong without the colours of a terminal', () => {
  const error = new Error('waiting for \u001b[2mgetByRole\u001b[22m, \u001b[31mnot\u001b[39m there');
  expect(failureAt('consent', error)).toEqual({ step: 'consent', message: 'waiting for getByRole, not there' });
});
