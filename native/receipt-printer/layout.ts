import type { ReceiptBlock, ReceiptDocument } from '../../main/contract/devices/receipt-printer.ts';
import type { PrinterCommand } from './codec.ts';
import { bytesPerRow, type Logo } from './logo.ts';

export type PaperWidthMm = 58 | 80;

/** What 8 dots a millimetre leave printable between the margins. */
export const widthDots = (paperWidthMm: PaperWidthMm): number => (paperWidthMm === 80 ? 576 : 384);

const halfWidthDots = 12;

/** Half-width characters of size 1 in a line: 48 or 32. */
const columnsOf = (paperWidthMm: PaperWidthMm): number => widthDots(paperWidthMm) / halfWidthDots;

/** Less blank between two lines runs Chinese characters together, more makes a longer strip. */
const pitchDots = (times: number): number => 28 * times + 4;

/** The side of a code that a phone reads without being held close: 36 mm, or what the narrow paper leaves. */
const qrTargetDots = 288;

/**
 * A document as commands, from the first to the fence after the cut. Whoever reads this order back has the receipt:
 * every block says its own size, weight, alignment and pitch, so none depends on the one before.
 */
export function layOutReceipt(
  document: ReceiptDocument,
  paperWidthMm: PaperWidthMm,
  logo?: Logo,
): readonly PrinterCommand[] {
  const columns = columnsOf(paperWidthMm);
  const labelColumns = labelColumnsOf(document, columns);
  return [
    { command: 'initialise' },
    { command: 'status-back', on: false },
    { command: 'chinese', on: true },
    ...(logo === undefined ? [] : layOutLogo(logo)),
    ...document.flatMap((block) => layOutBlock(block, columns, labelColumns)),
    { command: 'cut', feedDots: 16 },
    { command: 'fence' },
  ];
}

/** In bands: each is sent by itself, and must fit a small printer's buffer beside the one before it. */
const bandBytes = 960;

function layOutLogo({ widthDots: logoDots, rows }: Logo): readonly PrinterCommand[] {
  const perRow = bytesPerRow(logoDots);
  const perBand = Math.floor(bandBytes / perRow) * perRow;
  const bands = Array.from({ length: Math.ceil(rows.length / perBand) }, (_, at) =>
    rows.subarray(at * perBand, (at + 1) * perBand),
  );
  return [
    ...style(1, false, 'centre'),
    ...bands.map((band): PrinterCommand => ({ command: 'raster', bytesPerRow: perRow, rows: band })),
    { command: 'feed', lines: 1 },
  ];
}

function layOutBlock(block: ReceiptBlock, columns: number, labelColumns: number): readonly PrinterCommand[] {
  switch (block.block) {
    case 'text': {
      const size = fittingSize(block.text, block.size, columns);
      const lines = wrapText(block.text, Math.floor(columns / size));
      return [...style(size, block.bold, block.align), ...printLines(lines)];
    }
    case 'row':
      return [...style(1, false, 'left'), ...printLines(layOutRow(block.label, block.value, columns, labelColumns))];
    case 'rule':
      return [...style(1, false, 'left'), ...printLines(['─'.repeat(columns / 2)])];
    case 'feed':
      return [...style(1, false, 'left'), { command: 'feed', lines: block.lines }];
    case 'qr':
      return [
        ...style(1, false, 'centre'),
        { command: 'qr-model' },
        { command: 'qr-module', dots: qrModuleDots(block.data) },
        { command: 'qr-level', level: 'M' },
        { command: 'qr-store', data: block.data },
        // Four modules of white around the code belong to it: readers look for them.
        { command: 'feed', lines: 1 },
        { command: 'qr-print' },
        { command: 'feed', lines: 1 },
      ];
    default:
      throw new Error(`no such block: ${JSON.stringify(block satisfies never)}`);
  }
}

function style(times: number, bold: boolean, align: 'left' | 'centre'): readonly PrinterCommand[] {
  return [
    { command: 'align', align },
    { command: 'size', times },
    { command: 'bold', on: bold },
    { command: 'line-pitch', dots: pitchDots(times) },
  ];
}

