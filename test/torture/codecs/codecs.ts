import {
  readCapabilities,
  readStatus,
  writeCapabilities,
  writeStatus,
} from '../../../native/document-scanner/codec.ts';
import { assemblePage } from '../../../native/document-scanner/page.ts';
import { assemblePicture } from '../../../native/document-scanner/pnm.ts';
import { readSaneOptions } from '../../../native/document-scanner/sane-options.ts';
import {
  blocksOfReadData,
  decodeAnswer,
  encodeAnswer,
  encodeReadData,
  encodeReadDataWithFingerprints,
} from '../../../native/id-card/codec.ts';
import { createFrameDecoder, encodeFrame } from '../../../native/id-card/frame.ts';
import { sampleCardBlocks } from '../../../native/id-card/sample-cards.ts';
import { decodeCardText } from '../../../native/id-card/text-layouts.ts';
import { readIpp, writeIpp } from '../../../native/page-printer/codec.ts';
import { createAnswerReader } from '../../../native/receipt-printer/real-time.ts';
import { codeReaderCodecs } from './code-readers.ts';
import type { Codec } from './codec.ts';
import { smartCardCodecs } from './smart-cards.ts';

const cards = (['resident-wang', 'resident-li', 'rare-name', 'expired'] as const).map(sampleCardBlocks);

function idCardFrames(): Codec {
  const answers = cards.flatMap((blocks) => [encodeReadData(blocks), encodeReadDataWithFingerprints(blocks)]);
  const frames = [encodeAnswer('no-card'), ...answers.map((data) => encodeAnswer('ok', data))].map(encodeFrame);
  const decoder = createFrameDecoder();
  return {
    kind: 'stream',
    name: 'ID card: frames',
    good: (random) => random.pick(frames),
    feed: (bytes) =>
      decoder.feed(bytes).reduce((good, event) => {
        if (event.kind === 'damaged') return good;
        const answer = decodeAnswer(event.body);
        if (!answer.ok) return good;
        const blocks = blocksOfReadData(answer.value.data);
        if (blocks.ok) decodeCardText(blocks.value.text);
        return true;
      }, false),
    // The conversation forgets what has begun to arrive before each question.
    silence: () => decoder.reset(),
  };
}

const idCardText: Codec = {
  kind: 'message',
  name: 'ID card: text of four layouts',
  good: (random) => random.pick(cards).text,
  read: (bytes) => decodeCardText(bytes).ok,
};

function receiptPrinterAnswers(): Codec {
  let read = createAnswerReader();
  return {
    kind: 'stream',
    name: 'receipt printer: answers',
    good: (random) => Uint8Array.of(random.pick([0x12, 0x16, 0x1a, 0x32, 0x52, 0x7e, 0x00])),
    feed: (bytes) => read(bytes).length > 0,
    // A question without an answer ends the connection, and the next one begins anew.
    silence: () => {
      read = createAnswerReader();
    },
  };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

const statuses = ['ScannerAdfEmpty', 'ScannerAdfLoaded', 'ScannerAdfJam'].map((adfState) =>
  Buffer.from(writeStatus({ state: 'Stopped', adfState, reasons: ['CoverOpen'], jobs: [] })),
);
const scannerStatus: Codec = {
  kind: 'message',
  name: 'eSCL: status',
  good: (random) => random.pick(statuses),
  read: (bytes) => readStatus(text(bytes)) !== undefined,
};

const glass = {
  maxWidth: 2550,
  maxHeight: 3508,
  colorModes: ['RGB24', 'Grayscale8'],
  formats: ['image/jpeg'],
  extendedFormats: ['image/jpeg'],
  resolutionsDpi: [150, 300],
} as const;
const capabilities = Buffer.from(
  writeCapabilities({ makeAndModel: '样例', glass, feeder: glass, feederBothSides: glass }),
);
const scannerCapabilities: Codec = {
  kind: 'message',
  name: 'eSCL: capabilities',
  good: () => capabilities,
  read: (bytes) => readCapabilities(text(bytes)) !== undefined,
};

const page: Codec = {
  kind: 'message',
  name: 'scanner: pages',
  good: (random) =>
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 60 }, () => random.between(0, 0xfe)), 0xff, 0xd9),
  read: (bytes) => {
    const assembly = assemblePage(() => {});
    return assembly.push(bytes) === undefined && typeof assembly.finish() !== 'string';
  },
};

const ipp = writeIpp({
  version: 0x0200,
  code: 0,
  requestId: 7,
  groups: [
    { group: 1, attributes: [{ name: 'attributes-charset', values: [{ kind: 'charset', value: 'utf-8' }] }] },
    {
      group: 4,
      attributes: [
        { name: 'printer-state', values: [{ kind: 'enum', value: 5 }] },
        {
          name: 'printer-state-reasons',
          values: [
            { kind: 'keyword', value: 'media-empty' },
            { kind: 'keyword', value: 'toner-low' },
          ],
        },
        { name: 'printer-info', values: [{ kind: 'text', value: '样例打印机' }] },
        { name: 'media-col', values: [{ kind: 'other', tag: 0x34, bytes: new Uint8Array() }] },
      ],
    },
  ],
});
const ippAnswers: Codec = {
  kind: 'message',
  name: 'page printer: IPP',
  good: () => ipp,
  read: (bytes) => readIpp(bytes) !== undefined,
};

const pnmHead = Buffer.from('P6\n# SANE data follows\n6 4\n255\n');
const pnm = Uint8Array.from([...pnmHead, ...Array.from({ length: 6 * 4 * 3 }, (_, at) => (at * 37) & 0xff)]);
const sanePictures: Codec = {
  kind: 'message',
  name: 'SANE: pictures',
  good: () => pnm,
  read: (bytes) => {
    const assembly = assemblePicture();
    const isPicture = assembly.push(bytes) === undefined && assembly.finish().ok;
    assembly.wipe();
    return isPicture;
  },
};

const saneListing = Buffer.from(
  [
    "All options specific to device `test:0':",
    '    --mode Gray|Color [Color]',
    '    --resolution 1..1200dpi (in steps of 1) [300]',
    '    --source Flatbed|Automatic Document Feeder [Flatbed]',
    '    -x 0..215.9mm [215.9]',
    '    -y 0..297mm [297]',
    '',
  ].join('\n'),
);
const saneOptions: Codec = {
  kind: 'message',
  name: 'SANE: options',
  good: () => saneListing,
  read: (bytes) => readSaneOptions(text(bytes)) !== undefined,
};

export const codecs: readonly Codec[] = [
  idCardFrames(),
  idCardText,
  receiptPrinterAnswers(),
  scannerStatus,
  scannerCapabilities,
  page,
  sanePictures,
  saneOptions,
  ippAnswers,
  ...codeReaderCodecs,
  ...smartCardCodecs,
];
