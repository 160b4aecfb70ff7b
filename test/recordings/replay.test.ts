import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ScannerStatus, ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import type { CodeEvent } from '../../main/contract/devices/code-reader.ts';
import type { CardEvent } from '../../main/contract/devices/id-card-reader.ts';
import type { SocialCardEvent } from '../../main/contract/devices/smart-card.ts';
import type { PrinterStatus, PrintOutcome } from '../../main/contract/devices/receipt-printer.ts';
import { createDocumentScanner } from '../../native/document-scanner/driver.ts';
import { esclScanner } from '../../native/document-scanner/escl.ts';
import { startCodeReader } from '../../native/barcode/driver.ts';
import { serialModel } from '../../native/barcode/serial-model.ts';
import { startIdCardReader } from '../../native/id-card/driver.ts';
import { sampleCard } from '../../native/id-card/sample-cards.ts';
import { startKeypad } from '../../native/keypad/driver.ts';
import { createManualClock, type ManualClock } from '../../native/manual-clock.ts';
import { createReceiptPrinter } from '../../native/receipt-printer/driver.ts';
import { startSmartCardReader } from '../../native/smart-card/driver.ts';
import { replayLine } from '../../native/transports/recording.ts';
import { replayCards } from '../../native/transports/recording-card.ts';
import { replayCalls } from '../../native/transports/recording-http.ts';
import { recordedKey } from './keypad-mask.ts';
import { maskDocument } from './receipt-printer-mask.ts';
import { recordedReceipt } from './recorded-receipt.ts';
import { recordedHolder } from './smart-card-mask.ts';

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

test('a code that breaks off, and is held there again', async () => {
  const clock = createManualClock();
  const { dial, left } = replayLine(recording('code-reader'), clock);
  const told: CodeEvent[] = [];
  const reader = startCodeReader({
    ...{ dial, model: serialModel('newland'), clock },
    onStatus: ({ state }) => {
      if (state === 'ready') reader.read('ticket', true);
    },
    onCode: (_ticket, code) => told.push(code),
    onNoLine: () => {},
  });
  await playOut(clock, left);
  // What stood in it then is not known.
  expect(told).toEqual([{ event: 'unreadable' }, { event: 'read', text: 'xxxxxxxxxxx' }]);
});

test('three keys that are pressed, with rubbish between them', async () => {
  const clock = createManualClock();
  const { dial, left } = replayLine(recording('keypad'), clock);
  const pressed: number[] = [];
  startKeypad({
    ...{ dial, keysAt: 2, clock },
    onKey: (key) => pressed.push(key),
    ...{ onStatus: () => {}, onNoLine: () => {} },
  });
  await playOut(clock, left);
  expect(pressed).toEqual([recordedKey, recordedKey, recordedKey]);
});

test('a social-security card that is garbled at first, pulled, inserted again and read', async () => {
  const clock = createManualClock();
  const { watch, left } = replayCards(recording('smart-card'));
  const told: SocialCardEvent[] = [];
  const states: string[] = [];
  const cards = startSmartCardReader({
    slot: (onState) => watch({ reader: 'any', clock, onState, onNoService: () => {} }),
    clock,
    onStatus: ({ state }) => states.push(state),
    onSocialCard: (_ticket, event) => told.push(event),
    ...{ onPresent: () => {}, onStaffCard: () => {}, onUnknownCard: () => {} },
  });
  cards.watch('ticket');
  cards.read('ticket');
  await playOut(clock, left);
  expect(told.map(({ event }) => event)).toEqual(['waiting', 'reading', 'insert-again', 'reading', 'read']);
  expect(told.at(-1)).toEqual({ event: 'read', card: recordedHolder });
  expect(states).toEqual(['connecting', 'ready', 'card-in', 'fault', 'ready', 'card-in']);
});

test('a driver that asks a card for something else than it did then is found out', async () => {
  const clock = createManualClock();
  const { watch } = replayCards(recording('smart-card'));
  const slot = watch({ reader: 'any', clock, onState: () => {}, onNoService: () => {} });
  await clock.advance(2_000);
  const connecting = slot.connect();
  await clock.advance(100);
  const line = await connecting;
  if (!line.ok) throw new Error('no card');
  await expect(line.value.transmit(Uint8Array.of(1))).rejects.toThrow('then it was transmit 00a40400');
});

test('a line that was hung up then goes on when it is hung up now', async () => {
  const clock = createManualClock();
  const recorded = ['"event":"dialled"', '"event":"opened"', '"event":"hung-up"', '"event":"closed"'];
  const { dial, left } = replayLine(recorded.map((event, at) => `{"atMs":${at},${event}}`).join('\n'), clock);
  const told: string[] = [];
  const note = (word: string) => (): void => void told.push(word);
  const line = dial({ opened: note('opened'), bytes: note('bytes'), closed: note('closed'), lost: note('lost') });
  await clock.advance(1_000);
  expect([told, left()]).toEqual([['opened'], 2]);
  line.close();
  await clock.advance(1_000);
  expect([told, left()]).toEqual([['opened', 'closed'], 0]);
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
