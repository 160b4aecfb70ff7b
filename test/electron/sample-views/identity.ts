import type { Sampling } from './sampling.ts';

export function addIdentity({ say, itemName, add }: Sampling): void {
  const step = { at: 1, of: 6 };
  const reader = { state: 'ready', samId: '05.01-20260101-0000000001-0000000001' } as const;
  const identity = { screen: 'identity', itemName, step, reader, card: 'waiting', refusal: null } as const;
  add('identity-waiting', identity, { online: false });
  add('identity-getting-ready', { ...identity, card: 'getting-ready' });
  add('identity-lift-first', { ...identity, card: 'lift-first' });
  add('identity-reading', { ...identity, card: 'reading' });
  add('identity-lay-again', { ...identity, card: 'lay-again' });
  add('identity-expired', { ...identity, card: 'refused', refusal: { why: 'expired' } });
  add('identity-too-young', {
    ...identity,
    card: 'refused',
    refusal: {
      why: 'too-young',
      instead: say(
        '未满 16 岁的孩子，请由父母带户口簿到派出所窗口办。',
        'For a child under 16, a parent can apply at the police station with the household register.',
      ),
    },
  });
  add('identity-unknown-card', { ...identity, card: 'refused', refusal: { why: 'unknown-card' } });
  add('identity-no-reader', { ...identity, reader: { state: 'no-reader' } });
}
