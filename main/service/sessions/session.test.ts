import { describe, expect, it } from 'vitest';
import { answerAll, hall, handIn, layCard } from './test-hall.ts';

describe('a session', () => {
  it('goes from the first screen to the check page, one question after the other', () => {
    const given = hall();
    expect(given.session.screen().screen).toBe('home');
    answerAll(given);
    const check = given.session.screen();
    expect(check).toMatchObject({ screen: 'check', failed: null });
    if (check.screen !== 'check') throw new Error('not the check page');
    expect(check.rows.map(({ text }) => text)).toEqual([
      '王**',
      '3412**********0024',
      '安徽省阜阳市颍州区',
      '2018 年 3 月',
      '2026 年 11 月',
      '快递',
      '王**',
      '安徽省阜阳市颍州区****',
      '138 1234 5512',
    ]);
  });

  it('fills the place of handling from the card', () => {
    const given = hall();
    layCard(given);
    expect(given.session.screen()).toMatchObject({
      screen: 'question',
      question: 'place',
      value: { kind: 'region', code: '341202' },
    });
  });

  it('offers no year to come where only the past is asked for', () => {
    const given = hall();
    layCard(given);
    given.answer('place', { kind: 'region', code: '341202' });
    expect(given.session.screen()).toMatchObject({ question: 'from', view: { kind: 'date', latestYear: 2026 } });
  });

  it('stays on a wrong answer and says what is wrong', () => {
    const given = hall();
    layCard(given);
    given.answer('place', { kind: 'region', code: '340000' });
    expect(given.session.screen()).toMatchObject({ question: 'place', fault: 'region-not-deep-enough' });
  });

  it('comes straight back from a change, by way of what it made necessary to ask', () => {
    const given = hall();
    answerAll(given);
    given.act({ act: 'change', question: 'collect' });
    expect(given.session.screen()).toMatchObject({ question: 'collect', changing: true });
    given.answer('collect', { kind: 'choice', option: 'in-person' });
    expect(given.session.screen()).toMatchObject({ screen: 'check' });
    given.act({ act: 'change', question: 'collect' });
    given.answer('collect', { kind: 'choice', option: 'courier' });
    // The recipient was dropped with the courier; now there is one again, and it is asked anew.
    expect(given.session.screen()).toMatchObject({ question: 'recipient', changing: true, value: null });
    given.answer('recipient', { kind: 'text', text: '李建国' });
    given.answer('address', { kind: 'as-on-card' });
    expect(given.session.screen()).toMatchObject({ screen: 'check' });
  });

  it('asks again what stopped holding when an earlier answer changed', () => {
    const given = hall();
    answerAll(given);
    given.act({ act: 'change', question: 'until' });
    given.answer('until', { kind: 'date', date: '2019-01' });
    given.act({ act: 'change', question: 'from' });
    given.answer('from', { kind: 'date', date: '2020-05' });
    expect(given.session.screen()).toMatchObject({
      screen: 'question',
      question: 'until',
      value: null,
      changing: true,
    });
    expect(given.act({ act: 'submit' })).toEqual({ reply: 'refused', why: 'not-now' });
  });

  it('does nothing else while a case is being handed in', () => {
    const given = hall(() => new Promise(() => {}));
    answerAll(given);
    given.act({ act: 'submit' });
    for (const asked of [{ act: 'back' }, { act: 'leave' }, { act: 'change', question: 'phone' }] as const) {
      expect(given.act(asked)).toEqual({ reply: 'refused', why: 'not-now' });
    }
    given.timers.pass(1_000_000);
    expect(given.session.screen()).toMatchObject({ screen: 'check', submitting: true });
  });

  it('submits once, however often the button is touched', async () => {
    const given = hall();
    answerAll(given);
    expect(given.act({ act: 'submit' })).toEqual({ reply: 'done' });
    expect(given.act({ act: 'submit' })).toEqual({ reply: 'refused', why: 'not-now' });
    await Promise.resolve();
    await Promise.resolve();
    expect(given.submitted).toHaveLength(1);
    expect(given.session.screen()).toMatchObject({
      screen: 'result',
      state: 'kept-here',
      print: { state: 'printing' },
    });
  });

  it('keeps everything when handing in fails, and says so', async () => {
    const given = hall(() => Promise.resolve({ ok: false, error: 'disk-full' }));
    await handIn(given);
    expect(given.session.screen()).toMatchObject({ screen: 'check', failed: 'disk-full', submitting: false });
  });
});
