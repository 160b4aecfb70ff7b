import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ScannerStatus, ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import type { CardEvent } from '../../main/contract/devices/id-card-reader.ts';
import type { PrinterStatus, PrintOutcome } from '../../main/contract/devices/receipt-printer.ts';
import { createDocumentScanner } from '../../native/document-scanner/driver.ts';
import { esclScanner } from '../../native/document-scanner/escl.ts';
import { startIdCardReader } from '../../native/id-card/driver.ts';
import { sampleCard } from '../../native/id-card/sample-cards.ts';
import { createManualClock, type ManualClock } from '../../native/manual-clock.ts';
import { createReceiptPrinter } from '../../native/receipt-printer/driver.ts';
import { replayLine } from '../../native/transports/recording.ts';
import { replayCalls } from '../../native/transports/recording-http.ts';
import { maskDocument } from './receipt-printer-mask.ts';
import { recordedReceipt } from './recorded-receipt.ts';

/** Conversations that took place, made with `npm run record` against the virtual devices, with the drivers of today. */
const recording = (family: string): string => readFileSync(join(import.meta.dirname, `${family}.jsonl`), 'utf8');

/** Lets time pass until all has been played. */
async function playOut(clock: ManualClock, left: () => number): Promise<void> {
  for (let passedMs = 0; left() > 0 && passedMs < 60_000; passedMs += 10) await clock.advance(10);
  expect(left()).toBe(0);
}

test('a card that does not read at first, is lifted, laid down again and read', async () => {
  const clock = createManualClock();
  const { dial, left } = replayLine(recording('id-card'), clock);
  const told: CardEvent[] = [];
  const reader = startIdCardReader({
    ...{ dial, baud: 115_200, clock },
    onCard: (_ticket, event) => told.push(event),
    ...{ onStatus: () => {}, onPresent: () => {}, onNoLine: () => {}, onUnknownCard: () => {} },
  });
  reader.watch('ticket');
  reader.read('ticket');
  await playOut(clock, left);
  expect(told.map(({ event }) => event)).toEqual(['waiting', 'reading', 'lay-again', 'reading', 'read']);
  // Somebody else's card was read then.
  expect(told.at(-1)).toMatchObject({ card: sampleCard('resident-wang') });
});

test('a receipt that is printed', async () => {
  const clock = createManualClock();
  const { dial, left } = replayLine(recording('receipt-printer'), clock);
  const told: PrinterStatus['state'][] = [];
  const outcomes: PrintOutcome[] = [];
  const printer = createReceiptPrinter({
    ...{ dial, clock, paperWidthMm: 80 },
    onStatus: ({ state }) => {
      told.push(state);
      if (state === 'ready' && outcomes.length === 0) {
        void printer.print(maskDocument(recordedReceipt)).then((outcome) => outcomes.push(outcome));
      }
    },
  });
  await playOut(clock, left);
  expect(outcomes).toEqual([{ outcome: 'printed' }]);
  expect(told.slice(0, 2)).toEqual(['ready', 'printing']);
});

test('two sheets that are scanned from the feeder', async () => {
  const clock = createManualClock();
  const { call, left } = replayCalls(recording('document-scanner'), clock);
  const told: ScannerStatus['state'][] = [];
  const outcomes: ScanOutcome[] = [];
  let pages = 0;
  const scanner = createDocumentScanner({
    way: esclScanner({ call, url: new URL('http://scanner.test/eSCL'), bothSides: false, clock }),
    clock,
    onStatus: ({ state }) => {
      told.push(state);
      if (state !== 'ready' || outcomes.length > 0) return;
      scanner.scan({
        part: (_page, _part, isLast) => {
          if (isLast) pages += 1;
        },
        outcome: (outcome) => outcomes.push(outcome),
      });
    },
  });
  await playOut(clock, left);
  expect(outcomes).toEqual([{ outcome: 'done', pages: 2 }]);
  expect(pages).toBe(2);
  expect(told.slice(0, 2)).toEqual(['ready', 'scanning']);
  scanner.close();
});

test('a driver that says something else than it said then is found out', async () => {
  const clock = createManualClock();
  const { dial } = replayLine(recording('receipt-printer'), clock);
  const line = dial({ opened: () => {}, bytes: () => {}, closed: () => {}, lost: () => {} });
  await clock.advance(1_000);
  expect(() => line.send(Uint8Array.of(0x10, 0x04, 0x02))).toThrow('then it was 100401');
  const { call } = replayCalls(recording('document-scanner'), clock);
  const ask = () =>
    call(
      { method: 'GET', url: new URL('http://scanner.test/eSCL/ScannerStatus') },
      { answered: () => {}, bytes: () => {}, whole: () => {}, lost: () => {} },
    );
  expect(ask).toThrow('then it was GET /eSCL/ScannerCapabilities');
});
