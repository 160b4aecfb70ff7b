import type { ServiceToHost } from '../../contract/device-host.ts';
import type { SmartCardReaderStatus, StaffCardEvent } from '../../contract/devices/smart-card.ts';
import type { Screen } from '../../contract/view/screen.ts';
import type { Challenge, StaffCards } from './cards.ts';

export type CardState = Extract<Screen, { screen: 'staff-pin' }>['card'];

export interface CardAskingPorts {
  /** Null where no card can be asked. */
  readonly cards: StaffCards | null;
  toHost(message: ServiceToHost): boolean;
  /** The card in the slot proved to be this member's; it is still in. */
  onProven(pseudonym: string): void;
  /** It proved a key, or nothing, that is in no settings. */
  onRefused(): void;
  /** The card that had proved itself is out. */
  onPulled(): void;
  onChange(): void;
}

/** Asks for a staff card for as long as the PIN is asked for, and then watches the one that has proved itself. */
export function createCardAsking(ports: CardAskingPorts) {
  let challenge: Challenge | null = null;
  let isProven = false;
  let state: 'waiting' | 'asking' | 'insert-again' | 'unknown-card' | 'not-staff' = 'waiting';

  const challengeAnew = () => {
    if (ports.cards === null || !ports.cards.any) return;
    challenge = ports.cards.challenge();
    isProven = false;
    ports.toHost({ message: 'challenge-staff-card', challenge: challenge.id, digest: challenge.digest });
  };
  const onAnswer = (asked: Challenge, signature: string) => {
    const judged = asked.judge(signature);
    if (judged.answer === 'right') {
      isProven = true;
      ports.onProven(judged.pseudonym);
      return;
    }
    state = 'not-staff';
    if (judged.answer === 'wrong') ports.onRefused();
  };

  return {
    ask: () => {
      state = 'waiting';
      challengeAnew();
    },
    drop: () => {
      if (challenge !== null) ports.toHost({ message: 'drop-staff-card', challenge: challenge.id });
      challenge = null;
    },
    state: (reader: SmartCardReaderStatus): CardState => {
      if (ports.cards === null || !ports.cards.any) return 'not-offered';
      return reader.state === 'ready' || reader.state === 'card-in' || reader.state === 'fault' ? state : 'no-reader';
    },
    onCard: (id: string, event: StaffCardEvent) => {
      if (challenge?.id !== id) return;
      switch (event.event) {
        case 'answered':
          onAnswer(challenge, event.signature);
          break;
        case 'pulled':
          if (isProven) ports.onPulled();
          // What was wrong stays on the screen until there is another card.
          else challengeAnew();
          break;
        case 'waiting':
        case 'asking':
        case 'insert-again':
        case 'unknown-card':
          state = event.event;
          break;
        default:
          event satisfies never;
      }
      ports.onChange();
    },
    /** A new host knows nothing of a card, and nobody knows whether it stayed in. */
    onHostStarted: () => {
      if (challenge === null) return;
      if (isProven) ports.onPulled();
      else challengeAnew();
    },
  };
}
