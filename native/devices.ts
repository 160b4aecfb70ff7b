import type { DeviceSettings, HostToService, ServiceToHost } from '../main/contract/device-host.ts';
import { systemClock } from './clock.ts';
import { createDocumentScanner } from './document-scanner/driver.ts';
import { logHostEvent } from './host-log.ts';
import { type IdCardReader, startIdCardReader } from './id-card/driver.ts';
import { createReceiptPrinter, type ReceiptPrinter } from './receipt-printer/driver.ts';
import { httpCalls } from './transports/http.ts';
import { serialLine } from './transports/serial.ts';
import { tcpLine } from './transports/tcp.ts';

type Tell = (message: HostToService) => void;
type Order = Exclude<ServiceToHost, { readonly message: 'configure' }>;

const printerConnectTimeoutMs = 3000;
const scannerConnectTimeoutMs = 3000;

/** The devices of this terminal, started. The returned function carries out one order of the service. */
export function startDevices(settings: DeviceSettings, tell: Tell): (order: Order) => void {
  const reader = startReader(settings.idCardReader, tell);
  const printer = startPrinter(settings.receiptPrinter, tell);
  const scanner = startScanner(settings.documentScanner, tell);
  return (order) => {
    switch (order.message) {
      case 'watch-card':
        scanner.stopAllBut(order.ticket);
        reader?.watch(order.ticket);
        return;
      case 'read-card':
        reader?.read(order.ticket);
        return;
      case 'stop-card':
        reader?.stop(order.ticket);
        return;
      case 'release-card':
        scanner.stop(order.ticket);
        if (reader === undefined) tell({ message: 'card-present', ticket: order.ticket, present: false });
        else reader.release(order.ticket);
        return;
      case 'print':
        void print(printer, order, tell);
        return;
      case 'scan':
        scanner.scan(order);
        return;
      case 'stop-scan':
        scanner.stop(order.ticket);
        return;
      default:
        order satisfies never;
    }
  };
}

function startReader(settings: DeviceSettings['idCardReader'], tell: Tell): IdCardReader | undefined {
  if (settings === undefined) {
    tell({ message: 'reader-status', status: { state: 'not-configured' } });
    return undefined;
  }
  let lastNoLine: string | undefined;
  return startIdCardReader({
    dial: serialLine(settings),
    baud: settings.baud,
    clock: systemClock,
    onStatus: (status) => {
      if (status.state === 'ready') lastNoLine = undefined;
      logHostEvent('reader-status', status);
      tell({ message: 'reader-status', status });
    },
    onCard: (ticket, card) => tell({ message: 'card', ticket, card }),
    onPresent: (ticket, present) => tell({ message: 'card-present', ticket, present }),
    // The driver tries once a second; a reader that was never plugged in would fill the disk with one sentence.
    onNoLine: (reason) => {
      if (reason.kind === lastNoLine) return;
      lastNoLine = reason.kind;
      logHostEvent('reader-port', { path: settings.path, reason });
    },
    onUnknownCard: (fault) => logHostEvent('unknown-card', { fault }),
  });
}

function startPrinter(settings: DeviceSettings['receiptPrinter'], tell: Tell): ReceiptPrinter | undefined {
  if (settings === undefined) {
    tell({ message: 'printer-status', status: { state: 'not-configured' } });
    return undefined;
  }
  const { host, port, paperWidthMm } = settings;
  const printer = createReceiptPrinter({
    dial: tcpLine({ host, port, connectTimeoutMs: printerConnectTimeoutMs }, systemClock),
    clock: systemClock,
    paperWidthMm,
    onStatus: (status) => {
      logHostEvent('printer-status', status);
      tell({ message: 'printer-status', status });
    },
  });
  tell({ message: 'printer-status', status: printer.status() });
  return printer;
}

async function print(
  printer: ReceiptPrinter | undefined,
  { jobId, document }: Extract<Order, { readonly message: 'print' }>,
  tell: Tell,
): Promise<void> {
  const result = (await printer?.print(document)) ?? {
    outcome: 'not-printed',
    because: { state: 'not-configured' },
    onPaper: 'nothing',
  };
  tell({ message: 'print-outcome', jobId, result });
}

interface SessionScanner {
  scan(order: Extract<Order, { readonly message: 'scan' }>): void;
  /** Nothing of this session comes any more, not even an outcome. */
  stop(ticket: string): void;
  /** A session has begun: what is left of any other ends. */
  stopAllBut(ticket: string): void;
}

function startScanner(settings: DeviceSettings['documentScanner'], tell: Tell): SessionScanner {
  if (settings === undefined) {
    const because = { state: 'not-configured' } as const;
    tell({ message: 'scanner-status', status: because });
    return {
      scan: ({ ticket, scan }) =>
        tell({ message: 'scan-outcome', ticket, scan, result: { outcome: 'not-scanned', because } }),
      stop: () => {},
      stopAllBut: () => {},
    };
  }
  const scanner = createDocumentScanner({
    call: httpCalls({ connectTimeoutMs: scannerConnectTimeoutMs }, systemClock),
    url: new URL(settings.url),
    clock: systemClock,
    onStatus: (status) => {
      logHostEvent('scanner-status', status);
      tell({ message: 'scanner-status', status });
    },
  });
  tell({ message: 'scanner-status', status: scanner.status() });
  let scanningFor: string | undefined;
  const stopAllBut = (ticket: string | undefined): void => {
    if (scanningFor === ticket) return;
    scanningFor = undefined;
    scanner.stop();
  };
  return {
    scan: ({ ticket, scan }) => {
      stopAllBut(ticket);
      scanningFor = ticket;
      scanner.scan({
        part: (page, part, last) =>
          tell({ message: 'page-part', ticket, scan, page, base64: Buffer.from(part).toString('base64'), last }),
        outcome: (result) => tell({ message: 'scan-outcome', ticket, scan, result }),
      });
    },
    stop: (ticket) => {
      if (scanningFor === ticket) stopAllBut(undefined);
    },
    stopAllBut,
  };
}
