import type { ServiceToHost } from '../../contract/device-host.ts';
import type { PageDocument, PagePrinterStatus, PagesOutcome } from '../../contract/devices/page-printer.ts';
import type { PagesState } from '../../contract/view/printing.ts';

export interface PagePrinting {
  /** How it stands with the copy on A4; null where there is nothing to offer. */
  state(): PagesState | null;
  /** The copy that this person may have printed; null where the terminal has no printer for pages. */
  offer(ticket: string, copy: PageDocument | null): void;
  /** False when it is not offered, or is printing already. */
  print(): boolean;
  /** The person has had enough: what the printer has of it is cancelled. */
  stop(): boolean;
  onStatus(status: PagePrinterStatus): void;
  onOutcome(ticket: string, outcome: PagesOutcome): void;
  onHostLost(): void;
  /** The person is gone, and with them what was to be printed. The end of the session cancels it at the printer. */
  forget(): void;
}

/**
 * Prints what somebody has handed in, for them to take along. The one place that holds their answers after that, in
 * memory and until they leave; where no printer for pages is configured, nobody does.
 */
export function createPagePrinting(send: (message: ServiceToHost) => boolean, onChange: () => void): PagePrinting {
  let status: PagePrinterStatus = { state: 'connecting' };
  let offered: { readonly ticket: string; readonly copy: PageDocument } | null = null;
  let state: 'offered' | 'running' | Extract<PagesState, { state: 'printed' | 'stopped' | 'unsure' }> = 'offered';

  const become = (next: typeof state) => {
    state = next;
    onChange();
  };

  return {
    state: () => {
      if (offered === null) return null;
      if (state === 'running') return works(status) ? { state: 'printing' } : { state: 'waiting', because: status };
      if (state !== 'offered') return state;
      // What is promised is what the printer can do now; nobody is told of a fault of something they did not ask for.
      return canTake(status) ? { state: 'offered' } : null;
    },
    offer: (ticket, copy) => {
      offered = copy === null ? null : { ticket, copy };
      state = 'offered';
    },
    print: () => {
      if (offered === null || state === 'running') return false;
      const { ticket, copy } = offered;
      if (canTake(status) && send({ message: 'print-pages', ticket, document: copy })) become('running');
      else become({ state: 'stopped', because: status });
      return true;
    },
    stop: () => {
      if (offered === null || state !== 'running') return false;
      send({ message: 'stop-pages', ticket: offered.ticket });
      become('offered');
      return true;
    },
    onStatus: (next) => {
      status = next;
      // Put right meanwhile: it is offered again, and nothing prints by itself that nobody waits for any more.
      if (typeof state === 'object' && state.state === 'stopped') {
        state = canTake(next) ? 'offered' : { state: 'stopped', because: next };
      }
      onChange();
    },
    onOutcome: (ticket, outcome) => {
      if (offered?.ticket !== ticket || state !== 'running') return;
      switch (outcome.outcome) {
        case 'printed':
          return become({ state: 'printed' });
        case 'not-printed':
          return become({ state: 'stopped', because: outcome.because });
        case 'unknown':
          return become({ state: 'unsure' });
        default:
          return outcome satisfies never;
      }
    },
    onHostLost: () => {
      status = { state: 'connecting' };
      // The next host cancels what this one left in the queue.
      if (state === 'running') become({ state: 'unsure' });
    },
    forget: () => {
      offered = null;
      state = 'offered';
    },
  };
}

const canTake = ({ state }: PagePrinterStatus): boolean => state === 'ready' || state === 'busy';

const works = (status: PagePrinterStatus): boolean => canTake(status) || status.state === 'printing';
