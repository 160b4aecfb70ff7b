import { qrLevels } from './codec.ts';
import type { PrinterCommand } from './codec.ts';

export interface CommandDecoder {
  /**
   * Takes the next bytes of the stream, cut anywhere, and gives the commands that are complete with them. Text comes in
   * pieces as it arrives. What is not known is stepped over with its parameters; nothing ever throws, and no more than
   * `longestCommandBytes` are held back.
   */
  push(bytes: Uint8Array): readonly PrinterCommand[];
}

/** The longest QR code holds 2,953 bytes. A longer block than this is stepped over without being kept. */
export const longestCommandBytes = 4096;

/** One step through the stream: `length` bytes are done with, which may be more than have arrived yet. */
type Step = 'wait-for-more' | { readonly length: number; readonly command?: PrinterCommand };

const LF = 0x0a;
const DLE = 0x10;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;

/**
 * Reads a stream of ESC/POS commands, as a printer does.
 *
 * Chinese characters are off until FS &: printers differ in what they start with, and a document that relied on one
 * habit would come out as rubbish on the next.
 */
export function createCommandDecoder(): CommandDecoder {
  let held = new Uint8Array(0);
  let stepOver = 0;
  let chinese = false;

  return {
    push: (bytes) => {
      const commands: PrinterCommand[] = [];
      let text = '';
      const endText = () => {
        if (text !== '') commands.push({ command: 'text', text });
        text = '';
      };

      const stream = new Uint8Array(held.length + bytes.length);
      stream.set(held);
      stream.set(bytes, held.length);
      let at = 0;
      while (at < stream.length) {
        if (stepOver > 0) {
          const over = Math.min(stepOver, stream.length - at);
          at += over;
          stepOver -= over;
          continue;
        }
        const step = readStep(stream.subarray(at), chinese);
        if (step === 'wait-for-more') break;
        const available = Math.min(step.length, stream.length - at);
        at += available;
        stepOver = step.length - available;
        const { command } = step;
        if (command === undefined) continue;
        if (command.command === 'text') {
          text += command.text;
          continue;
        }
        if (command.command === 'chinese') chinese = command.on;
        if (command.command === 'initialise') chinese = false;
        endText();
        commands.push(command);
      }
      endText();
      held = stream.slice(at);
      return commands;
    },
  };
}

function readStep(stream: Uint8Array, chinese: boolean): Step {
  const first = stream[0] ?? 0;
  switch (first) {
    case LF:
      return { length: 1, command: { command: 'line-feed' } };
    case ESC:
      return readEsc(stream);
    case FS:
      return readFs(stream);
    case GS:
      return readGs(stream);
    case DLE:
      return readDle(stream);
    default:
      return first < 0x20 ? { length: 1 } : readCharacter(stream, chinese);
  }
}

const gb18030 = new TextDecoder('gb18030', { fatal: true });

function readCharacter(stream: Uint8Array, chinese: boolean): Step {
  const first = stream[0] ?? 0;
  if (first < 0x7f) return { length: 1, command: { command: 'text', text: String.fromCharCode(first) } };
  if (!chinese || first < 0x81 || first === 0xff) return { length: 1 };
  const second = stream[1];
  if (second === undefined) return 'wait-for-more';
  const length = second >= 0x30 && second <= 0x39 ? 4 : 2;
  if (length === 2 && second < 0x40) return { length: 1 };
  if (stream.length < length) return 'wait-for-more';
  try {
    return { length, command: { command: 'text', text: gb18030.decode(stream.subarray(0, length)) } };
  } catch {
    return { length: 1 };
  }
}

/** Parameters, in bytes, of the commands that a receipt of ours does not use but a printer would step over. */
const escParameters: Readonly<Record<string, number>> = {
  '!': 1,
  ' ': 1,
  $: 2,
  '%': 1,
  '-': 1,
  '2': 0,
  '=': 1,
  G: 1,
  J: 1,
  M: 1,
  R: 1,
  T: 1,
  V: 1,
  c: 2,
  p: 3,
  r: 1,
  t: 1,
  u: 1,
  v: 0,
  '{': 1,
  '\\': 2,
};
const fsParameters: Readonly<Record<string, number>> = { '!': 1, '-': 1, C: 1, S: 2, W: 1, p: 2 };
const gsParameters: Readonly<Record<string, number>> = { B: 1, H: 1, L: 2, P: 2, W: 2, b: 1, f: 1, h: 1, w: 1 };

