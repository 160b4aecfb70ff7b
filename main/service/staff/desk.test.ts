import { describe, expect, it } from 'vitest';
import { noneConfigured } from '../../contract/devices/statuses.ts';
import type { Act } from '../../contract/view/act.ts';
import type { Screen } from '../../contract/view/screen.ts';
import type { TriedDevice } from '../../contract/view/staff.ts';
import type { AuditEvent } from '../audit/entry.ts';
import { createManualTimers } from '../manual-timers.ts';
import { createDesk } from './desk.ts';
import type { DeviceTries } from './device-tries.ts';
import { createLock } from './lock.ts';
import { createPinGuard, hashPin } from './pin.ts';

const stored = hashPin('1234');
/** By the platform's last word: ten minutes. */
const clockBehindMs = 600_000;

/** `waits.count` of them, numbered from 1. */
function opened(waits = { count: 7 }) {
  const timers = createManualTimers();
  const audited: AuditEvent['event'][] = [];
  let quits = 0;
  let kicks = 0;
  let trying: TriedDevice | null = null;
  const tries: DeviceTries = {
    state: () => (trying === null ? null : { device: trying, state: 'working' }),
    begin: (device) => {
      trying = device;
      return true;
    },
    end: () => {
      trying = null;
    },
    onHostMessage: () => {},
    onHostLost: () => {},
  };
  const desk = createDesk({
    timers,
    nowIso: () => new Date(timers.nowMs() + clockBehindMs).toISOString(),
    pin: createPinGuard(stored, createLock(timers)),
    cards: null,
    toHost: () => false,
    tries,
    configFaults: () => [
      { file: 'a.yaml', line: 3, wrong: { zh: '错', en: 'wrong' }, right: { zh: '对', en: 'right' } },
    ],
    waiting: (most, from) => ({
      cases: Array.from({ length: Math.min(most, waits.count - from) }, (_, at) => ({
        caseNumber: `LLZ01-1-${String(from + at + 1).padStart(4, '0')}-A`,
        itemName: { zh: '证明', en: 'certificate' },
        submittedAt: '2026-11-23T06:32:00.000Z',
        state: 'kept-here',
        reason: 'no-network',
        detail: 'ECONNREFUSED',
        receiptPrinted: false,
      })),
      count: waits.count,
    }),
    sendNow: () => {
      kicks += 1;
    },
    audit: ({ event }) => audited.push(event),
    onChange: () => {},
    onQuit: () => {
      quits += 1;
    },
  });
  const screen = () => desk.screen('en', noneConfigured);
  const act = (asked: Act) => desk.act(asked);
  return { timers, desk, act, screen, audited, quits: () => quits, kicks: () => kicks };
}

