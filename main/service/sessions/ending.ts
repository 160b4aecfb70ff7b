import { randomInt } from 'node:crypto';
import type { Keeping } from './keeping.ts';
import type { SessionPorts } from './session-ports.ts';
import { type Stage, ticketOf } from './stage.ts';

/** How long a goodbye stands before the first screen comes back. */
const goodbyeMs = 8000;
/** How long the first screen says that somebody's form was interrupted. */
const interruptedMs = 120_000;
/** The same to somebody who can go on: a power cut sends people to the door, and back. */
const draftWaitsMs = 600_000;
/** A forgotten card is called out this long. It stays unreadable for the next person however long it lies. */
const forgottenCardMs = 60_000;

export interface EndingParts {
  readonly ports: SessionPorts;
  readonly keeping: Keeping;
  stage(): Stage;
  become(next: Stage): void;
  /** To a stage without a person, from which nothing is kept. Tells nobody yet. */
  stand(next: Extract<Stage, { stage: 'home' | 'goodbye' }>): void;
  /** In the wording that everybody begins with. */
  speakOrdinarily(): void;
  /** What the devices brought and do for this person. */
  forgetDevices(): void;
}

export type Ending = ReturnType<typeof createEnding>;

/** How a session ends, the goodbye after it with a card that may have been forgotten, and the way back to the first screen. */
export function createEnding({ ports, keeping, stage, become, stand, speakOrdinarily, forgetDevices }: EndingParts) {
  // Begins anywhere: an act meant for a screen of an earlier run of this service fits none of this one.
  let number = randomInt(2 ** 31);
  let released: string | null = null;
  let cancelGoodbye: () => void = () => {};

  const goHome = () => {
    cancelGoodbye();
    speakOrdinarily();
    stand({ stage: 'home', interrupted: 'no' });
    ports.onChange();
  };

  const end = (because: 'finished' | 'left' | 'idle') => {
    const over = stage();
    released = ticketOf(over);
    forgetDevices();
    number += 1;
    const draft = keeping.end(over, because);
    stand({ stage: 'goodbye', because, draft, cardPresent: false, chipCardPresent: false });
    ports.onWipe();
    if (released !== null) ports.toHost({ message: 'release-card', ticket: released });
    cancelGoodbye = ports.timers.after(goodbyeMs, goHome);
    ports.onChange();
  };

  /** What somebody's receipt showed stands on no page any more. No goodbye: nobody had begun anything. */
  const closeStatus = () => {
    number += 1;
    ports.onWipe();
    goHome();
  };

  return {
    /** Counts the sessions. An act that carries another number is refused. */
    session: (): number => number,
    goHome,
    closeStatus,
    end,

    /** The person says that they are done, or gives up. Gives whether that can be said at this stage. */
    finish: (): boolean => {
      const now = stage();
      if (now.stage === 'goodbye') goHome();
      else if (now.stage === 'case-status') closeStatus();
      else if (now.stage === 'result') end('finished');
      else return false;
      return true;
    },
    leave: (): boolean => {
      const now = stage();
      if (now.stage === 'home' || now.stage === 'goodbye') goHome();
      else if (now.stage === 'case-status') closeStatus();
      else if (now.stage === 'check' && now.submitting) return false;
      else end(now.stage === 'result' ? 'finished' : 'left');
      return true;
    },

    /** Nobody has touched the screen for too long. */
    onIdle: (): void => {
      const now = stage();
      if (now.stage === 'case-status') closeStatus();
      else if (ticketOf(now) === null) goHome();
      else end('idle');
    },

    /** Meant for who stood there just now, not for somebody an hour later. */
    sayInterrupted: (): void => {
      const interrupted = ports.drafts.any() ? 'draft-waits' : 'nothing-kept';
      cancelGoodbye();
      become({ stage: 'home', interrupted });
      cancelGoodbye = ports.timers.after(interrupted === 'draft-waits' ? draftWaitsMs : interruptedMs, () => {
        if (stage().stage === 'home') become({ stage: 'home', interrupted: 'no' });
      });
    },

    /** The ID card on its reader, or one with a chip in its slot, under the ticket it was read. */
    onCardPresent: (
      ticket: string,
      found: { readonly cardPresent: boolean } | { readonly chipCardPresent: boolean },
    ): void => {
      const now = stage();
      if (ticket !== released || now.stage !== 'goodbye') return;
      const next = { ...now, ...found };
      const isForgotten = next.cardPresent || next.chipCardPresent;
      if (next.cardPresent === now.cardPresent && next.chipCardPresent === now.chipCardPresent) return;
      cancelGoodbye();
      cancelGoodbye = ports.timers.after(isForgotten ? forgottenCardMs : goodbyeMs / 2, goHome);
      become(next);
    },

    /** A new device host holds any card that lies there for an old one. */
    onHostStarted: (): void => {
      if (stage().stage === 'goodbye' && released !== null) ports.toHost({ message: 'release-card', ticket: released });
    },
  };
}
