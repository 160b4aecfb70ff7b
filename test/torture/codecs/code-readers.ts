import {
  createPointOfSaleDecoder,
  createSerialDecoder,
  encodePointOfSale,
  textOf,
} from '../../../native/barcode/codec.ts';
import {
  encodeAnswer as encodeReaderAnswer,
  type SerialModel,
  serialModels,
} from '../../../native/barcode/commands.ts';
import { createKeypadDecoder } from '../../../native/keypad/codec.ts';
import type { Codec } from './codec.ts';

const codes = ['WF-2026-0012', 'tongban:item:no-criminal-record', '粤A·柳林镇便民服务中心', 'x'.repeat(3000)].map(
  (text) => new TextEncoder().encode(text),
);

function serialCodes(model: SerialModel): Codec {
  const decoder = createSerialDecoder(model);
  const whole = codes.map((code) => Uint8Array.of(...code, 0x0d));
  const answer = encodeReaderAnswer(model, 'greet') ?? new Uint8Array();
  return {
    kind: 'stream',
    name: `codes: ${model}`,
    good: (random) => random.pick([...whole, Uint8Array.of(...answer, ...random.pick(whole))]),
    // A code ends with the pause behind it.
    feed: (bytes) =>
      [...decoder.feed(bytes), ...decoder.pause()].some(
        (event) => event.kind === 'code' && textOf(event.bytes) !== undefined,
      ),
    silence: () => void decoder.pause(),
  };
}

function reportedCodes(): Codec {
  const decoder = createPointOfSaleDecoder();
  const reports = codes.map((code) => Buffer.concat(encodePointOfSale(code)));
  const bytesOfReport = 64;
  return {
    kind: 'stream',
    name: 'codes: HID point of sale',
    good: (random) => random.pick(reports),
    feed: (bytes) => {
      const events = Array.from({ length: Math.ceil(bytes.length / bytesOfReport) }, (_, at) =>
        decoder.feed(bytes.subarray(at * bytesOfReport, (at + 1) * bytesOfReport)),
      );
      return events.flat().some((event) => event.kind === 'code');
    },
    silence: () => void decoder.pause(),
  };
}

function keypad(): Codec {
  const decoder = createKeypadDecoder(2);
  const up = new Uint8Array(8);
  return {
    kind: 'stream',
    name: 'keypad',
    good: (random) => Uint8Array.of(0, 0, random.between(4, 120), 0, 0, 0, 0, 0),
    feed: (bytes) => {
      decoder.feed(up);
      return decoder.feed(bytes).length > 0;
    },
    // A key that is let go is reported as well.
    silence: () => void decoder.feed(up),
  };
}

export const codeReaderCodecs: readonly Codec[] = [...serialModels.map(serialCodes), reportedCodes(), keypad()];
