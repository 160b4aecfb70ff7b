import { noneConfigured } from '../../../main/contract/devices/statuses.ts';
import type { Screen } from '../../../main/contract/view/screen.ts';
import type { Sampling } from './sampling.ts';

export function addStaff({ say, itemName, add }: Sampling): void {
  add('staff-pin', { screen: 'staff-pin', wrong: true, lockedSeconds: 0, card: 'not-offered' }, { inSession: false });
  add(
    'staff-pin-locked',
    { screen: 'staff-pin', wrong: true, lockedSeconds: 60, card: 'waiting' },
    { inSession: false },
  );
  for (const card of ['no-reader', 'waiting', 'asking', 'insert-again', 'unknown-card', 'not-staff'] as const)
    add(`staff-card-${card}`, { screen: 'staff-pin', wrong: false, lockedSeconds: 0, card }, { inSession: false });
  const waiting = (
    [
      ['no-network', 'ECONNREFUSED'],
      ['papers-under-way', '1/3 41%'],
      ['platform-identity-not-proven', 'pin'],
      ['not-tried-yet', ''],
    ] as const
  ).flatMap(([waitsBecause, detail], index) =>
    [0, 1].map((more) => ({
      caseNumber: `LLZ01-1-00${40 + index * 2 + more}-87`,
      itemName,
      submittedAt: `2026-11-2${index}T0${8 + more}:32:00+08:00`,
      state: waitsBecause === 'papers-under-way' ? ('sent' as const) : ('kept-here' as const),
      reason: waitsBecause,
      detail,
      receiptPrinted: more === 0,
    })),
  );
  const staff: Screen = {
    screen: 'staff',
    waiting: waiting.slice(0, 6),
    waitingFrom: 0,
    waitingCount: 23,
    askedToSendAt: null,
    card: 'staff-7',
    devices: {
      idCardReader: { state: 'fault', fault: 'sam-not-authorised' },
      receiptPrinter: { state: 'ready', paperNearEnd: true },
      pagePrinter: { state: 'ready', paperLow: false, tonerLow: true },
      documentScanner: { state: 'fault', fault: 'garbled' },
      smartCardReader: { state: 'several-readers' },
      codeReader: { state: 'no-reader' },
      keypad: { state: 'not-configured' },
    },
    trying: null,
    configFaults: [
      {
        file: 'services/marriage.yaml',
        line: 18,
        wrong: say('“when” 说的问题 “way” 不在前面', '"when" names the question "way", which does not come before'),
        right: say('写前面问过的一个选择题的 id', 'the id of a choice question asked earlier'),
      },
    ],
  };
  add('staff', staff, { inSession: false });
  add(
    'staff-asked',
    {
      ...staff,
      waiting: waiting.slice(6),
      waitingFrom: 6,
      waitingCount: 8,
      askedToSendAt: '2026-11-23T09:41:07+08:00',
    },
    { inSession: false },
  );
  add(
    'staff-trying',
    { ...staff, trying: { device: 'idCardReader', state: 'put-something-there' } },
    { inSession: false },
  );
  add('staff-tried', { ...staff, trying: { device: 'receiptPrinter', state: 'worked' } }, { inSession: false });
  add('staff-in-session', staff);
  const stuck = (
    [
      ['paper-not-readable-here', 'q7Jm2cX0TjK3hYd5vRw1Sg', 'sent'],
      ['damaged-here', 'digest', 'kept-here'],
      ['platform-did-not-take-it', 'not-verified', 'kept-here'],
    ] as const
  ).map(([reason, detail, state], at) => ({
    caseNumber: `LLZ01-1-00${50 + at}-87`,
    itemName,
    submittedAt: `2026-11-2${at}T08:32:00+08:00`,
    state,
    reason,
    detail,
    receiptPrinted: true,
  }));
  add('staff-stuck', { ...staff, waiting: stuck, waitingCount: 3, configFaults: [] }, { inSession: false });
  add(
    'staff-cannot-look',
    {
      screen: 'staff',
      waiting: [],
      waitingFrom: 0,
      waitingCount: null,
      askedToSendAt: null,
      card: null,
      devices: noneConfigured,
      trying: null,
      configFaults: [],
    },
    { inSession: false },
  );
}
