import { generateKeyPairSync, verify } from 'node:crypto';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SocialCardEvent, StaffCardEvent } from '../../main/contract/devices/smart-card.ts';
import { err, ok } from '../../main/contract/result.ts';
import { createManualClock } from '../manual-clock.ts';
import type { CardLoss, SlotState } from '../transports/pcsc.ts';
import { startSmartCardReader } from './driver.ts';
import { createVirtualCard, type VirtualCardContent } from './virtual-card.ts';

const wang = { cardNumber: 'A12345678', socialSecurityNumber: '341202198805173024', name: '王晓澜' };
const social: VirtualCardContent = { kind: 'social-security', holder: wang };
const [first, second, challenge] = ['1', '2', 'c'].map((digit) => digit.repeat(32)) as [string, string, string];
const digest = createHash('sha256').update('challenge').digest();

type Fault = 'never' | 'noise' | 'pulled';

/** A slot whose cards are put in by hand. `faultAt`: the exchange that goes wrong, from 1. */
function opened() {
  const clock = createManualClock();
  const told: string[] = [];
  const events: (SocialCardEvent | StaffCardEvent)[] = [];
  let onState: (state: SlotState) => void = () => {};
  let content: VirtualCardContent | undefined;
  let fault: { readonly kind: Fault; readonly at: number } | undefined;
  let startsUp: CardLoss | undefined;
  let open = 0;
  let exchanges = 0;
  const reader = startSmartCardReader({
    clock,
    slot: (listener) => {
      onState = listener;
      return {
        connect: async () => {
          if (content === undefined) return err({ kind: 'pulled' });
          if (startsUp !== undefined) return err(startsUp);
          const card = createVirtualCard(content);
          open += 1;
          exchanges = 0;
          return ok({
            transmit: async (command) => {
              exchanges += 1;
              if (fault?.at !== exchanges) return ok(card.answer(command).bytes);
              if (fault.kind === 'never') return new Promise(() => {});
              return fault.kind === 'noise' ? ok(Uint8Array.of(1, 2, 3)) : err({ kind: 'pulled' });
            },
            close: async () => {
              open -= 1;
            },
          });
        },
      };
    },
    onStatus: (status) => told.push(status.state === 'fault' ? `fault ${status.fault}` : status.state),
    onSocialCard: (ticket, event) => {
      told.push(`${ticket[0]} ${event.event}`);
      events.push(event);
    },
    onPresent: (ticket, present) => told.push(`${ticket[0]} ${present ? 'in' : 'out'}`),
    onStaffCard: (_, event) => {
      told.push(`staff ${event.event}`);
      events.push(event);
    },
    onUnknownCard: () => told.push('unknown'),
  });
  const settle = () => clock.advance(0);
  const state = async (next: SlotState) => {
    onState(next);
    await settle();
  };
  return {
    reader,
    clock,
    told,
    events,
    settle,
    state,
    open: () => open,
    setFault: (next: typeof fault) => {
      fault = next;
    },
    setStartsUp: (loss: CardLoss | undefined) => {
      startsUp = loss;
    },
    insert: async (card: VirtualCardContent, mute = false) => {
      content = card;
      await state({ state: 'card', mute });
    },
    pull: async () => {
      content = undefined;
      await state({ state: 'empty' });
    },
  };
}

async function waiting() {
  const slot = opened();
  await slot.state({ state: 'empty' });
  slot.reader.watch(first);
  slot.reader.read(first);
  slot.told.length = 0;
  return slot;
}

