import type { SmartCardReaderStatus, SocialCardEvent, StaffCardEvent } from '../../main/contract/devices/smart-card.ts';
import { err, type Result } from '../../main/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { CardLine, CardSlot, SlotState } from '../transports/pcsc.ts';
import { askStaffCard, type CardFault, readSocialSecurityCard, type UnknownCard } from './cards.ts';
import { letGoOf, type NoAnswer, startCard } from './exchange.ts';

/**
 * One slot, two uses: a resident's social-security card, in a session named by its ticket, and a staff card that has to
 * answer a challenge. The staff card comes first.
 *
 * As with ID cards, under a ticket only a card is read that was inserted after `watch`: one that was in before may be the
 * last person's. A staff card may have been in before, because it proves itself anew each time.
 */
export interface SmartCardReader {
  watch(ticket: string): void;
  read(ticket: string): void;
  stop(ticket: string): void;
  /** The session is over: tell whether a card is in, until none is. */
  release(ticket: string): void;
  /** `digest`: SHA-256. Replaces the challenge before it. */
  challenge(challenge: string, digest: Uint8Array): void;
  drop(challenge: string): void;
}

export interface SmartCardReaderPorts {
  /** Watches the slot from now on. */
  readonly slot: (onState: (state: SlotState) => void) => CardSlot;
  readonly clock: Clock;
  readonly onStatus: (status: SmartCardReaderStatus) => void;
  readonly onSocialCard: (ticket: string, event: SocialCardEvent) => void;
  readonly onPresent: (ticket: string, present: boolean) => void;
  readonly onStaffCard: (challenge: string, event: StaffCardEvent) => void;
  /** A card that answered and was not understood. */
  readonly onUnknownCard: (card: UnknownCard) => void;
}

interface Session {
  readonly ticket: string;
  phase: 'watching' | 'reading' | 'releasing';
  told: SocialCardEvent['event'] | undefined;
  toldPresent: boolean | undefined;
  tried: number | undefined;
}

interface Challenge {
  readonly challenge: string;
  readonly digest: Uint8Array;
  told: StaffCardEvent['event'] | undefined;
  tried: number | undefined;
}

type FaultOfStatus = Extract<SmartCardReaderStatus, { readonly state: 'fault' }>['fault'];

