import type { DeviceSettings, HostToService, ServiceToHost } from '../main/contract/device-host.ts';
import { systemClock } from './clock.ts';
import { logHostEvent } from './host-log.ts';
import { type IdCardReader, startIdCardReader } from './id-card/driver.ts';
import { createReceiptPrinter, type ReceiptPrinter } from './receipt-printer/driver.ts';
import { serialLine } from './transports/serial.ts';
import { tcpLine } from './transports/tcp.ts';

type Tell = (message: HostToService) => void;
type Order = Exclude<ServiceToHost, { readonly message: 'configure' }>;

const printerConnectTimeoutMs = 3000;

/** The devices of this terminal, started. The returned function carries out one order of the service. */
export function startDevices(settings: DeviceSettings, tell: Tell): (order: Order) => void {
  const reader = startReader(settings.idCardReader, tell);
  const printer = startPrinter(settings.receiptPrinter, tell);
  return (order) => {
    switch (order.message) {
      case 'watch-card':
        reader?.watch(order.ticket);
        return;
      case 'read-card':
        reader?.read(order.ticket);
        return;
      case 'stop-card':
        reader?.stop(order.ticket);
        return;
      case 'release-card':
        if (reader === undefined) tell({ message: 'card-present', ticket: order.ticket, present: false });
        else reader.release(order.ticket);
        return;
      case 'print':
        void print(printer, order, tell);
        return;
      case 'scan':
        tell({
          message: 'scan-outcome',
          ticket: order.ticket,
          scan: order.scan,
          result: { outcome: 'not-scanned', because: { state: 'not-configured' } },
        });
        return;
      case 'stop-scan':
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
