import { randomBytes } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type SerialModel, serialModels } from '../../native/barcode/commands.ts';
import { startCodeReader } from '../../native/barcode/driver.ts';
import { serialModel } from '../../native/barcode/serial-model.ts';
import { systemClock } from '../../native/clock.ts';
import { createDocumentScanner } from '../../native/document-scanner/driver.ts';
import { esclScanner } from '../../native/document-scanner/escl.ts';
import { startIdCardReader } from '../../native/id-card/driver.ts';
import { startKeypad } from '../../native/keypad/driver.ts';
import { createReceiptPrinter } from '../../native/receipt-printer/driver.ts';
import { startSmartCardReader } from '../../native/smart-card/driver.ts';
import { type HidMatch, hidLine } from '../../native/transports/hid.ts';
import { httpCalls } from '../../native/transports/http.ts';
import { watchCardSlot } from '../../native/transports/pcsc.ts';
import { recordLine, type Write } from '../../native/transports/recording.ts';
import { recordCards } from '../../native/transports/recording-card.ts';
import { recordCalls } from '../../native/transports/recording-http.ts';
import { serialLine } from '../../native/transports/serial.ts';
import { tcpLine } from '../../native/transports/tcp.ts';
import { codeReaderMask } from './code-reader-mask.ts';
import { idCardMask } from './id-card-mask.ts';
import { keypadMask, recordedKey } from './keypad-mask.ts';
import { receiptPrinterMask } from './receipt-printer-mask.ts';
import { recordedReceipt } from './recorded-receipt.ts';
import { smartCardMask } from './smart-card-mask.ts';

/*
 * Writes down one conversation of a driver with its device, on a bench: a card read, a receipt printed, a scan, a code, three keys. A program of
 * its own, so that nothing that runs in a hall can record. Ends by itself.
 *
 *   npm run record -- id-card --path /dev/ttyUSB0 [--baud 115200] --to FILE
 *   npm run record -- receipt-printer --host 192.168.1.40 [--port 9100] --to FILE
 *   npm run record -- document-scanner --url http://192.168.1.41/eSCL --to FILE
 *   npm run record -- code-reader --path /dev/ttyUSB1 --model newland [--baud 115200] --to FILE
 *   npm run record -- keypad --vendor-id 0x1209 --product-id 0x0f03 --keys-at 2 --to FILE
 *   npm run record -- smart-card --reader '*ACR39U*' --to FILE
 */

const connectTimeoutMs = 3000;
/** What still comes after the end that was waited for belongs to the conversation: a status, the end of a job. */
const afterwardsMs = 1000;
const keysToPress = 3;

const number = z.coerce.number().int();
const settings = z.discriminatedUnion('family', [
  z.object({ family: z.literal('id-card'), path: z.string(), baud: z.coerce.number().int(), to: z.string() }),
  z.object({ family: z.literal('receipt-printer'), host: z.string(), port: z.coerce.number().int(), to: z.string() }),
  z.object({ family: z.literal('document-scanner'), url: z.url(), to: z.string() }),
  z.object({
    ...{ family: z.literal('code-reader'), path: z.string(), baud: number, to: z.string() },
    model: z.enum(serialModels),
  }),
  z.object({
    ...{ family: z.literal('keypad'), vendorId: number, productId: number, keysAt: number, to: z.string() },
  }),
  z.object({ family: z.literal('smart-card'), reader: z.string(), to: z.string() }),
]);

/** Resolves with how it ended, in the words of the contract. */
function converse(wanted: z.infer<typeof settings>, write: Write): Promise<string> {
  switch (wanted.family) {
    case 'id-card':
      return readCard(wanted.path, wanted.baud, write);
    case 'receipt-printer':
      return printReceipt(wanted.host, wanted.port, write);
    case 'document-scanner':
      return scanPages(new URL(wanted.url), write);
    case 'code-reader':
      return readCode(wanted.path, wanted.baud, wanted.model, write);
    case 'keypad':
      return pressKeys(wanted, wanted.keysAt, write);
    case 'smart-card':
      return readSocialCard(wanted.reader, write);
    default:
      return wanted satisfies never;
  }
}

function readCard(path: string, baud: number, write: Write): Promise<string> {
  const ticket = randomBytes(16).toString('hex');
  return new Promise((resolve) => {
    const reader = startIdCardReader({
      dial: recordLine(serialLine({ path, baud }), systemClock, idCardMask, write),
      ...{ baud, clock: systemClock },
      onStatus: ({ state }) => process.stdout.write(`${state}\n`),
      onCard: (_ticket, { event }) => {
        process.stdout.write(`${event}\n`);
        if (event === 'read' || event === 'unknown-card') resolve(event);
      },
      onPresent: () => {},
      onNoLine: ({ kind }) => resolve(kind),
      onUnknownCard: () => {},
    });
    reader.watch(ticket);
    reader.read(ticket);
  });
}

