import type { HostToService } from '../../contract/device-host.ts';
import type { DeviceStatusTell } from '../../contract/devices/statuses.ts';
import type { ReaderStatus } from '../../contract/devices/id-card-reader.ts';
import type { HeldCardPhoto } from './card-photo.ts';
import type { CodeReading } from './code-reading.ts';
import type { Ending } from './ending.ts';
import type { FormActs } from './form-acts.ts';
import type { PagePrinting } from './page-printing.ts';
import type { ReceiptPrinting } from './receipt-printing.ts';
import type { Scanning } from './scanning.ts';
import type { SessionPorts } from './session-ports.ts';
import type { ResidentStick } from './resident-stick.ts';
import type { SocialCards } from './social-card.ts';
import { type Stage, ticketOf } from './stage.ts';

export interface HostMessageParts {
  readonly ports: SessionPorts;
  readonly form: FormActs;
  readonly ending: Ending;
  readonly printing: ReceiptPrinting;
  readonly pages: PagePrinting;
  readonly scanning: Scanning;
  readonly codes: CodeReading;
  readonly socialCards: SocialCards;
  readonly stick: ResidentStick;
  readonly cardPhoto: HeldCardPhoto;
  stage(): Stage;
  become(next: Stage): void;
  /** Somebody is there. */
  touch(): void;
}

/** What the devices say, to whom in a session it matters. */
export function createHostMessages({
  ports,
  form,
  ending,
  printing,
  pages,
  scanning,
  codes,
  socialCards,
  stick,
  cardPhoto,
  stage,
  become,
  touch,
}: HostMessageParts) {
  let reader: ReaderStatus = { state: 'connecting' };

  const onStatus = (told: DeviceStatusTell): void => {
    switch (told.device) {
      case 'idCardReader':
        reader = told.status;
        ports.onChange();
        return;
      case 'receiptPrinter':
        printing.onPrinterStatus(told.status);
        return;
      case 'pagePrinter':
        pages.onStatus(told.status);
        return;
      case 'documentScanner':
        scanning.onStatus(told.status);
        return;
      case 'keypad':
        return;
      case 'codeReader':
        codes.onStatus(told.status);
        return;
      case 'smartCardReader':
        socialCards.onStatus(told.status);
        return;
      default:
        told satisfies never;
    }
  };

  return {
    reader: (): ReaderStatus => reader,

    onMessage: (message: HostToService): void => {
      switch (message.message) {
        case 'card':
          // A slow answer for a person who has left ends here.
          if (message.ticket === ticketOf(stage())) form.onCard(message.card);
          return;
        case 'card-photo': {
          const { ticket, cardSecret, photo } = message;
          if (ticket === ticketOf(stage()) && cardPhoto.take(stage(), cardSecret, photo)) ports.onChange();
          return;
        }
        case 'card-present':
          ending.onCardPresent(message.ticket, { cardPresent: message.present });
          return;
        case 'social-card':
          socialCards.onCard(message.ticket, message.card);
          return;
        case 'social-card-present':
          ending.onCardPresent(message.ticket, { chipCardPresent: message.present });
          return;
        case 'device-status':
          onStatus(message);
          return;
        case 'print-outcome':
          printing.onOutcome(message.jobId, message.result);
          return;
        case 'pages-outcome':
          pages.onOutcome(message.ticket, message.result);
          return;
        case 'page-part':
          if (message.ticket === ticketOf(stage())) scanning.onPart(message);
          return;
        case 'scan-outcome':
          if (message.ticket === ticketOf(stage())) scanning.onOutcome(message.scan, message.result);
          return;
        case 'stick':
          stick.onStick(message.ticket, message.stick);
          return;
        case 'key':
          touch();
          return;
        case 'code':
          touch();
          codes.onCode(message.ticket, message.code);
          return;
        case 'staff-card':
        case 'started':
        case 'alive':
          return;
        default:
          return message satisfies never;
      }
    },

    /** A new device host knows nothing of this session: it is told whose card may be read, and holds any that lies there for an old one. */
    onHostStarted: (): void => {
      const ticket = ticketOf(stage());
      if (ticket !== null) ports.toHost({ message: 'watch-card', ticket });
      if (ticket !== null && stage().stage === 'identity') ports.toHost({ message: 'read-card', ticket });
      socialCards.onHostStarted();
      stick.onHostStarted();
      ending.onHostStarted();
    },

    onHostLost: (): void => {
      reader = { state: 'connecting' };
      const now = stage();
      if (now.stage === 'identity' && now.card !== 'refused') become({ ...now, card: 'getting-ready' });
      printing.onHostLost();
      pages.onHostLost();
      scanning.onHostLost();
      codes.onHostLost();
      socialCards.onHostLost();
      stick.onHostLost();
    },
  };
}
