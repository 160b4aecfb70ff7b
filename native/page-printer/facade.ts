import { hostname } from 'node:os';
import type { PageDocument, PagePrinterSettings } from '../../main/contract/devices/page-printer.ts';
import { bundledFont, rareCharactersFont } from '../bundled-font.ts';
import { systemClock } from '../clock.ts';
import type { SessionBound, Tell } from '../facade.ts';
import { logHostEvent } from '../host-log.ts';
import { httpCalls } from '../transports/http.ts';
import { createPagePrinter } from './driver.ts';
import { type PageFonts, pagesAsPdf } from './pdf.ts';

const connectTimeoutMs = 3000;

export interface PagePrinterFacade extends SessionBound {
  /** One outcome follows under the same ticket, unless it is stopped before. */
  print(ticket: string, document: PageDocument): void;
  stop(ticket: string): void;
}

/** The printer for whole pages: watched and reported from now on. Documents are made and held in memory alone. */
export function startPagePrinting(settings: PagePrinterSettings | undefined, tell: Tell): PagePrinterFacade {
  if (settings === undefined) {
    const because = { state: 'not-configured' } as const;
    tell({ message: 'device-status', device: 'pagePrinter', status: because });
    return {
      print: (ticket) => tell({ message: 'pages-outcome', ticket, result: { outcome: 'not-printed', because } }),
      stop: () => {},
      beginSession: () => {},
      endSession: () => {},
    };
  }
  const printer = createPagePrinter({
    call: httpCalls({ connectTimeoutMs }, systemClock),
    url: new URL(settings.url),
    // Two terminals that share a queue must not cancel each other's jobs.
    user: `tongban-${hostname()}`,
    clock: systemClock,
    onStatus: (status) => {
      logHostEvent('page-printer-status', status);
      tell({ message: 'device-status', device: 'pagePrinter', status });
    },
  });
  tell({ message: 'device-status', device: 'pagePrinter', status: printer.status() });

  let fonts: PageFonts | undefined;
  /** The last one asked for, until it is stopped. Making its pages takes a moment, in which it may be. */
  let wanted: { readonly ticket: string } | undefined;
  const stopAllBut = (ticket: string | undefined): void => {
    if (wanted === undefined || wanted.ticket === ticket) return;
    wanted = undefined;
    printer.stop();
  };
  const stop = (ticket: string): void => {
    if (wanted?.ticket === ticket) stopAllBut(undefined);
  };
  return {
    print: (ticket, document) => {
      stopAllBut(ticket);
      const asked = { ticket };
      wanted = asked;
      fonts ??= { bundled: bundledFont(), rare: rareCharactersFont() };
      void pagesAsPdf(document, fonts).then((pdf) => {
        if (wanted === asked) {
          printer.print(pdf, (result) => tell({ message: 'pages-outcome', ticket, result }));
        } else {
          pdf.fill(0);
        }
      });
    },
    stop,
    beginSession: stopAllBut,
    endSession: stop,
  };
}
