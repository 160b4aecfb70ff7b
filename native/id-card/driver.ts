import type { CardEvent, ReaderStatus } from '../../main/contract/devices/id-card-reader.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { Dial, LossReason } from '../transports/transport.ts';
import { formatSamStatus } from './codec.ts';
import { type Conversation, type NoAnswer, openConversation } from './conversation.ts';
import { cardLiesThere, greet, select, statusWithout } from './procedures.ts';
import { cardIn, copyOfPhoto } from './read-card.ts';
import { createRest } from './rest.ts';
import type { CardTextFault } from './text-layouts.ts';

/**
 * Reads cards for one session at a time. A ticket names the session.
 *
 * The rule that everything here serves: under a ticket only a card that was laid down after `watch` is read. A card that
 * lay there before may be the last person's. So nothing is read until the reader has been seen empty, and what was seen
 * before `watch`, by this process or another, counts for nothing.
 */
export interface IdCardReader {
  /** A session begins. Ends whatever the ticket before it was doing. */
  watch(ticket: string): void;
  /** Read the next card laid down. Card events follow until `read` or `stop`. A ticket not watched is watched from now. */
  read(ticket: string): void;
  stop(ticket: string): void;
  /** The session is over: tell whether a card lies there, until it is gone. */
  release(ticket: string): void;
}

export interface IdCardReaderSettings {
  readonly dial: Dial;
  readonly baud: number;
  readonly clock: Clock;
  readonly onStatus: (status: ReaderStatus) => void;
  readonly onCard: (ticket: string, event: CardEvent) => void;
  readonly onPresent: (ticket: string, present: boolean) => void;
  /** The photo block of a card that was read, a copy that the callee wipes; without it no copy is made. */
  readonly onPhotoBlock?: (ticket: string, cardSecret: string, block: Uint8Array) => void;
  /** Why there is no line to the reader: for whoever installs it. Told at every attempt. */
  readonly onNoLine: (reason: LossReason) => void;
  /** A card that was read and not understood: what is wrong with it, never what is on it. */
  readonly onUnknownCard: (fault: CardTextFault) => void;
}

interface Session {
  readonly ticket: string;
  phase: 'watching' | 'reading' | 'releasing';
  /** What lies there now, if anything does, must not be read: it has to be seen gone first. */
  mustBeLifted: boolean;
  /** What the person is told while it still lies there. */
  hint: 'lift-first' | 'lay-again' | 'unknown-card';
  emptyLooks: number;
  toldEvent: CardEvent['event'] | undefined;
  toldPresent: boolean | undefined;
}

const pollMs = 350;
/**
 * A card at the edge of the field comes and goes from one look to the next. Taken for lifted and laid down again, an old
 * card would be read as a new one; so "gone" is two empty looks in a row, this far apart. A card of this very session that
 * did not read may flicker as it likes.
 */
const secondLookMs = 150;
const emptyLooksThatMeanGone = { 'lift-first': 2, 'lay-again': 1, 'unknown-card': 1 } as const;
const heartbeatMs = 5000;
const firstRetryMs = 1000;
const longestRetryMs = 4000;