function readEsc(stream: Uint8Array): Step {
  const [, letter, n] = stream;
  if (letter === undefined) return 'wait-for-more';
  const name = String.fromCharCode(letter);
  if (name === '@') return { length: 2, command: { command: 'initialise' } };
  if (name === 'a' || name === 'E' || name === '3' || name === 'd') {
    if (n === undefined) return 'wait-for-more';
    switch (name) {
      case 'a':
        return n === 0 || n === 1
          ? { length: 3, command: { command: 'align', align: n === 0 ? 'left' : 'centre' } }
          : { length: 3 };
      case 'E':
        return { length: 3, command: { command: 'bold', on: (n & 1) === 1 } };
      case '3':
        return { length: 3, command: { command: 'line-pitch', dots: n } };
      default:
        return { length: 3, command: { command: 'feed', lines: n } };
    }
  }
  if (name === '*') {
    // A picture one line high: m nL nH, then n columns of 1 byte, or of 3 when m says 24 dots.
    if (stream.length < 5) return 'wait-for-more';
    return { length: 5 + littleEndian(stream, 3) * ((n ?? 0) >= 32 ? 3 : 1) };
  }
  return { length: 2 + (escParameters[name] ?? 0) };
}

function readFs(stream: Uint8Array): Step {
  const letter = stream[1];
  if (letter === undefined) return 'wait-for-more';
  const name = String.fromCharCode(letter);
  if (name === '&' || name === '.') return { length: 2, command: { command: 'chinese', on: name === '&' } };
  return { length: 2 + (fsParameters[name] ?? 0) };
}

function readGs(stream: Uint8Array): Step {
  const [, letter, n, more] = stream;
  if (letter === undefined) return 'wait-for-more';
  const name = String.fromCharCode(letter);
  switch (name) {
    case '!': {
      if (n === undefined) return 'wait-for-more';
      const times = (n & 7) + 1;
      return n >> 4 === (n & 7) ? { length: 3, command: { command: 'size', times } } : { length: 3 };
    }
    case 'a':
      if (n === undefined) return 'wait-for-more';
      return { length: 3, command: { command: 'status-back', on: n !== 0 } };
    case 'r':
      if (n === undefined) return 'wait-for-more';
      return n === 1 ? { length: 3, command: { command: 'fence' } } : { length: 3 };
    case 'V':
      if (n === undefined) return 'wait-for-more';
      if (n !== 0x41 && n !== 0x42) return { length: 3, command: { command: 'cut', feedDots: 0 } };
      return more === undefined ? 'wait-for-more' : { length: 4, command: { command: 'cut', feedDots: more } };
    case '(':
      return readGsBlock(stream);
    case 'v':
      // A picture: 0 m xL xH yL yH, then x bytes a row in y rows.
      if (stream.length < 8) return 'wait-for-more';
      return readRaster(stream);
    case 'k':
      // A bar code: of the two forms only the newer says how long it is.
      if (n === undefined || more === undefined) return 'wait-for-more';
      return { length: n >= 65 ? 4 + more : 3 };
    default:
      return { length: 2 + (gsParameters[name] ?? 0) };
  }
}

function readRaster(stream: Uint8Array): Step {
  const bytesPerRow = littleEndian(stream, 4);
  const length = 8 + bytesPerRow * littleEndian(stream, 6);
  const isPlain = stream[2] === 0x30 && stream[3] === 0 && length > 8;
  if (!isPlain || length > longestCommandBytes) return { length };
  if (stream.length < length) return 'wait-for-more';
  return { length, command: { command: 'raster', bytesPerRow, rows: stream.slice(8, length) } };
}

/** GS ( letter pL pH …: every one of them says its length, so unknown ones are stepped over whole. */
function readGsBlock(stream: Uint8Array): Step {
  if (stream.length < 5) return 'wait-for-more';
  const length = 5 + littleEndian(stream, 3);
  const isQr = stream[2] === 0x6b;
  if (!isQr || length > longestCommandBytes) return { length };
  if (stream.length < length) return 'wait-for-more';
  const command = readQr(stream.subarray(5, length));
  return command === undefined ? { length } : { length, command };
}

function readQr(block: Uint8Array): PrinterCommand | undefined {
  const [symbol, fn, n = 0] = block;
  if (symbol !== 0x31) return undefined;
  switch (fn) {
    case 0x41:
      return { command: 'qr-model' };
    case 0x43:
      return { command: 'qr-module', dots: n };
    case 0x45: {
      const level = qrLevels[n - 0x30];
      return level === undefined ? undefined : { command: 'qr-level', level };
    }
    case 0x50:
      return { command: 'qr-store', data: Buffer.from(block.subarray(3)).toString('utf8') };
    case 0x51:
      return { command: 'qr-print' };
    default:
      return undefined;
  }
}

/** A real-time command that stands in the stream was obeyed when it arrived; in its turn it does nothing. */
function readDle(stream: Uint8Array): Step {
  const [, kind, fn] = stream;
  if (kind === undefined) return 'wait-for-more';
  if (kind === 0x04 || kind === 0x05) return { length: 3 };
  if (kind !== 0x14) return { length: 1 };
  if (fn === undefined) return 'wait-for-more';
  return { length: fn === 8 ? 10 : 5 };
}

function littleEndian(stream: Uint8Array, at: number): number {
  return (stream[at] ?? 0) | ((stream[at + 1] ?? 0) << 8);
}
