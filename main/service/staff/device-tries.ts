import { randomBytes } from 'node:crypto';
import type { HostToService, ServiceToHost } from '../../contract/device-host.ts';
import type { CardEvent } from '../../contract/devices/id-card-reader.ts';
import type { PageDocument } from '../../contract/devices/page-printer.ts';
import type { ReceiptDocument } from '../../contract/devices/receipt-printer.ts';
import type { SocialCardEvent } from '../../contract/devices/smart-card.ts';
import type { DeviceTry, TriedDevice } from '../../contract/view/staff.ts';

export interface DeviceTriesPorts {
  /** Whether nobody's session stands under the staff page: its devices are not to be taken from a person. */
  isFree(): boolean;
  toHost(message: ServiceToHost): boolean;
  receipt(): ReceiptDocument;
  pages(): PageDocument;
  /** The devices are free again for whoever wants a code or a card now. */
  onGivenBack(): void;
  onChange(): void;
}

export interface DeviceTries {
  /** The one under way, or how the last one went; null where none was since `end`. */
  state(): DeviceTry | null;
  /** False where it cannot be tried now. */
  begin(device: TriedDevice): boolean;
  /** What is still under way is called off. */
  end(): void;
  onHostMessage(message: HostToService): void;
  onHostLost(): void;
}

/**
 * One device at a time is tried for staff, under a ticket that is nobody's session. What a card, a page or a code says stays
 * where it came in: that it came is all that goes on from here.
 */
export function createDeviceTries(ports: DeviceTriesPorts): DeviceTries {
  let now: { readonly ticket: string; readonly device: TriedDevice; state: DeviceTry['state'] } | null = null;

  const isOver = (state: DeviceTry['state']): boolean =>
    state === 'worked' || state === 'not-worked' || state === 'look-at-paper';
  const become = (state: DeviceTry['state']) => {
    if (now === null || isOver(now.state)) return;
    now.state = state;
    if (isOver(state)) giveBack(now);
    ports.onChange();
  };
  const giveBack = ({ ticket, device }: { readonly ticket: string; readonly device: TriedDevice }) => {
    // A receipt is short, and half of one would be mistaken for a fault.
    if (device === 'receiptPrinter') return;
    ports.toHost({ message: 'release-card', ticket });
    ports.onGivenBack();
  };
  const end = () => {
    const ended = now;
    now = null;
    if (ended !== null && !isOver(ended.state)) giveBack(ended);
  };

  return {
    state: () => (now === null ? null : { device: now.device, state: now.state }),
    end,
    begin: (device) => {
      if (!ports.isFree()) return false;
      end();
      const ticket = randomBytes(16).toString('hex');
      now = { ticket, device, state: device === 'codeReader' ? 'put-something-there' : 'working' };
      const orders = ordersFor(device, ticket, ports);
      if (!orders.every((order) => ports.toHost(order))) become('not-worked');
      ports.onChange();
      return true;
    },
    onHostMessage: (message) => {
      if (now === null) return;
      const next = stateAfter(message, now.ticket);
      if (next !== null) become(next);
    },
    onHostLost: () => become('not-worked'),
  };
}

function ordersFor(
  device: TriedDevice,
  ticket: string,
  { receipt, pages }: Pick<DeviceTriesPorts, 'receipt' | 'pages'>,
): readonly ServiceToHost[] {
  switch (device) {
    case 'receiptPrinter':
      return [{ message: 'print', jobId: ticket, document: receipt() }];
    case 'idCardReader':
      return [
        { message: 'watch-card', ticket },
        { message: 'read-card', ticket },
      ];
    case 'documentScanner':
      return [
        { message: 'watch-card', ticket },
        { message: 'scan', ticket, scan: ticket },
      ];
    case 'pagePrinter':
      return [
        { message: 'watch-card', ticket },
        { message: 'print-pages', ticket, document: pages() },
      ];
    case 'codeReader':
      return [
        { message: 'watch-card', ticket },
        { message: 'read-code', ticket, light: true },
      ];
    case 'smartCardReader':
      return [
        { message: 'watch-card', ticket },
        { message: 'read-social-card', ticket },
      ];
    default:
      return device satisfies never;
  }
}

/** Null where the message is about something else. */
function stateAfter(message: HostToService, ticket: string): DeviceTry['state'] | null {
  switch (message.message) {
    case 'print-outcome':
      return message.jobId === ticket ? printed(message.result.outcome) : null;
    case 'pages-outcome':
      return message.ticket === ticket ? printed(message.result.outcome) : null;
    case 'scan-outcome':
      if (message.scan !== ticket) return null;
      return message.result.outcome === 'done' ? 'worked' : 'not-worked';
    case 'card':
      return message.ticket === ticket ? cardState(message.card) : null;
    case 'social-card':
      return message.ticket === ticket ? cardState(message.card) : null;
    case 'code':
      if (message.ticket !== ticket) return null;
      return message.code.event === 'read' ? 'worked' : 'again';
    default:
      return null;
  }
}

function printed(outcome: 'printed' | 'not-printed' | 'unknown'): DeviceTry['state'] {
  switch (outcome) {
    case 'printed':
      return 'worked';
    case 'not-printed':
      return 'not-worked';
    case 'unknown':
      return 'look-at-paper';
    default:
      return outcome satisfies never;
  }
}

function cardState({ event }: CardEvent | SocialCardEvent): DeviceTry['state'] {
  switch (event) {
    case 'waiting':
      return 'put-something-there';
    case 'lift-first':
    case 'pull-first':
      return 'take-away-first';
    case 'reading':
      return 'working';
    case 'lay-again':
    case 'insert-again':
      return 'again';
    case 'read':
      return 'worked';
    // It was read, by a reader that works; what lies there is no card of a known kind.
    case 'unknown-card':
      return 'again';
    default:
      return event satisfies never;
  }
}
