import { describe, expect, it } from 'vitest';
import type { Act } from '../../contract/view.ts';
import type { AuditEvent } from '../audit/entry.ts';
import { createManualTimers } from '../manual-timers.ts';
import { createDesk } from './desk.ts';
import { createPinGuard, hashPin } from './pin.ts';

const stored = hashPin('1234');

function opened() {
  const timers = createManualTimers();
  const audited: AuditEvent['event'][] = [];
  let quits = 0;
  const desk = createDesk({
    timers,
    pin: createPinGuard(stored, timers),
    configFaults: [{ file: 'a.yaml', line: 3, wrong: { zh: '错', en: 'wrong' }, right: { zh: '对', en: 'right' } }],
    waiting: () => ({
      cases: [
        {
          caseNumber: 'LLZ01-1-0001-A',
          itemName: { zh: '证明', en: 'certificate' },
          submittedAt: '2026-11-23T06:32:00.000Z',
          state: 'kept-here',
          reason: 'no-network',
          receiptPrinted: false,
        },
      ],
      count: 7,
    }),
    audit: ({ event }) => audited.push(event),
    onChange: () => {},
    onQuit: () => {
      quits += 1;
    },
  });
  const screen = () => desk.screen('en', { state: 'not-configured' }, { state: 'not-configured' });
  const act = (asked: Act) => desk.act(asked);
  return { timers, desk, act, screen, audited, quits: () => quits };
}

describe('staff desk', () => {
  it('shows nothing and ends nothing before the right PIN', () => {
    const { act, screen, audited, quits } = opened();
    expect(act({ act: 'staff-quit', session: 1 })).toEqual({ reply: 'refused', why: 'not-now' });
    act({ act: 'staff-open', session: 1 });
    expect(act({ act: 'staff-quit', session: 1 })).toEqual({ reply: 'refused', why: 'not-now' });
    act({ act: 'staff-pin', session: 1, pin: '9999' });
    expect(screen()).toEqual({ screen: 'staff-pin', wrong: true, lockedSeconds: 0 });
    expect([audited, quits()]).toEqual([['staff-refused'], 0]);
  });

  it('shows what waits and why, and ends the program', () => {
    const { act, screen, audited, quits } = opened();
    act({ act: 'staff-open', session: 1 });
    act({ act: 'staff-pin', session: 1, pin: '1234' });
    expect(screen()).toMatchObject({
      screen: 'staff',
      waitingCount: 7,
      waiting: [{ caseNumber: 'LLZ01-1-0001-A', itemName: 'certificate', reason: 'no-network' }],
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

  it('leaves to the session what is not meant for it', () => {
    expect(opened().act({ act: 'here', session: 1 })).toBeNull();
  });
});
