import type { PrinterStatus } from '../../main/contract/devices/receipt-printer.ts';
import type { PrintState } from '../../main/contract/view/printing.ts';

/**
 * Whether "print again" is offered. Not while the printer waits for somebody's hand: beside "it then prints by itself" the
 * button said the contrary. Where it is not known what came out it stands there always, as the words beside it name it.
 */
export function canPrintAgain(print: PrintState, printer: PrinterStatus): boolean {
  switch (print.state) {
    case 'unsure':
      return true;
    case 'printed':
      return canPrintSoon(printer);
    case 'stopped':
      return canPrintSoon(print.because);
    case 'printing':
    case 'no-printer':
      return false;
    default:
      return print satisfies never;
  }
}

function canPrintSoon({ state }: PrinterStatus): boolean {
  return state === 'ready' || state === 'connecting' || state === 'printing';
}
