import { describe, expect, it } from 'vitest';
import { sampleCard } from './sample-item.ts';
import { cardSecret, hall } from './test-hall.ts';

describe('the card of a session', () => {
  it('takes nothing from the card before the person has agreed', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    expect(given.toHost.map(({ message }) => message)).toEqual(['watch-card']);
    given.card({ event: 'read', card: sampleCard, samId: '05.01', samStatus: '000090', cardSecret });
    expect(given.session.screen().screen).toBe('notice');
  });

  it('never takes a card that was read for the person before', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    const earlier = given.ticket();
    given.act({ act: 'leave' });
    given.act({ act: 'finish' });
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    given.session.onHostMessage({
      message: 'card',
      ticket: earlier,
      card: { event: 'read', card: sampleCard, samId: '05.01', samStatus: '000090', cardSecret },
    });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'getting-ready' });
  });

  it('asks for a card only when the reader has looked, and again when another device host has', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'getting-ready' });
    given.card({ event: 'waiting' });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'waiting' });
    given.session.onHostLost();
    given.session.onHostStarted();
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'getting-ready' });
    given.card({ event: 'lift-first' });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'lift-first' });
    given.act({ act: 'back' });
    given.act({ act: 'agree' });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'getting-ready' });
  });

  it('tells a new device host whose card may be read', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    const ticket = given.ticket();
    given.toHost.length = 0;
    given.session.onHostStarted();
    expect(given.toHost).toEqual([
      { message: 'watch-card', ticket },
      { message: 'read-card', ticket },
    ]);
  });

  it('keeps a refusal on the screen while the card is lifted, and tries the next one', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    given.card({
      event: 'read',
      card: { ...sampleCard, validUntil: '2020-01-01' },
      samId: '05.01',
      samStatus: '000090',
      cardSecret,
    });
    given.card({ event: 'waiting' });
    expect(given.session.screen()).toMatchObject({ card: 'refused', refusal: { why: 'expired' } });
    given.card({ event: 'reading' });
    given.card({ event: 'read', card: sampleCard, samId: '05.01', samStatus: '000090', cardSecret });
    expect(given.session.screen()).toMatchObject({ screen: 'question' });
  });
});
