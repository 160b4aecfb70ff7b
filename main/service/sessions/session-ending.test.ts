import { describe, expect, it } from 'vitest';
import { hall, handIn, lastPrint, layCard } from './test-hall.ts';

describe('the end of a session', () => {
  it('asks a new device host whether the card of somebody who has left still lies there', () => {
    const given = hall();
    layCard(given);
    given.act({ act: 'leave' });
    given.toHost.length = 0;
    given.session.onHostStarted();
    expect(given.toHost.map(({ message }) => message)).toEqual(['release-card']);
    given.session.onHostMessage({ message: 'card-present', ticket: 'f'.repeat(32), present: true });
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', cardPresent: false });
  });

  it('ends with a wipe, a new number and the question whether a card still lies there', () => {
    const given = hall();
    layCard(given);
    const before = given.session.about().session;
    given.act({ act: 'leave' });
    expect([given.wipes(), given.session.about().session]).toEqual([1, before + 1]);
    expect(given.toHost.at(-1)).toEqual({ message: 'release-card', ticket: given.ticket() });
    given.session.onHostMessage({ message: 'card-present', ticket: given.ticket(), present: true });
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', cardPresent: true });
    given.timers.pass(30_000);
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', cardPresent: true });
    given.session.onHostMessage({ message: 'card-present', ticket: given.ticket(), present: false });
    given.timers.pass(4000);
    expect(given.session.screen()).toMatchObject({ screen: 'home' });
  });

  it('refuses an act that was meant for the screen of the person before', () => {
    const given = hall();
    layCard(given);
    const stale = given.session.about().session;
    given.act({ act: 'leave' });
    given.act({ act: 'finish' });
    expect(given.session.act({ act: 'choose-item', item: 'sample', session: stale })).toEqual({
      reply: 'refused',
      why: 'stale-session',
    });
    expect(given.session.screen().screen).toBe('home');
  });

  it('ends an abandoned session after its time, and takes twice that in elderly mode', () => {
    const ordinary = hall();
    layCard(ordinary);
    ordinary.timers.pass(150_000);
    expect(ordinary.session.screen()).toMatchObject({ screen: 'goodbye', because: 'idle' });
    const elderly = hall();
    elderly.act({ act: 'elderly', on: true });
    layCard(elderly);
    elderly.timers.pass(299_000);
    expect(elderly.session.screen()).toMatchObject({ screen: 'question' });
    elderly.timers.pass(1000);
    expect(elderly.session.screen()).toMatchObject({ screen: 'goodbye' });
  });

  it('does not count the time the machine works as the person’s idleness', async () => {
    const reading = hall();
    reading.act({ act: 'choose-item', item: 'sample' });
    reading.act({ act: 'agree' });
    reading.card({ event: 'reading' });
    reading.timers.pass(299_000);
    expect(reading.session.screen()).toMatchObject({ screen: 'identity' });

    const printing = hall();
    await handIn(printing);
    printing.timers.pass(299_000);
    expect(printing.session.screen()).toMatchObject({ screen: 'result' });
    printing.session.onHostMessage({
      message: 'print-outcome',
      jobId: lastPrint(printing).jobId,
      result: { outcome: 'printed' },
    });
    printing.timers.pass(150_000);
    expect(printing.session.screen()).toMatchObject({ screen: 'goodbye', because: 'idle' });
  });

  it('gives the next person the ordinary wording and Chinese', () => {
    const given = hall();
    given.act({ act: 'language', language: 'en' });
    given.act({ act: 'elderly', on: true });
    layCard(given);
    given.act({ act: 'leave' });
    given.act({ act: 'finish' });
    expect(given.session.about()).toMatchObject({ language: 'zh', elderly: false, inSession: false });
  });

  it('says on the first screen that an earlier run was interrupted, until somebody begins', () => {
    const given = hall();
    given.session.onInterrupted();
    expect(given.session.screen()).toMatchObject({ screen: 'home', interrupted: true });
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'back' });
    expect(given.session.screen()).toMatchObject({ screen: 'home', interrupted: false });
    given.session.onInterrupted();
    given.timers.pass(120_000);
    expect(given.session.screen()).toMatchObject({ screen: 'home', interrupted: false });
  });
});

describe('before there is a session', () => {
  it('somebody looks for an item, and finds the first screen again by the button and by the idle clock', () => {
    const given = hall();
    expect(given.act({ act: 'look', for: { at: 'words', text: 'zm' } })).toEqual({ reply: 'done' });
    expect(given.session.screen()).toMatchObject({ screen: 'find', text: 'zm', items: [{ id: 'sample' }] });
    given.act({ act: 'back' });
    expect(given.session.screen().screen).toBe('home');
    given.act({ act: 'look', for: { at: 'all' } });
    expect(given.session.screen()).toMatchObject({ screen: 'items', event: null });
    given.timers.pass(150_000);
    expect(given.session.screen().screen).toBe('home');
  });

  it('chooses what was found, and the next person looks from the beginning', () => {
    const given = hall();
    given.act({ act: 'look', for: { at: 'all' } });
    expect(given.act({ act: 'choose-item', item: 'sample' })).toEqual({ reply: 'done' });
    expect(given.act({ act: 'look', for: { at: 'all' } })).toEqual({ reply: 'refused', why: 'not-now' });
    given.act({ act: 'back' });
    expect(given.session.screen().screen).toBe('home');
  });
});
