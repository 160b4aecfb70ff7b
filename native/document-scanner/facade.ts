import type { DocumentScannerSettings } from '../../main/contract/devices/document-scanner.ts';
import { systemClock } from '../clock.ts';
import type { SessionBound, Tell } from '../facade.ts';
import { logHostEvent } from '../host-log.ts';
import { httpCalls } from '../transports/http.ts';
import { createDocumentScanner } from './driver.ts';

const connectTimeoutMs = 3000;

export interface DocumentScannerFacade extends SessionBound {
  scan(order: { readonly ticket: string; readonly scan: string }): void;
  /** Nothing of this session comes any more, not even an outcome. */
  stop(ticket: string): void;
}

export function startDocumentScanning(
  settings: DocumentScannerSettings | undefined,
  tell: Tell,
): DocumentScannerFacade {
  if (settings === undefined) {
    const because = { state: 'not-configured' } as const;
    tell({ message: 'device-status', device: 'documentScanner', status: because });
    return {
      scan: ({ ticket, scan }) =>
        tell({ message: 'scan-outcome', ticket, scan, result: { outcome: 'not-scanned', because } }),
      stop: () => {},
      beginSession: () => {},
      endSession: () => {},
    };
  }
  const scanner = createDocumentScanner({
    call: httpCalls({ connectTimeoutMs }, systemClock),
    url: new URL(settings.url),
    clock: systemClock,
    onStatus: (status) => {
      logHostEvent('scanner-status', status);
      tell({ message: 'device-status', device: 'documentScanner', status });
    },
  });
  tell({ message: 'device-status', device: 'documentScanner', status: scanner.status() });
  let scanningFor: string | undefined;
  const stopAllBut = (ticket: string | undefined): void => {
    if (scanningFor === ticket) return;
    scanningFor = undefined;
    scanner.stop();
  };
  const stop = (ticket: string): void => {
    if (scanningFor === ticket) stopAllBut(undefined);
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
    stop,
    beginSession: stopAllBut,
    endSession: stop,
  };
}
