import type { ReceiptDocument, ReceiptPrinterSettings } from '../../main/contract/devices/receipt-printer.ts';
import { systemClock } from '../clock.ts';
import type { Tell } from '../facade.ts';
import { logHostEvent } from '../host-log.ts';
import { readSmallFile } from '../small-file.ts';
import { serialLine } from '../transports/serial.ts';
import { tcpLine } from '../transports/tcp.ts';
import type { Dial } from '../transports/transport.ts';
import { usbPrinterLine } from '../transports/usb-printer.ts';
import { usbSerialLine } from '../transports/usb-serial.ts';
import { createReceiptPrinter } from './driver.ts';
import { widthDots } from './layout.ts';
import { type Logo, maxLogoFileBytes, readLogo } from './logo.ts';

const connectTimeoutMs = 3000;

export interface ReceiptPrinterFacade {
  /** One outcome follows under the same job. */
  print(jobId: string, document: ReceiptDocument): void;
}

export function startReceiptPrinting(settings: ReceiptPrinterSettings | undefined, tell: Tell): ReceiptPrinterFacade {
  if (settings === undefined) {
    const because = { state: 'not-configured' } as const;
    tell({ message: 'device-status', device: 'receiptPrinter', status: because });
    return {
      print: (jobId) =>
        tell({ message: 'print-outcome', jobId, result: { outcome: 'not-printed', because, onPaper: 'nothing' } }),
    };
  }
  const printer = createReceiptPrinter({
    dial: wayTo(settings),
    clock: systemClock,
    paperWidthMm: settings.paperWidthMm,
    logo: logoOf(settings),
    onStatus: (status) => {
      logHostEvent('printer-status', status);
      tell({ message: 'device-status', device: 'receiptPrinter', status });
    },
  });
  tell({ message: 'device-status', device: 'receiptPrinter', status: printer.status() });
  return {
    print: (jobId, document) => {
      void printer.print(document).then((result) => tell({ message: 'print-outcome', jobId, result }));
    },
  };
}

function wayTo(settings: ReceiptPrinterSettings): Dial {
  switch (settings.transport) {
    case 'tcp':
      return tcpLine({ host: settings.host, port: settings.port, connectTimeoutMs }, systemClock);
    case 'serial':
      return serialLine(settings);
    case 'usb-serial':
      return usbSerialLine(settings);
    case 'usb':
      return usbPrinterLine(settings, systemClock);
    default:
      return settings satisfies never;
  }
}

/** A receipt without its logo is a receipt: a bad file is said so in the log, and nobody waits for their paper because of it. */
function logoOf({ logo: path, paperWidthMm }: ReceiptPrinterSettings): Logo | undefined {
  if (path === undefined) return undefined;
  const file = readSmallFile(path, maxLogoFileBytes);
  const logo = file === undefined ? undefined : readLogo(file, widthDots(paperWidthMm));
  if (logo?.ok === true) return logo.value;
  logHostEvent('receipt-logo', { path, because: logo === undefined ? 'not-readable' : logo.error });
  return undefined;
}
