import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ok } from '../../main/contract/result.ts';
import { encodeAnswer, encodeCommand as encodeCodeCommand, serialModels } from '../../native/barcode/commands.ts';
import { encodeAnswer as encodeCardAnswer, encodeReadData } from '../../native/id-card/codec.ts';
import { encodeFrame } from '../../native/id-card/frame.ts';
import { blocksOf, sampleCard } from '../../native/id-card/sample-cards.ts';
import { createManualClock } from '../../native/manual-clock.ts';
import { encodeCommand } from '../../native/receipt-printer/codec.ts';
import { layOutReceipt } from '../../native/receipt-printer/layout.ts';
import { readRecord, records, selectFile } from '../../native/smart-card/social-security-card.ts';
import { recordOf } from '../../native/smart-card/virtual-card.ts';
import type { HttpCall } from '../../native/transports/http.ts';
import { type Mask, recordLine } from '../../native/transports/recording.ts';
import type { CardLine } from '../../native/transports/pcsc.ts';
import { recordCards } from '../../native/transports/recording-card.ts';
import { recordCalls } from '../../native/transports/recording-http.ts';
import type { Dial, TransportEvents } from '../../native/transports/transport.ts';
import { codeReaderMask } from './code-reader-mask.ts';
import { idCardMask } from './id-card-mask.ts';
import { keypadMask, recordedKey } from './keypad-mask.ts';
import { maskDocument, receiptPrinterMask } from './receipt-printer-mask.ts';
import { recordedHolder, smartCardMask } from './smart-card-mask.ts';

const name = '欧阳霁珩';
const idNumber = '510104199001011239';
const address = '四川省成都市锦江区樟木巷九座八单元四层';

/** Records one connection; `act` gets both its ends. Gives all that was written. */
function record(
  mask: () => Mask,
  act: (device: TransportEvents, driver: { send(bytes: Uint8Array): void }) => void,
): string {
  const lines: string[] = [];
  let device: TransportEvents | undefined;
  const dial: Dial = (events) => {
    device = events;
    return { send: () => {}, close: () => {} };
  };
  const recorded = recordLine(dial, createManualClock(), mask, (line) => lines.push(line));
  const driver = recorded({ opened: () => {}, bytes: () => {}, closed: () => {}, lost: () => {} });
  if (device === undefined) throw new Error('nobody was called');
  act(device, driver);
  device.lost({ kind: 'unplugged' });
  return lines.join('\n');
}

/** Whether eight bytes in a row of what must not be there stand in a recording. */
function stands(bytes: Uint8Array, written: string): boolean {
  const hex = Buffer.from(bytes).toString('hex');
  for (let at = 0; at + 16 <= hex.length; at += 2) if (written.includes(hex.slice(at, at + 16))) return true;
  return false;
}

const photo = Buffer.from(Array.from({ length: 1024 }, (_, at) => (at * 37 + (at >> 3)) & 0xff));
const resident = sampleCard('resident-li');
if (resident.kind !== 'resident') throw new Error('not a resident');
const card = { ...blocksOf({ ...resident, name, address, idNumber }), photo };
const answers = [
  encodeFrame(encodeCardAnswer('ok', encodeReadData(card))),
  encodeFrame(encodeCardAnswer('ok', Buffer.from(address, 'utf16le'))),
];
const secrets = [...[name, idNumber, address].map((text) => Buffer.from(text, 'utf16le')), photo];

test('nothing of a card stands in a recording, however its bytes come and whatever happens to them', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...answers),
      fc.integer({ min: 1, max: 400 }),
      fc.option(fc.nat(1_400), { nil: undefined }),
      fc.option(fc.tuple(fc.nat(1_400), fc.nat(255)), { nil: undefined }),
      (answer, chunkBytes, cutAt, change) => {
        const bytes = Buffer.from(answer.subarray(0, cutAt));
        if (change !== undefined && change[0] < bytes.length) bytes[change[0]] = change[1];
        const written = record(idCardMask, (device, driver) => {
          device.opened();
          for (let at = 0; at < bytes.length; at += chunkBytes) device.bytes(bytes.subarray(at, at + chunkBytes));
          driver.send(bytes);
          device.bytes(answers[0] ?? bytes);
        });
        for (const secret of secrets) expect(stands(secret, written)).toBe(false);
      },
    ),
  );
});

test('nothing of a receipt stands in a recording but its form', () => {
  const document = [
    { block: 'text', text: `${name} 𠮷 ${address}`, size: 2, bold: true, align: 'centre' },
    { block: 'row', label: '身份证号', value: idNumber },
    { block: 'rule' },
    { block: 'qr', data: `https://platform.invalid/${idNumber}` },
  ] as const;
  const sent = Buffer.concat(layOutReceipt(document, 80).map(encodeCommand));
  const written = record(receiptPrinterMask, (device, driver) => {
    device.opened();
    driver.send(sent);
    driver.send(sent.subarray(0, 100));
    device.bytes(Buffer.from(idNumber));
  });
  const gb = new Map([name, address].map((text) => [text, layOutReceipt([{ ...document[0], text, size: 1 }], 80)]));
  for (const commands of gb.values()) {
    for (const command of commands) {
      if (command.command === 'text') expect(stands(encodeCommand(command), written)).toBe(false);
    }
  }
  expect(stands(Buffer.from(idNumber), written)).toBe(false);
  const masked = Buffer.concat(layOutReceipt(maskDocument(document), 80).map(encodeCommand));
  expect(written).toContain(masked.toString('hex'));
});