function printReceipt(host: string, port: number, write: Write): Promise<string> {
  return new Promise((resolve) => {
    const printer = createReceiptPrinter({
      dial: recordLine(tcpLine({ host, port, connectTimeoutMs }, systemClock), systemClock, receiptPrinterMask, write),
      clock: systemClock,
      paperWidthMm: 80,
      onStatus: ({ state }) => {
        process.stdout.write(`${state}\n`);
        if (state === 'ready') void printer.print(recordedReceipt).then(({ outcome }) => resolve(outcome));
        else if (state !== 'printing') resolve(state);
      },
    });
  });
}

function scanPages(url: URL, write: Write): Promise<string> {
  return new Promise((resolve) => {
    const call = recordCalls(httpCalls({ connectTimeoutMs }, systemClock), systemClock, write);
    const scanner = createDocumentScanner({
      way: esclScanner({ call, url, bothSides: false, clock: systemClock }),
      clock: systemClock,
      onStatus: ({ state }) => {
        process.stdout.write(`${state}\n`);
        if (state === 'ready') scanner.scan({ part: () => {}, outcome: ({ outcome }) => resolve(outcome) });
        else if (state !== 'scanning') resolve(state);
      },
    });
  });
}

function readCode(path: string, baud: number, model: SerialModel, write: Write): Promise<string> {
  return new Promise((resolve) => {
    const reader = startCodeReader({
      dial: recordLine(serialLine({ path, baud }), systemClock, codeReaderMask(model), write),
      ...{ model: serialModel(model), clock: systemClock },
      onStatus: ({ state }) => {
        process.stdout.write(`${state}\n`);
        if (state === 'ready') reader.read('code', true);
      },
      onCode: (_ticket, { event }) => {
        process.stdout.write(`${event}\n`);
        if (event === 'read') resolve(event);
      },
      onNoLine: ({ kind }) => resolve(kind),
    });
  });
}

function pressKeys(match: HidMatch, keysAt: number, write: Write): Promise<string> {
  let pressed = 0;
  return new Promise((resolve) => {
    startKeypad({
      dial: recordLine(hidLine(match), systemClock, keypadMask(keysAt, recordedKey), write),
      ...{ keysAt, clock: systemClock },
      onStatus: ({ state }) => process.stdout.write(`${state}\n`),
      onKey: () => {
        pressed += 1;
        process.stdout.write('key\n');
        if (pressed === keysToPress) resolve('pressed');
      },
      onNoLine: ({ kind }) => resolve(kind),
    });
  });
}

function readSocialCard(reader: string, write: Write): Promise<string> {
  const watch = recordCards(watchCardSlot, smartCardMask, write);
  return new Promise((resolve) => {
    const cards = startSmartCardReader({
      slot: (onState) => watch({ reader, clock: systemClock, onState, onNoService: resolve }),
      clock: systemClock,
      onStatus: ({ state }) => process.stdout.write(`${state}\n`),
      onSocialCard: (_ticket, { event }) => {
        process.stdout.write(`${event}\n`);
        if (event === 'read' || event === 'unknown-card') resolve(event);
      },
      onPresent: () => {},
      onStaffCard: () => {},
      onUnknownCard: () => {},
    });
    cards.watch('card');
    cards.read('card');
  });
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: 'string' },
    path: { type: 'string' },
    baud: { type: 'string', default: '115200' },
    host: { type: 'string' },
    port: { type: 'string', default: '9100' },
    url: { type: 'string' },
    model: { type: 'string' },
    reader: { type: 'string' },
    'vendor-id': { type: 'string' },
    'product-id': { type: 'string' },
    'keys-at': { type: 'string' },
  },
});
const wanted = settings.safeParse({
  ...{
    family: positionals[0],
    vendorId: values['vendor-id'],
    productId: values['product-id'],
    keysAt: values['keys-at'],
  },
  ...values,
});
if (!wanted.success) {
  process.stderr.write(`${z.prettifyError(wanted.error)}\n`);
  process.exit(2);
}
// Never over a recording that is there.
const file = openSync(wanted.data.to, 'wx');
const end = await converse(wanted.data, (line) => writeSync(file, `${line}\n`));
systemClock.after(afterwardsMs, () => {
  process.stdout.write(`${JSON.stringify({ end, recording: wanted.data.to })}\n`);
  process.exit(0);
});