/** Connects and goes on connecting for as long as the process lives. */
export function startIdCardReader(settings: IdCardReaderSettings): IdCardReader {
  const { clock } = settings;
  let status: ReaderStatus | undefined;
  let session: Session | undefined;
  const { rest, rouse } = createRest(clock);

  function tellStatus(next: ReaderStatus): void {
    if (JSON.stringify(next) !== JSON.stringify(status)) {
      status = next;
      settings.onStatus(next);
    }
    if (session?.phase === 'releasing') tellPresentWithoutReader(session);
  }

  /** Without a reader nobody knows, and the goodbye screen must not wait for a card that may not be there. */
  function tellPresentWithoutReader(current: Session): void {
    if (status?.state === 'no-reader' || status?.state === 'fault') tellPresent(current, false);
  }

  function tellPresent(current: Session, present: boolean): void {
    if (current !== session || current.toldPresent === present) return;
    current.toldPresent = present;
    settings.onPresent(current.ticket, present);
  }

  function tellCard(current: Session, event: CardEvent): void {
    if (!isReading(current) || current.toldEvent === event.event) return;
    current.toldEvent = event.event;
    if (event.event === 'read') current.phase = 'watching';
    settings.onCard(current.ticket, event);
  }

  /** Asked after every wait: the person may have gone back, or gone. */
  function isReading(current: Session): boolean {
    return current === session && current.phase === 'reading';
  }

  function begin(ticket: string, phase: Session['phase']): Session {
    session = {
      ticket,
      phase,
      mustBeLifted: true,
      hint: 'lift-first',
      emptyLooks: 0,
      toldEvent: undefined,
      toldPresent: undefined,
    };
    return session;
  }

  async function live(): Promise<never> {
    tellStatus({ state: 'connecting' });
    for (let failures = 0; ; failures += 1) {
      const opened = await openConversation({ ...settings, onLost: rouse });
      if (opened.ok) {
        const end = await serve(opened.value);
        opened.value.hangUp();
        if (end.wasReady) failures = 0;
        tellStatus(end.status);
      } else {
        settings.onNoLine(opened.error);
        tellStatus({ state: 'no-reader' });
      }
      // To look for a port costs nothing, and a reader that is plugged in again is expected to work at once. A port that
      // opens and does not work, or that another program holds, is left alone for longer and longer.
      const looksCheap = opened.ok ? status?.state === 'no-reader' : isNotThere(opened.error);
      const retryMs = looksCheap ? firstRetryMs : Math.min(firstRetryMs * 2 ** failures, longestRetryMs);
      await new Promise<void>((resolve) => clock.after(retryMs, resolve));
    }
  }

  async function serve(line: Conversation): Promise<{ readonly status: ReaderStatus; readonly wasReady: boolean }> {
    const greeted = await greet(line);
    if (greeted.state !== 'ready') return { status: greeted, wasReady: false };
    tellStatus(greeted);
    for (;;) {
      const step = line.isOver() ? err<NoAnswer>('lost') : await work(line, greeted.samId);
      if (!step.ok) return { status: statusWithout(step.error), wasReady: true };
    }
  }

  function work(line: Conversation, samId: string): Promise<Result<void, NoAnswer>> {
    if (session === undefined) return idle(line);
    switch (session.phase) {
      case 'watching':
        return session.mustBeLifted ? waitForLift(line, session) : idle(line);
      case 'reading':
        return session.mustBeLifted ? waitForLift(line, session) : readNext(line, session, samId);
      case 'releasing':
        return watchRelease(line, session);
      default:
        return session.phase satisfies never;
    }
  }

  /** A reader that has died without its port is noticed before the next person needs it. */
  async function idle(line: Conversation): Promise<Result<void, NoAnswer>> {
    if (!(await rest(heartbeatMs))) return ok(undefined);
    const answer = await line.ask('sam-status');
    return answer.ok ? ok(undefined) : answer;
  }

  /** One look, and the pause after it. The value tells whether the reader is by now known to be empty. */
  async function lookForGone(line: Conversation, current: Session): Promise<Result<boolean, NoAnswer>> {
    const present = await cardLiesThere(line);
    if (!present.ok) return present;
    current.emptyLooks = present.value ? 0 : current.emptyLooks + 1;
    return ok(current.emptyLooks >= emptyLooksThatMeanGone[current.hint]);
  }

  async function waitForLift(line: Conversation, current: Session): Promise<Result<void, NoAnswer>> {
    const gone = await lookForGone(line, current);
    if (!gone.ok) return gone;
    if (current !== session) return ok(undefined);
    if (gone.value) {
      current.mustBeLifted = false;
      return ok(undefined);
    }
    if (current.emptyLooks === 0) tellCard(current, { event: current.hint });
    await rest(current.emptyLooks === 0 ? pollMs : secondLookMs);
    return ok(undefined);
  }

  async function watchRelease(line: Conversation, current: Session): Promise<Result<void, NoAnswer>> {
    const gone = await lookForGone(line, current);
    if (!gone.ok) return gone;
    if (current !== session) return ok(undefined);
    if (gone.value) {
      tellPresent(current, false);
      session = undefined;
      return ok(undefined);
    }
    if (current.emptyLooks === 0) tellPresent(current, true);
    await rest(current.emptyLooks === 0 ? pollMs : secondLookMs);
    return ok(undefined);
  }

  async function readNext(line: Conversation, current: Session, samId: string): Promise<Result<void, NoAnswer>> {
    const found = await line.ask('find');
    if (!found.ok) return found;
    if (!isReading(current)) return ok(undefined);
    if (found.value.status === 'found') return readCard(line, current, samId);
    // What the last try came to stays on the screen until there is a new one.
    if (current.toldEvent === undefined || current.toldEvent === 'lift-first') tellCard(current, { event: 'waiting' });
    await rest(pollMs);
    return ok(undefined);
  }

  async function readCard(line: Conversation, current: Session, samId: string): Promise<Result<void, NoAnswer>> {
    tellCard(current, { event: 'reading' });
    const selected = await select(line);
    if (!selected.ok) return selected;
    if (!isReading(current)) return ok(undefined);
    if (selected.value === 'selected') return readSelected(line, current, samId);
    if (selected.value === 'refused') requireLift(current, 'lay-again');
    tellCard(current, { event: 'lay-again' });
    return ok(undefined);
  }

  async function readSelected(line: Conversation, current: Session, samId: string): Promise<Result<void, NoAnswer>> {
    // From here on the reader will not find this card again until it has been lifted, whatever comes of the reading and
    // even if the line is lost now.
    requireLift(current, 'lay-again');
    const answer = await line.ask('read');
    if (!answer.ok) {
      if (answer.error !== 'garbled') return answer;
      tellCard(current, { event: 'lay-again' });
      return ok(undefined);
    }
    const isWanted = isReading(current);
    const card = cardIn(answer.value);
    const photo = isWanted && card.ok && settings.onPhotoBlock !== undefined ? copyOfPhoto(answer.value) : undefined;
    // Text and photo, whoever's they are: nobody keeps them.
    answer.value.data.fill(0);
    if (!isWanted) return ok(undefined);
    if (!card.ok) {
      const { event } = card.error;
      if (event === 'unknown-card') requireLift(current, event);
      if (event === 'unknown-card' && card.error.fault !== undefined) settings.onUnknownCard(card.error.fault);
      tellCard(current, { event });
      return ok(undefined);
    }
    requireLift(current, 'lift-first');
    // Behind the read and not before it: what the module says of itself is to be true of this very read. A card that was
    // read counts even when the reader is pulled out now.
    const status = await line.ask('sam-status');
    const { cardSecret } = card.value;
    const isStillWanted = isReading(current);
    tellCard(current, { ...card.value, samId, samStatus: status.ok ? formatSamStatus(status.value) : null });
    if (isStillWanted && photo !== undefined && cardSecret !== null) {
      settings.onPhotoBlock?.(current.ticket, cardSecret, photo);
    } else {
      photo?.fill(0);
    }
    return status.ok ? ok(undefined) : status;
  }

  const reader: IdCardReader = {
    watch: (ticket) => {
      begin(ticket, 'watching');
      rouse();
    },
    read: (ticket) => {
      const current = session?.ticket === ticket && session.phase !== 'releasing' ? session : begin(ticket, 'reading');
      current.phase = 'reading';
      current.toldEvent = undefined;
      rouse();
    },
    stop: (ticket) => {
      if (session?.ticket === ticket && session.phase === 'reading') session.phase = 'watching';
    },
    release: (ticket) => {
      tellPresentWithoutReader(begin(ticket, 'releasing'));
      rouse();
    },
  };
  void live();
  return reader;
}

function requireLift(session: Session, hint: Session['hint']): void {
  session.mustBeLifted = true;
  session.emptyLooks = 0;
  session.hint = hint;
}

function isNotThere(reason: LossReason): boolean {
  return reason.kind === 'missing' || reason.kind === 'unplugged';
}
