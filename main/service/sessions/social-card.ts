import type { IdCard } from '../../contract/card.ts';
import type { ServiceToHost } from '../../contract/device-host.ts';
import type { SmartCardReaderStatus, SocialCardEvent, SocialSecurityCard } from '../../contract/devices/smart-card.ts';
import type { SocialCardForQuestion } from '../../contract/view/question.ts';
import { questionOf } from './paths.ts';
import type { Stage } from './stage.ts';

export interface SocialCardParts {
  toHost(message: ServiceToHost): boolean;
  onChange(): void;
}

/**
 * The social-security card of the person who stands there, asked for while a question stands there that it can answer, and
 * at no other time. What is on it beside the answer is looked at and kept nowhere.
 */
export function createSocialCards(parts: SocialCardParts) {
  let status: SmartCardReaderStatus = { state: 'connecting' };
  let wanted: Wanted | null = null;
  let state: Exclude<SocialCardForQuestion['state'], 'out'> = 'none';
  let text: string | null = null;
  let nth = 0;

  const read = () => {
    if (wanted !== null) parts.toHost({ message: 'read-social-card', ticket: wanted.ticket });
  };
  const take = (asking: Wanted, card: SocialSecurityCard) => {
    if (!isTheirs(card, asking.idCard)) {
      state = 'not-yours';
      read();
      return;
    }
    state = 'read';
    text = card[asking.field];
    nth += 1;
  };

  return {
    /** The screen that stands there now. */
    follow: (stage: Stage) => {
      const next = wantedAt(stage);
      if (next?.ticket === wanted?.ticket && next?.question === wanted?.question) return;
      if (wanted !== null) parts.toHost({ message: 'stop-social-card', ticket: wanted.ticket });
      wanted = next;
      state = 'none';
      text = null;
      read();
    },
    onStatus: (next: SmartCardReaderStatus) => {
      status = next;
      parts.onChange();
    },
    onCard: (ticket: string, event: SocialCardEvent) => {
      if (wanted === null || ticket !== wanted.ticket) return;
      switch (event.event) {
        case 'read':
          take(wanted, event.card);
          break;
        case 'waiting':
          // What became of the last card stays on the screen until there is another.
          if (state === 'pull-first') state = 'none';
          break;
        case 'pull-first':
        case 'reading':
        case 'insert-again':
        case 'unknown-card':
          state = event.event;
          break;
        default:
          event satisfies never;
      }
      parts.onChange();
    },
    onHostStarted: read,
    onHostLost: () => {
      status = { state: 'connecting' };
      if (state !== 'read') state = 'none';
    },
    isReading: (): boolean => state === 'reading',
    /** Null where this terminal has no slot. */
    forQuestion: (): SocialCardForQuestion | null => {
      if (status.state === 'not-configured') return null;
      const isOut = status.state !== 'ready' && status.state !== 'card-in' && status.state !== 'fault';
      return { state: isOut && state !== 'read' ? 'out' : state, text, nth };
    },
    /** What was read for the question that stands there. */
    readText: (): string | null => text,
  };
}

export type SocialCards = ReturnType<typeof createSocialCards>;

interface Wanted {
  readonly ticket: string;
  readonly question: string;
  readonly field: 'cardNumber' | 'socialSecurityNumber';
  readonly idCard: IdCard;
}

function wantedAt(stage: Stage): Wanted | null {
  if (stage.stage !== 'question') return null;
  const { ticket, item, identified } = stage.person;
  const question = questionOf(item, stage.question);
  if (question.kind !== 'text' || question.fromSocialCard === undefined) return null;
  const field = question.fromSocialCard === 'card-number' ? 'cardNumber' : 'socialSecurityNumber';
  return { ticket, question: stage.question, field, idCard: identified.card };
}

/**
 * Whether both cards are one person's. The names must agree, and of citizens the number, too. A name that fills the chip's
 * 30 bytes may go on on the ID card.
 */
export function isTheirs(social: SocialSecurityCard, idCard: IdCard): boolean {
  if (idCard.kind === 'resident' && social.socialSecurityNumber !== idCard.idNumber) return false;
  const onChip = plainName(social.name);
  const names = 'englishName' in idCard ? [idCard.name, idCard.englishName] : [idCard.name];
  return names.map(plainName).some((name) => name === onChip || (mayBeCut(onChip) && name.startsWith(onChip)));
}

/** Without what is written in more than one way: width, capitals, spaces, the dot inside names. */
const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.·•・‧∙,，]/gu, '');

const mayBeCut = (onChip: string): boolean => onChip.length >= 13;