test('nothing of a page stands in a recording, but that it was one', () => {
  const page = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff]),
    photo,
    Buffer.from(idNumber),
    Buffer.from([0xff, 0xd9]),
  ]);
  const lines: string[] = [];
  const call: HttpCall = (_request, events) => {
    events.answered({ status: 200, location: undefined, lengthBytes: page.length });
    events.bytes(page.subarray(0, 500));
    events.bytes(page.subarray(500));
    events.whole();
    return () => {};
  };
  const recorded = recordCalls(call, createManualClock(), (line) => lines.push(line));
  const request = { method: 'GET', url: new URL('http://scanner.test/eSCL/ScanJobs/1/NextDocument') } as const;
  recorded(request, { answered: () => {}, bytes: () => {}, whole: () => {}, lost: () => {} });
  const written = lines.join('\n');
  expect(written).toContain('"page":"jpeg"');
  for (const secret of [photo, Buffer.from(idNumber)]) expect(stands(secret, written)).toBe(false);
  expect(written).not.toContain(idNumber);
});

test('nothing of a code stands in a recording, however its bytes come, and answers do', () => {
  const text = Buffer.from(`${name},${idNumber},${address}`);
  fc.assert(
    fc.property(
      fc.constantFrom(...serialModels),
      fc.integer({ min: 1, max: 60 }),
      fc.boolean(),
      (model, bytes, ends) => {
        const answer = encodeAnswer(model, 'greet') ?? new Uint8Array();
        const said = Buffer.concat([answer, text, Buffer.from(ends ? '\r' : '')]);
        const written = record(codeReaderMask(model), (device, driver) => {
          device.opened();
          driver.send(encodeCodeCommand(model, 'greet'));
          driver.send(text);
          for (let at = 0; at < said.length; at += bytes) device.bytes(said.subarray(at, at + bytes));
          driver.send(encodeCodeCommand(model, 'stop'));
        });
        expect(stands(text, written)).toBe(false);
        expect(written).toContain(Buffer.from(encodeCodeCommand(model, 'greet')).toString('hex'));
        // Honeywell's has a line end in its middle, where a piece may end.
        if (bytes >= answer.length || model !== 'honeywell')
          expect(written).toContain(Buffer.from(answer).toString('hex'));
      },
    ),
  );
});

test('which keys were pressed does not stand in a recording', () => {
  const written = record(keypadMask(2, recordedKey), (device) => {
    device.opened();
    for (const digit of [0x1e, 0x27, 0x20]) device.bytes(Uint8Array.of(7, 7, digit, 0, 0, 0, 0, 0));
  });
  const pressed = `0000${recordedKey.toString(16)}0000000000`;
  expect(written.match(/"received":"[^"]*"/g)).toEqual([1, 2, 3].map(() => `"received":"${pressed}"`));
});

test('nothing of a social-security card stands in a recording but its form', () => {
  const holder = { cardNumber: 'A12345678', socialSecurityNumber: idNumber, name };
  for (const [record, value] of Object.entries(holder) as [keyof typeof holder, string][]) {
    const said = Buffer.concat([recordOf(records[record], value), Uint8Array.of(0x90, 0x00)]);
    const masked = smartCardMask(readRecord(records[record]), said);
    expect(Buffer.from(masked).subarray(0, -2).equals(recordOf(records[record], recordedHolder[record]))).toBe(true);
    for (const other of [said.subarray(1), Buffer.concat([said, said])]) {
      const hidden = smartCardMask(readRecord(records[record]), other);
      expect([hidden.length, hidden.subarray(0, -2).every((byte) => byte === 0)]).toEqual([other.length, true]);
    }
    expect(
      smartCardMask(selectFile(0xef05), said)
        .subarray(0, -2)
        .every((byte) => byte === 0),
    ).toBe(true);
  }
});

test('what was held back stands before what was said after it', () => {
  const written = record(codeReaderMask('newland'), (device, driver) => {
    device.opened();
    device.bytes(Buffer.from('HALF A CODE'));
    driver.send(encodeCodeCommand('newland', 'stop'));
  });
  expect(written.indexOf('"received"')).toBeGreaterThan(0);
  expect(written.indexOf('"received"')).toBeLessThan(written.indexOf('"sent"'));
});

test('a slot is written down with its cards masked', async () => {
  const lines: string[] = [];
  const said = Uint8Array.of(1, 2, 3, 0x90, 0x00);
  const line: CardLine = { transmit: () => Promise.resolve(ok(said)), close: () => Promise.resolve() };
  const watch = recordCards(
    ({ onState }) => {
      onState({ state: 'empty' });
      return { connect: () => Promise.resolve(ok(line)) };
    },
    smartCardMask,
    (text) => lines.push(text),
  );
  const slot = watch({ reader: '', clock: createManualClock(), onState: () => {}, onNoService: () => {} });
  const card = await slot.connect();
  if (!card.ok) throw new Error('no card');
  expect(await card.value.transmit(Uint8Array.of(9))).toEqual(ok(said));
  await card.value.close();
  expect(lines).toEqual([
    '{"atMs":0,"slot":{"state":"empty"}}',
    '{"atMs":0,"asked":"connect"}',
    '{"atMs":0,"done":"connect"}',
    '{"atMs":0,"asked":"transmit","command":"09"}',
    '{"atMs":0,"answer":"0000009000"}',
    '{"atMs":0,"asked":"close"}',
    '{"atMs":0,"done":"close"}',
  ]);
});

test('nothing that the device host runs can record', () => {
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      const next = join(dirname(file), from);
      expect(existsSync(next)).toBe(true);
      follow(next);
    }
  };
  follow(join(import.meta.dirname, '../../native/host.ts'));
  expect(seen.size).toBeGreaterThan(20);
  expect([...seen].filter((file) => file.includes('recording'))).toEqual([]);
});
