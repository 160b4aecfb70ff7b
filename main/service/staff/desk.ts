import type { DeviceStatuses } from '../../contract/devices/statuses.ts';
import type { ServiceToHost } from '../../contract/device-host.ts';
import type { StaffCardEvent } from '../../contract/devices/smart-card.ts';
import type { Act, ActReply } from '../../contract/view/act.ts';
import type { Screen } from '../../contract/view/screen.ts';
import type { Language } from '../../contract/words.ts';
import type { AuditEvent } from '../audit/entry.ts';
import type { ConfigFault } from '../catalog/config-fault.ts';
import type { WaitingCase } from '../store/case-rows.ts';
import type { Timers } from '../timers.ts';
import { createCardAsking } from './card-asking.ts';
import type { StaffCards } from './cards.ts';
import type { DeviceTries } from './device-tries.ts';
import type { PinGuard } from './pin.ts';

export interface DeskPorts {
  readonly timers: Timers;
  /** As cases are dated, corrected at the last contact: times on one page are of one clock. ISO 8601. */
  nowIso(): string;
  readonly pin: PinGuard;
  /** Null where no card can be asked. */
  readonly cards: StaffCards | null;
  toHost(message: ServiceToHost): boolean;
  /** Null where no device host runs. */
  readonly tries: DeviceTries | null;
  configFaults(): readonly ConfigFault[];
  /** Of what waits, oldest first, `most` after the first `from`. */
  waiting(most: number, from: number): { readonly cases: readonly WaitingCase[]; readonly count: number | null };
  /** What waits is to be tried at once. Null where nothing is sent from. */
  readonly sendNow: (() => void) | null;
  audit(event: AuditEvent): void;
  onChange(): void;
  onQuit(): void;
}

/** Rows that fit on one screen in the large wording. */
const rowsShown = 6;
/** A desk left open closes by itself. */
const closeAfterMs = 120_000;

/** The staff page: laid over whatever the resident sees, which stands there again when it closes. */
export function createDesk(ports: DeskPorts) {
  let open: 'closed' | 'pin' | 'wrong-pin' | 'signed-in' = 'closed';
  let cancelClose: () => void = () => {};
  let from = 0;
  let askedToSendAt: string | null = null;
  /** By whose card it was opened; null by the PIN. */
  let card: string | null = null;

  const closeLater = () => {
    cancelClose();
    if (open !== 'closed') cancelClose = ports.timers.after(closeAfterMs, () => become('closed'));
  };
  const become = (next: typeof open) => {
    if (open === 'signed-in' && next === 'closed' && card !== null)
      ports.audit({ event: 'staff-signed-out', reference: card });
    open = next;
    if (next === 'closed') {
      asking.drop();
      ports.tries?.end();
    }
    closeLater();
    ports.onChange();
  };
  const signIn = (by: string | null) => {
    card = by;
    ports.audit({ event: 'staff-signed-in', reference: by ?? 'terminal' });
    from = 0;
    askedToSendAt = null;
    become('signed-in');
  };
  const refuse = () => ports.audit({ event: 'staff-refused', reference: 'terminal' });
  const asking = createCardAsking({
    cards: ports.cards,
    toHost: ports.toHost,
    onProven: signIn,
    onRefused: refuse,
    onPulled: () => become('closed'),
    onChange: ports.onChange,
  });
  const tryPin = (pin: string) => {
    const { answer } = ports.pin.try(pin);
    if (answer === 'right') {
      asking.drop();
      signIn(null);
      return;
    }
    if (answer === 'wrong') refuse();
    become('wrong-pin');
  };

  /** Cases are sent while staff look at them: a page that has become empty gives way to the last one there is. */
  const page = () => {
    const read = ports.waiting(rowsShown, from);
    if (read.cases.length > 0 || from === 0) return read;
    from = rowsShown * Math.max(0, Math.ceil((read.count ?? 0) / rowsShown) - 1);
    return ports.waiting(rowsShown, from);
  };
  const turnPage = (to: 'next' | 'previous'): boolean => {
    const target = to === 'next' ? from + rowsShown : from - rowsShown;
    if (target < 0 || target >= (page().count ?? 0)) return false;
    from = target;
    return true;
  };

  return {
    isOpen: (): boolean => open !== 'closed',
    onCard: (challenge: string, event: StaffCardEvent): void => asking.onCard(challenge, event),
    onHostStarted: (): void => asking.onHostStarted(),
    /** Answers what is meant for the desk, null for all else. */
    act: (asked: Act): ActReply | null => {
      const done: ActReply = { reply: 'done' };
      const notNow: ActReply = { reply: 'refused', why: 'not-now' };
      switch (asked.act) {
        case 'staff-open':
          if (open !== 'closed') return notNow;
          become('pin');
          asking.ask();
          return done;
        case 'staff-pin':
          if (open !== 'pin' && open !== 'wrong-pin') return notNow;
          tryPin(asked.pin);
          return done;
        case 'staff-page':
          if (open !== 'signed-in' || !turnPage(asked.to)) return notNow;
          become('signed-in');
          return done;
        case 'staff-send-now':
          if (open !== 'signed-in' || ports.sendNow === null) return notNow;
          askedToSendAt = ports.nowIso();
          ports.sendNow();
          become('signed-in');
          return done;
        case 'staff-try':
          if (open !== 'signed-in' || ports.tries === null || !ports.tries.begin(asked.device)) return notNow;
          become('signed-in');
          return done;
        case 'staff-stop-try':
          if (open !== 'signed-in' || ports.tries === null) return notNow;
          ports.tries.end();
          become('signed-in');
          return done;
        case 'staff-close':
          if (open === 'closed') return notNow;
          become('closed');
          return done;
        case 'staff-quit':
          if (open !== 'signed-in') return notNow;
          ports.audit({ event: 'staff-ended-program', reference: card ?? 'terminal' });
          ports.onQuit();
          return done;
        case 'here':
          // Reading the list, or another tab of it, asks the service for nothing; and somebody stands there all the same.
          closeLater();
          return null;
        default:
          return null;
      }
    },
    screen: (language: Language, devices: DeviceStatuses): Screen => {
      if (open !== 'signed-in')
        return {
          screen: 'staff-pin',
          wrong: open === 'wrong-pin',
          lockedSeconds: ports.pin.lockedSeconds(),
          card: asking.state(devices.smartCardReader),
        };
      const { cases, count } = page();
      return {
        screen: 'staff',
        waiting: cases.map(({ itemName, ...row }) => ({ ...row, itemName: itemName[language] })),
        waitingFrom: from,
        waitingCount: count,
        askedToSendAt,
        card,
        devices,
        trying: ports.tries?.state() ?? null,
        configFaults: ports.configFaults().map(({ file, line, wrong, right }) => ({
          file,
          line,
          wrong: wrong[language],
          right: right[language],
        })),
      };
    },
  };
}
