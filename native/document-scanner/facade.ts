import type { DocumentScannerSettings } from '../../main/contract/devices/document-scanner.ts';
import { systemClock } from '../clock.ts';
import type { SessionBound, Tell } from '../facade.ts';
import { logHostEvent } from '../host-log.ts';
import { httpCalls } from '../transports/http.ts';
import { installedScanimage, killAbandonedScans, killAfterMs } from '../transports/sane.ts';
import { openPageFolder, wipeAbandonedPageFolders } from '../transports/sane-folder.ts';
import { createDocumentScanner, type ScannerWay } from './driver.ts';
import { esclScanner } from './escl.ts';
import { encodeJpeg } from './jpeg.ts';
import { saneScanner } from './sane.ts';

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
    way: wayTo(settings),
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

function wayTo(settings: DocumentScannerSettings): ScannerWay {
  const { bothSides = false } = settings;
  switch (settings.transport) {
    case 'escl': {
      const call = httpCalls({ connectTimeoutMs }, systemClock);
      return esclScanner({ call, url: new URL(settings.url), bothSides, clock: systemClock });
    }
    case 'sane': {
      wipeAbandonedPageFolders();
      // What was asked to end when the host before this one died has had its time then.
      systemClock.after(killAfterMs, () => {
        killAbandonedScans();
        wipeAbandonedPageFolders();
      });
      let lastComplaint = '';
      return saneScanner({
        ...{
          scanimage: installedScanimage(systemClock),
          device: settings.device,
          bothSides,
          openFolder: openPageFolder,
          encode: encodeJpeg,
        },
        clock: systemClock,
        // It is tried every few seconds: one sentence must not fill the disk.
        onComplaint: (complaint) => {
          if (complaint === lastComplaint) return;
          lastComplaint = complaint;
          logHostEvent('scanimage', { complaint });
        },
      });
    }
    default:
      return settings satisfies never;
  }
}
