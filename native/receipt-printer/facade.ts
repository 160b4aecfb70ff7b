import type { ReceiptDocument, ReceiptPrinterSettings } from '../../main/contract/devices/receipt-printer.ts';
import { systemClock } from '../clock.ts';
import type { Tell } from '../facade.ts';
import { logHostEvent } from '../host-log.ts';
import { tcpLine } from '../transports/tcp.ts';
import { createReceiptPrinter } from './driver.ts';

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
  const { host, port, paperWidthMm } = settings;
  const printer = createReceiptPrinter({
    dial: tcpLine({ host, port, connectTimeoutMs }, systemClock),
    clock: systemClock,
    paperWidthMm,
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