export function startSmartCardReader(ports: SmartCardReaderPorts): SmartCardReader {
  const { clock } = ports;
  let state: SlotState | undefined;
  let told: string | undefined;
  /** Counts cards: this one is the one that is in, or was last. */
  let insertion = 0;
  /** Inserted before this session began, or for another use. */
  let old = true;
  let fault: FaultOfStatus | undefined;
  let working = false;
  let session: Session | undefined;
  let asked: Challenge | undefined;

  function onState(next: SlotState): void {
    const had = hasCard();
    state = next;
    if (!hasCard()) {
      fault = undefined;
      old = false;
    } else if (!had) insertion += 1;
    // Whose card is in cannot be known when it was not seen coming.
    if (next.state === 'no-service' || next.state === 'no-reader' || next.state === 'several-readers') old = true;
    tellStatus();
    look();
  }

  const hasCard = (): boolean => state?.state === 'card';

  function tellStatus(): void {
    const status = statusOf(state, fault);
    const next = JSON.stringify(status);
    if (next === told) return;
    told = next;
    ports.onStatus(status);
  }

  /** What is to be done now that something has changed. One card is talked to at a time; after that it is looked again. */
  function look(): void {
    if (session?.phase === 'releasing') tellPresent(session);
    if (asked !== undefined) lookForStaff(asked);
    else if (session?.phase === 'reading') lookForSocial(session);
  }

  function tellPresent(current: Session): void {
    const present = hasCard();
    if (current.toldPresent !== present) {
      current.toldPresent = present;
      ports.onPresent(current.ticket, present);
    }
    if (!present) session = undefined;
  }

  function lookForSocial(current: Session): void {
    if (state?.state === 'empty') {
      // What the last try came to stays on the screen until there is a new one.
      if (current.told === undefined || current.told === 'pull-first') tellSocial(current, { event: 'waiting' });
      return;
    }
    if (state?.state !== 'card') return;
    if (old) tellSocial(current, { event: 'pull-first' });
    else if (current.tried !== insertion && !working) void readFor(current, state.mute);
  }

  async function readFor(current: Session, mute: boolean): Promise<void> {
    current.tried = insertion;
    tellSocial(current, { event: 'reading' });
    const card = await withCard(mute, (line) => readSocialSecurityCard(line, clock));
    if (current === session && current.phase === 'reading' && asked === undefined) {
      if (card.ok) {
        current.phase = 'watching';
        tellSocial(current, { event: 'read', card: card.value });
      } else tellSocial(current, { event: isUnknown(card.error) ? 'unknown-card' : 'insert-again' });
    }
    look();
  }

  function tellSocial(current: Session, event: SocialCardEvent): void {
    if (current.told === event.event) return;
    current.told = event.event;
    ports.onSocialCard(current.ticket, event);
  }

  function lookForStaff(current: Challenge): void {
    if (state?.state !== 'card') {
      if (current.told === 'answered') tellStaff(current, { event: 'pulled' });
      else if (current.told === undefined && state?.state === 'empty') tellStaff(current, { event: 'waiting' });
      return;
    }
    if (current.told === 'answered' && current.tried !== insertion) tellStaff(current, { event: 'pulled' });
    const over = current.told === 'answered' || current.told === 'pulled';
    if (!over && current.tried !== insertion && !working) void askFor(current, state.mute);
  }

  async function askFor(current: Challenge, mute: boolean): Promise<void> {
    current.tried = insertion;
    tellStaff(current, { event: 'asking' });
    const signature = await withCard(mute, (line) => askStaffCard(line, clock, current.digest));
    if (current === asked) {
      if (signature.ok) {
        tellStaff(current, { event: 'answered', signature: Buffer.from(signature.value).toString('base64url') });
      } else tellStaff(current, { event: isUnknown(signature.error) ? 'unknown-card' : 'insert-again' });
    }
    look();
  }

  function tellStaff(current: Challenge, event: StaffCardEvent): void {
    if (current.told === event.event) return;
    current.told = event.event;
    ports.onStaffCard(current.challenge, event);
  }

  async function withCard<T>(
    mute: boolean,
    talk: (line: CardLine) => Promise<Result<T, CardFault>>,
  ): Promise<Result<T, CardFault>> {
    if (mute) return err('mute');
    working = true;
    const which = insertion;
    const line = await startCard(slot, clock);
    const result = line.ok ? await talk(line.value) : line;
    const isSilent = !result.ok && result.error === 'silent';
    if (line.ok && isSilent) void line.value.close();
    else if (line.ok) await letGoOf(line.value, clock);
    working = false;
    if (!result.ok) {
      if (isUnknown(result.error)) ports.onUnknownCard(result.error);
      else if (hasCard() && which === insertion) fault = faultOf(result.error);
    }
    tellStatus();
    return result;
  }

  const begin = (ticket: string, phase: Session['phase']): Session => {
    session = { ticket, phase, told: undefined, toldPresent: undefined, tried: undefined };
    return session;
  };

  /** A card that is in now was not inserted for what comes next. */
  const takeForOld = (): void => {
    old = state?.state !== 'empty';
  };

  const slot = ports.slot(onState);
  tellStatus();
  return {
    watch: (ticket) => {
      takeForOld();
      begin(ticket, 'watching');
    },
    read: (ticket) => {
      if (session?.ticket !== ticket) takeForOld();
      const current = session?.ticket === ticket ? session : begin(ticket, 'reading');
      current.phase = 'reading';
      current.told = undefined;
      look();
    },
    stop: (ticket) => {
      if (session?.ticket === ticket && session.phase === 'reading') session.phase = 'watching';
    },
    release: (ticket) => {
      begin(ticket, 'releasing');
      look();
    },
    challenge: (challenge, digest) => {
      asked = { challenge, digest, told: undefined, tried: undefined };
      look();
    },
    drop: (challenge) => {
      if (asked?.challenge !== challenge) return;
      asked = undefined;
      takeForOld();
      if (session !== undefined) session.told = undefined;
      look();
    },
  };
}

function isUnknown(fault: CardFault): fault is UnknownCard {
  return typeof fault === 'object';
}

function faultOf(fault: NoAnswer): FaultOfStatus | undefined {
  return fault === 'gone' || fault === 'failed' ? undefined : fault;
}

function statusOf(state: SlotState | undefined, fault: FaultOfStatus | undefined): SmartCardReaderStatus {
  switch (state?.state) {
    case undefined:
      return { state: 'connecting' };
    case 'empty':
      return { state: 'ready' };
    case 'card':
      if (state.mute) return { state: 'fault', fault: 'mute' };
      return fault === undefined ? { state: 'card-in' } : { state: 'fault', fault };
    case 'no-service':
    case 'no-reader':
    case 'several-readers':
      return { state: state.state };
    default:
      return state satisfies never;
  }
}