describe('a social-security card', () => {
  it('is read when it is inserted', async () => {
    const slot = await waiting();
    await slot.insert(social);
    expect(slot.told).toEqual(['card-in', '1 reading', '1 read']);
    expect(slot.events.at(-1)).toEqual({ event: 'read', card: wang });
    expect(slot.open()).toBe(0);
  });

  it('that was in before the session must be pulled first', async () => {
    const slot = opened();
    await slot.state({ state: 'empty' });
    await slot.insert(social);
    slot.reader.watch(first);
    slot.reader.read(first);
    await slot.pull();
    await slot.insert(social);
    expect(slot.told.slice(3)).toEqual(['1 pull-first', 'ready', '1 waiting', 'card-in', '1 reading', '1 read']);
  });

  it('that was in when the host began counts as an old one', async () => {
    const slot = opened();
    slot.reader.watch(first);
    slot.reader.read(first);
    await slot.insert(social);
    expect(slot.told).toEqual(['connecting', 'card-in', '1 pull-first']);
  });

  it('that nobody saw coming, because the service was away, is an old one', async () => {
    const slot = await waiting();
    await slot.state({ state: 'no-service' });
    await slot.insert(social);
    expect(slot.told).toEqual(['no-service', 'card-in', '1 pull-first']);
  });

  it('is not given to the session before it', async () => {
    const slot = await waiting();
    slot.setFault({ kind: 'never', at: 2 });
    await slot.insert(social);
    slot.reader.watch(second);
    slot.reader.read(second);
    await slot.clock.advance(5000);
    expect(slot.told).toEqual(['card-in', '1 reading', '2 pull-first', 'fault silent']);
  });

  it('of another kind is told, and stays told until there is another', async () => {
    const slot = await waiting();
    await slot.insert({ kind: 'other' });
    await slot.pull();
    await slot.insert(social);
    expect(slot.told).toEqual([
      'card-in',
      '1 reading',
      'unknown',
      '1 unknown-card',
      'ready',
      'card-in',
      '1 reading',
      '1 read',
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6])('pulled in exchange %i is asked for again', async (at) => {
    const slot = await waiting();
    slot.setFault({ kind: 'pulled', at });
    await slot.insert(social);
    await slot.pull();
    slot.setFault(undefined);
    await slot.insert(social);
    expect(slot.told).toEqual(['card-in', '1 reading', '1 insert-again', 'ready', 'card-in', '1 reading', '1 read']);
    expect(slot.open()).toBe(0);
  });

  it.each([
    ['noise', 0, 'fault garbled'],
    ['never', 5000, 'fault silent'],
  ] as const)('that answers with %s is a fault until it is pulled', async (kind, afterMs, fault) => {
    const slot = await waiting();
    slot.setFault({ kind, at: 3 });
    await slot.insert(social);
    await slot.clock.advance(afterMs);
    slot.setFault(undefined);
    await slot.pull();
    await slot.insert(social);
    expect(slot.told).toEqual([
      'card-in',
      '1 reading',
      fault,
      '1 insert-again',
      'ready',
      'card-in',
      '1 reading',
      '1 read',
    ]);
  });

  it('upside down is a fault, whoever says so', async () => {
    const slot = await waiting();
    await slot.insert(social, true);
    await slot.pull();
    slot.setStartsUp({ kind: 'mute' });
    await slot.insert(social);
    expect(slot.told).toEqual([
      ...['fault mute', '1 reading', '1 insert-again', 'ready'],
      ...['card-in', '1 reading', 'fault mute', '1 insert-again'],
    ]);
  });

  it('left behind is told until it is out', async () => {
    const slot = await waiting();
    await slot.insert(social);
    slot.reader.release(first);
    await slot.pull();
    await slot.insert(social);
    expect(slot.told.slice(3)).toEqual(['1 in', 'ready', '1 out', 'card-in']);
  });

  it('is not waited for at the end where there is no reader', async () => {
    const slot = await waiting();
    await slot.state({ state: 'no-reader' });
    slot.reader.release(first);
    expect(slot.told).toEqual(['no-reader', '1 out']);
  });
});

describe('a staff card', () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const staff: VirtualCardContent = { kind: 'staff', privateKey: key.privateKey };

  it('signs what it is asked to, also when it was in before', async () => {
    const slot = opened();
    await slot.state({ state: 'empty' });
    await slot.insert(staff);
    slot.reader.challenge(challenge, digest);
    await slot.settle();
    expect(slot.told.slice(3)).toEqual(['staff asking', 'staff answered']);
    const event = slot.events.at(-1);
    if (event?.event !== 'answered') throw new Error('no answer');
    const signature = Buffer.from(event.signature, 'base64url');
    expect(verify('sha256', Buffer.from('challenge'), key.publicKey, signature)).toBe(true);
  });

  it('comes before a session, and is pulled before that goes on', async () => {
    const slot = await waiting();
    slot.reader.challenge(challenge, digest);
    await slot.insert(staff);
    slot.reader.drop(challenge);
    await slot.pull();
    await slot.insert(social);
    expect(slot.told).toEqual([
      ...['staff waiting', 'card-in', 'staff asking', 'staff answered'],
      ...['1 pull-first', 'ready', '1 waiting', 'card-in', '1 reading', '1 read'],
    ]);
  });

  it.each([{ state: 'empty' }, { state: 'no-reader' }, { state: 'no-service' }] as const)(
    'that has answered is told as pulled: %o',
    async (gone) => {
      const slot = await waiting();
      slot.reader.challenge(challenge, digest);
      await slot.insert(staff);
      await slot.state(gone);
      await slot.insert(staff);
      expect(slot.told.filter((line) => line.startsWith('staff'))).toEqual([
        ...['staff waiting', 'staff asking', 'staff answered', 'staff pulled'],
      ]);
    },
  );

  it('of another kind, or one that is pulled meanwhile, can be tried again', async () => {
    const slot = await waiting();
    slot.reader.challenge(challenge, digest);
    await slot.insert({ kind: 'other' });
    await slot.pull();
    slot.setFault({ kind: 'pulled', at: 2 });
    await slot.insert(staff);
    await slot.pull();
    slot.setFault(undefined);
    await slot.insert(staff);
    expect(slot.told.filter((line) => line.startsWith('staff'))).toEqual([
      ...['staff waiting', 'staff asking', 'staff unknown-card', 'staff asking', 'staff insert-again'],
      ...['staff asking', 'staff answered'],
    ]);
  });
});
