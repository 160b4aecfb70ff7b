import type { Sampling } from './sampling.ts';

export function addCaseStatus({ say, itemName, add }: Sampling): void {
  const known = {
    screen: 'case-status',
    caseNumber: 'LLZ01-1-0027-43',
    itemName,
    handedInAt: '2026-11-23 14:32',
    next: say(
      '三个工作日内办好，证明用快递送到您填的地址。',
      'Ready in three working days; the certificate comes to your address by courier.',
    ),
  } as const;
  const here = { standing: 'here', refusal: null } as const;
  const outside = { inSession: false } as const;
  add('case-status-kept', { ...known, about: { ...here, state: 'kept-here' } }, { ...outside, online: false });
  add('case-status-sent', { ...known, about: { ...here, state: 'sent' } }, outside);
  add('case-status-received', { ...known, about: { ...here, state: 'received-there' } }, outside);
  const refused = { ...known, next: '' };
  for (const refusal of ['content-not-readable', 'paper-not-readable', 'number-used-twice', null] as const) {
    add(
      `case-status-refused-${refusal ?? 'unknown'}`,
      { ...refused, about: { standing: 'here', state: 'refused-there', refusal } },
      outside,
    );
  }
  const elsewhere = { ...refused, itemName: null };
  add('case-status-elsewhere', { ...elsewhere, about: { standing: 'elsewhere', asOf: null } }, outside);
  add(
    'case-status-elsewhere-old-list',
    { ...elsewhere, about: { standing: 'elsewhere', asOf: '2026-11-12' } },
    { ...outside, online: false },
  );
  const nothing = { ...elsewhere, caseNumber: null, handedInAt: null };
  for (const standing of ['revoked', 'unknown-key', 'invalid'] as const) {
    add(`case-status-${standing}`, { ...nothing, about: { standing } }, outside);
  }
}