describe('staff desk', () => {
  it('tries a device for staff alone, and calls it off when it closes', () => {
    const { act, screen } = opened();
    const begin = { act: 'staff-try', session: 1, device: 'idCardReader' } as const;
    act({ act: 'staff-open', session: 1 });
    expect(act(begin)).toEqual({ reply: 'refused', why: 'not-now' });
    expect(act({ act: 'staff-stop-try', session: 1 })).toEqual({ reply: 'refused', why: 'not-now' });
    act({ act: 'staff-pin', session: 1, pin: '1234' });
    expect(screen()).toMatchObject({ trying: null });
    expect(act(begin)).toEqual({ reply: 'done' });
    expect(screen()).toMatchObject({ trying: { device: 'idCardReader' } });
    act({ act: 'staff-stop-try', session: 1 });
    expect(screen()).toMatchObject({ trying: null });
    act(begin);
    act({ act: 'staff-close', session: 1 });
    act({ act: 'staff-open', session: 1 });
    act({ act: 'staff-pin', session: 1, pin: '1234' });
    expect(screen()).toMatchObject({ trying: null });
  });

  it('shows nothing and ends nothing before the right PIN', () => {
    const { act, screen, audited, quits } = opened();
    expect(act({ act: 'staff-quit', session: 1 })).toEqual({ reply: 'refused', why: 'not-now' });
    act({ act: 'staff-open', session: 1 });
    expect(act({ act: 'staff-quit', session: 1 })).toEqual({ reply: 'refused', why: 'not-now' });
    act({ act: 'staff-pin', session: 1, pin: '9999' });
    expect(screen()).toEqual({ screen: 'staff-pin', wrong: true, lockedSeconds: 0, card: 'not-offered' });
    expect([audited, quits()]).toEqual([['staff-refused'], 0]);
  });

  it('shows what waits and why, and ends the program', () => {
    const { act, screen, audited, quits } = opened();
    act({ act: 'staff-open', session: 1 });
    act({ act: 'staff-pin', session: 1, pin: '1234' });
    expect(screen()).toMatchObject({
      screen: 'staff',
      waitingCount: 7,
      waitingFrom: 0,
      askedToSendAt: null,
      configFaults: [{ file: 'a.yaml', line: 3, wrong: 'wrong', right: 'right' }],
    });
    expect(act({ act: 'staff-quit', session: 1 })).toEqual({ reply: 'done' });
    expect([audited, quits()]).toEqual([['staff-signed-in', 'staff-ended-program'], 1]);
  });

  it('closes by itself', () => {
    const { act, desk, timers } = opened();
    act({ act: 'staff-open', session: 1 });
    timers.pass(120_000);
    expect(desk.isOpen()).toBe(false);
  });

  it('stays open as long as somebody touches the screen', () => {
    const { act, desk, timers } = opened();
    act({ act: 'staff-open', session: 1 });
    timers.pass(100_000);
    act({ act: 'here', session: 1 });
    timers.pass(119_000);
    expect(desk.isOpen()).toBe(true);
    timers.pass(1_000);
    expect(desk.isOpen()).toBe(false);
    act({ act: 'here', session: 1 });
    expect(desk.isOpen()).toBe(false);
  });

  it('leaves to the session what is not meant for it', () => {
    expect(opened().act({ act: 'here', session: 1 })).toBeNull();
  });

  const signIn = (act: (asked: Act) => unknown) => {
    act({ act: 'staff-open', session: 1 });
    act({ act: 'staff-pin', session: 1, pin: '1234' });
  };
  const numbers = (shown: Screen) =>
    shown.screen === 'staff' ? shown.waiting.map(({ caseNumber }) => Number(caseNumber.slice(8, 12))) : [];
  const turn = (to: 'next' | 'previous'): Act => ({ act: 'staff-page', session: 1, to });

  it('shows all that wait, page by page, and no page beyond', () => {
    const { act, screen } = opened({ count: 13 });
    signIn(act);
    expect(numbers(screen())).toEqual([1, 2, 3, 4, 5, 6]);
    act(turn('next'));
    act(turn('next'));
    expect(numbers(screen())).toEqual([13]);
    expect(act(turn('next'))).toEqual({ reply: 'refused', why: 'not-now' });
    act(turn('previous'));
    expect(screen()).toMatchObject({ waitingFrom: 6, waitingCount: 13 });
    act(turn('previous'));
    expect(act(turn('previous'))).toEqual({ reply: 'refused', why: 'not-now' });
    expect(screen()).toMatchObject({ waitingFrom: 0 });
  });

  it('comes back to what still waits when the page it shows has been sent', () => {
    const waits = { count: 13 };
    const { act, screen } = opened(waits);
    signIn(act);
    act(turn('next'));
    act(turn('next'));
    waits.count = 8;
    expect(numbers(screen())).toEqual([7, 8]);
    waits.count = 0;
    expect(screen()).toMatchObject({ waiting: [], waitingFrom: 0, waitingCount: 0 });
  });

  it('begins with the oldest for whoever signs in next', () => {
    const { act, screen } = opened({ count: 13 });
    signIn(act);
    act(turn('next'));
    act({ act: 'staff-send-now', session: 1 });
    act({ act: 'staff-close', session: 1 });
    signIn(act);
    expect(screen()).toMatchObject({ waitingFrom: 0, askedToSendAt: null });
  });

  it('has everything tried at once, says when, and stays open for it', () => {
    const { act, screen, desk, timers, kicks } = opened();
    expect(act({ act: 'staff-send-now', session: 1 })).toEqual({ reply: 'refused', why: 'not-now' });
    signIn(act);
    timers.pass(100_000);
    act({ act: 'staff-send-now', session: 1 });
    expect(kicks()).toBe(1);
    expect(screen()).toMatchObject({ askedToSendAt: '2026-11-23T06:43:40.000Z' });
    timers.pass(100_000);
    expect(desk.isOpen()).toBe(true);
  });
});