const printLines = (lines: readonly string[]): readonly PrinterCommand[] =>
  lines.flatMap((text): readonly PrinterCommand[] =>
    text === '' ? [{ command: 'line-feed' }] : [{ command: 'text', text }, { command: 'line-feed' }],
  );

/** Values start under one another, two columns after the longest label that leaves them most of the line. */
function labelColumnsOf(document: ReceiptDocument, columns: number): number {
  const widths = document.flatMap((block) => (block.block === 'row' ? [columnsOfText(block.label) + 2] : []));
  return Math.max(0, ...widths.filter((width) => width <= columns * 0.4));
}

function layOutRow(label: string, value: string, columns: number, labelColumns: number): readonly string[] {
  const cleanLabel = withoutControls(label);
  const indent = ' '.repeat(labelColumns);
  const values = wrapText(value, columns - labelColumns).map((line) => (line === '' ? '' : indent + line));
  if (columnsOfText(cleanLabel) + 2 > labelColumns) return [...wrapText(cleanLabel, columns), ...values];
  const [first = '', ...rest] = values;
  const padding = ' '.repeat(labelColumns - columnsOfText(cleanLabel));
  return [cleanLabel + padding + first.slice(labelColumns), ...rest];
}

/**
 * Half-width columns a character takes on the paper. GB 18030 draws everything that takes more than one byte in a
 * full-width cell, Latin letters with accents too, whatever Unicode's own width table says of them.
 */
export const columnsOfCharacter = (character: string): number => ((character.codePointAt(0) ?? 0) < 0x80 ? 1 : 2);

export function columnsOfText(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfCharacter(character);
  return columns;
}

const mayNotStart = new Set('，。、；：？！）》」』】〕’”…％,.;:?!)%]}');
const mayNotEnd = new Set('（《「『【〔‘“([{');

/**
 * Lines of at most `columns`. Breaks between any two Chinese characters, between words of others; closing punctuation
 * takes the character before it along to the next line, rather than stand first there. A newline breaks; every other
 * control character is dropped, for in the stream it would be a command to the printer.
 */
export function wrapText(text: string, columns: number): readonly string[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) => wrapLine(piecesOf(withoutControls(line)), columns));
}

/** On narrow paper a number smaller than asked for is read more easily than one torn in two. */
function fittingSize(text: string, size: number, columns: number): number {
  const longest = Math.max(0, ...piecesOf(withoutControls(text)).map((piece) => columnsOfText(piece.trimEnd())));
  return size > 1 && longest * size > columns ? fittingSize(text, size - 1, columns) : size;
}

function wrapLine(pieces: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (columnsOfText(line) + columnsOfText(piece.trimEnd()) <= columns) {
      line += piece;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    line = '';
    // A piece longer than a line (a long number, a run of punctuation) is cut where the line ends.
    for (const character of piece) {
      if (columnsOfText(line) + columnsOfCharacter(character) > columns && line !== '') {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return [...lines, line.trimEnd()];
}

/** What is not to be torn apart: a word with the space after it, or a Chinese character with its punctuation. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let last = '';
  for (const character of text) {
    const piece = pieces.at(-1);
    const joins =
      mayNotStart.has(character) ||
      mayNotEnd.has(last) ||
      character === ' ' ||
      (isWordPart(last) && isWordPart(character));
    if (piece !== undefined && joins) pieces[pieces.length - 1] = piece + character;
    else pieces.push(character);
    last = character;
  }
  return pieces;
}

const isWordPart = (character: string): boolean =>
  character !== ' ' && columnsOfCharacter(character) === 1 && character !== '';

const withoutControls = (text: string): string => text.replace(/\p{Cc}/gu, '');

/** Bytes that fit at level M, by version from 1 on (ISO/IEC 18004, table 7). Beyond, the smallest modules are used. */
const qrCapacityBytes = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911,
  997,
];

function qrModuleDots(data: string): number {
  const bytes = Buffer.byteLength(data);
  const found = qrCapacityBytes.findIndex((capacity) => bytes <= capacity);
  const version = found === -1 ? 40 : found + 1;
  return Math.min(8, Math.max(3, Math.floor(qrTargetDots / (17 + 4 * version))));
}
