import { describe, expect, it } from 'vitest';
import type { ServiceToHost } from '../../contract/device-host.ts';
import { noneConfigured } from '../../contract/devices/statuses.ts';
import type { StaffCardEvent } from '../../contract/devices/smart-card.ts';
import type { Act } from '../../contract/view/act.ts';
import type { AuditEvent } from '../audit/entry.ts';
import { createManualTimers } from '../manual-timers.ts';
import type { Challenge } from './cards.ts';
import { createDesk } from './desk.ts';
import { createLock } from './lock.ts';
import { createPinGuard, hashPin } from './pin.ts';

const stored = hashPin('1234');
const digest = 'A'.repeat(43);

/** Cards that sign with their number: 7 is one of staff. */
function opened() {
  const timers = createManualTimers();
  const lock = createLock(timers);
  const sent: ServiceToHost[] = [];
  const audited: AuditEvent[] = [];
  let challenges = 0;
  const challenge = (): Challenge => {
    challenges += 1;
    return {
      id: String(challenges).repeat(32),
      digest,
      judge: (signature) => {
        if (lock.lockedMs() > 0) return { answer: 'locked' };
        if (signature === 'by-seven') return { answer: 'right', pseudonym: 'staff-7' };
        lock.fail();
        return { answer: 'wrong' };
      },
    };
  };
  const desk = createDesk({
    timers,
    nowIso: () => '2026-11-23T06:32:00.000Z',
    pin: createPinGuard(stored, lock),
    cards: { any: true, challenge },
    toHost: (message) => sent.push(message) > 0,
    tries: null,
    configFaults: () => [],
    waiting: () => ({ cases: [], count: 0 }),
    sendNow: null,
    audit: (event) => audited.push(event),
    onChange: () => {},
    onQuit: () => {},
  });
  const act = (asked: Act) => desk.act(asked);
  act({ act: 'staff-open', session: 1 });
  const card = (event: StaffCardEvent) => desk.onCard(String(challenges).repeat(32), event);
  const devices = { ...noneConfigured, smartCardReader: { state: 'ready' } } as const;
  return { timers, desk, act, card, sent, audited, screen: () => desk.screen('en', devices) };
}

describe('a staff card at the desk', () => {
  it('opens it in the name of its holder, and closes it when it is pulled', () => {
    const { card, desk, screen, sent, audited } = opened();
    expect(sent).toEqual([{ message: 'challenge-staff-card', challenge: '1'.repeat(32), digest }]);
    card({ event: 'asking' });
    expect(screen()).toMatchObject({ screen: 'staff-pin', card: 'asking' });
    card({ event: 'answered', signature: 'by-seven' });
    expect(screen()).toMatchObject({ screen: 'staff', card: 'staff-7' });
    card({ event: 'pulled' });
    expect(desk.isOpen()).toBe(false);
    expect(sent.at(-1)).toEqual({ message: 'drop-staff-card', challenge: '1'.repeat(32) });
    expect(audited).toEqual([
      { event: 'staff-signed-in', reference: 'staff-7' },
      { event: 'staff-signed-out', reference: 'staff-7' },
    ]);
  });

  it('whose key is nobody’s is refused, and the next is asked something else', () => {
    const { card, screen, sent, audited } = opened();
    card({ event: 'answered', signature: 'by-another' });
    expect(screen()).toMatchObject({ screen: 'staff-pin', card: 'not-staff' });
    expect(audited).toEqual([{ event: 'staff-refused', reference: 'terminal' }]);
    card({ event: 'pulled' });
    expect(screen()).toMatchObject({ card: 'not-staff' });
    expect(sent.at(-1)).toMatchObject({ message: 'challenge-staff-card', challenge: '2'.repeat(32) });
    card({ event: 'answered', signature: 'by-seven' });
    expect(screen()).toMatchObject({ screen: 'staff', card: 'staff-7' });
  });

  it('is not heard under another challenge', () => {
    const { desk, screen } = opened();
    desk.onCard('9'.repeat(32), { event: 'answered', signature: 'by-seven' });
    expect(screen()).toMatchObject({ screen: 'staff-pin', card: 'waiting' });
  });

  it('is locked together with the PIN', () => {
    const { act, card, screen, timers } = opened();
    for (let wrong = 0; wrong < 4; wrong += 1) act({ act: 'staff-pin', session: 1, pin: '9999' });
    card({ event: 'answered', signature: 'by-another' });
    card({ event: 'pulled' });
    expect(screen()).toMatchObject({ lockedSeconds: 30 });
    card({ event: 'answered', signature: 'by-seven' });
    expect(screen()).toMatchObject({ screen: 'staff-pin' });
    timers.pass(30_000);
    card({ event: 'pulled' });
    card({ event: 'answered', signature: 'by-seven' });
    expect(screen()).toMatchObject({ screen: 'staff' });
  });

  it('signs out when the device host begins anew, because nobody saw whether it stayed in', () => {
    const { card, desk, audited } = opened();
    card({ event: 'answered', signature: 'by-seven' });
    desk.onHostStarted();
    expect(desk.isOpen()).toBe(false);
    expect(audited.at(-1)).toEqual({ event: 'staff-signed-out', reference: 'staff-7' });
  });

  it('is asked by a new device host, too', () => {
    const { card, desk, sent, screen } = opened();
    desk.onHostStarted();
    expect(sent.at(-1)).toMatchObject({ message: 'challenge-staff-card', challenge: '2'.repeat(32) });
    card({ event: 'answered', signature: 'by-seven' });
    expect(screen()).toMatchObject({ screen: 'staff' });
  });

  it('is let alone once the PIN was right, or the desk closed', () => {
    const { act, desk, sent, screen } = opened();
    act({ act: 'staff-pin', session: 1, pin: '1234' });
    expect(sent.at(-1)).toEqual({ message: 'drop-staff-card', challenge: '1'.repeat(32) });
    desk.onCard('1'.repeat(32), { event: 'pulled' });
    expect(screen()).toMatchObject({ screen: 'staff', card: null });
    act({ act: 'staff-close', session: 1 });
    act({ act: 'staff-open', session: 1 });
    act({ act: 'staff-close', session: 1 });
    expect(sent.at(-1)).toEqual({ message: 'drop-staff-card', challenge: '2'.repeat(32) });
  });

  it('ends the program in the name of its holder', () => {
    const { act, card, audited } = opened();
    card({ event: 'answered', signature: 'by-seven' });
    act({ act: 'staff-quit', session: 1 });
    expect(audited.at(-1)).toEqual({ event: 'staff-ended-program', reference: 'staff-7' });
  });
});
