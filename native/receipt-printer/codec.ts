import { encodeGb18030 } from './gb18030.ts';

/**
 * The part of ESC/POS that a receipt needs, one value a command (Epson's "ESC/POS Command Reference", which printers on
 * the Chinese market follow; FS & and GB 18030 text are theirs).
 */
export type PrinterCommand =
  | { readonly command: 'initialise' }
  | { readonly command: 'chinese'; readonly on: boolean }
  | { readonly command: 'status-back'; readonly on: boolean }
  | { readonly command: 'align'; readonly align: 'left' | 'centre' }
  /** Multiples of the 12x24 and 24x24-dot characters, in width and height alike. */
  | { readonly command: 'size'; readonly times: number }
  | { readonly command: 'bold'; readonly on: boolean }
  | { readonly command: 'line-pitch'; readonly dots: number }
  /** Without control characters. */
  | { readonly command: 'text'; readonly text: string }
  | { readonly command: 'line-feed' }
  | { readonly command: 'feed'; readonly lines: number }
  | { readonly command: 'qr-model' }
  | { readonly command: 'qr-module'; readonly dots: number }
  | { readonly command: 'qr-level'; readonly level: QrLevel }
  | { readonly command: 'qr-store'; readonly data: string }
  | { readonly command: 'qr-print' }
  /** A picture of dots, `bytesPerRow` bytes a row, the leftmost dot in the highest bit. */
  | { readonly command: 'raster'; readonly bytesPerRow: number; readonly rows: Uint8Array }
  /** Moves the last line past the cutter and a little further, then cuts. */
  | { readonly command: 'cut'; readonly feedDots: number }
  /** Answered with one byte when everything before it is done: the only proof of printing that a printer gives. */
  | { readonly command: 'fence' };

export type QrLevel = 'L' | 'M' | 'Q' | 'H';

export const qrLevels: readonly QrLevel[] = ['L', 'M', 'Q', 'H'];

const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;

/** What typesetters put where a character is missing: seen at once by whoever reads, where `?` would pass for the text. */
const missingCharacter = Uint8Array.of(0xa1, 0xfe);

/** The bytes of one command. Numbers beyond what one byte holds are a bug of the caller's. */
export function encodeCommand(command: PrinterCommand): Uint8Array {
  switch (command.command) {
    case 'initialise':
      return Uint8Array.of(ESC, 0x40);
    case 'chinese':
      return Uint8Array.of(FS, command.on ? 0x26 : 0x2e);
    case 'status-back':
      return Uint8Array.of(GS, 0x61, command.on ? 0xff : 0);
    case 'align':
      return Uint8Array.of(ESC, 0x61, command.align === 'left' ? 0 : 1);
    case 'size':
      return Uint8Array.of(GS, 0x21, ((command.times - 1) << 4) | (command.times - 1));
    case 'bold':
      return Uint8Array.of(ESC, 0x45, command.on ? 1 : 0);
    case 'line-pitch':
      return Uint8Array.of(ESC, 0x33, command.dots);
    case 'text':
      return encodeText(command.text);
    case 'line-feed':
      return Uint8Array.of(0x0a);
    case 'feed':
      return Uint8Array.of(ESC, 0x64, command.lines);
    case 'qr-model':
      return qrFunction(0x41, Uint8Array.of(0x32, 0));
    case 'qr-module':
      return qrFunction(0x43, Uint8Array.of(command.dots));
    case 'qr-level':
      return qrFunction(0x45, Uint8Array.of(0x30 + qrLevels.indexOf(command.level)));
    case 'qr-store':
      return qrFunction(0x50, Buffer.concat([Uint8Array.of(0x30), Buffer.from(command.data, 'utf8')]));
    case 'qr-print':
      return qrFunction(0x51, Uint8Array.of(0x30));
    case 'raster':
      return encodeRaster(command.bytesPerRow, command.rows);
    case 'cut':
      return Uint8Array.of(GS, 0x56, 0x42, command.feedDots);
    case 'fence':
      return Uint8Array.of(GS, 0x72, 1);
    default:
      throw new Error(`no such command: ${JSON.stringify(command satisfies never)}`);
  }
}

function encodeText(text: string): Uint8Array {
  const whole = encodeGb18030(text);
  if (whole.ok) return whole.value;
  return Buffer.concat(
    Array.from(text, (character) => {
      const encoded = encodeGb18030(character);
      return encoded.ok ? encoded.value : missingCharacter;
    }),
  );
}

/**
 * GS v 0. A printer looks for real-time commands in everything that arrives, pictures too: 10 04, 10 05 and 10 14 in one
 * would be obeyed, and the rest of the picture be off by as many bytes. One dot more makes them harmless.
 */
function encodeRaster(bytesPerRow: number, rows: Uint8Array): Uint8Array {
  const heightDots = rows.length / bytesPerRow;
  const harmless = rows.map((byte, at) => {
    const next = rows[at + 1];
    return byte === 0x10 && (next === 0x04 || next === 0x05 || next === 0x14) ? 0x11 : byte;
  });
  const header = [GS, 0x76, 0x30, 0, bytesPerRow & 0xff, bytesPerRow >> 8, heightDots & 0xff, heightDots >> 8];
  return Buffer.concat([Uint8Array.from(header), harmless]);
}

function qrFunction(fn: number, parameters: Uint8Array): Uint8Array {
  const length = parameters.length + 2;
  return Buffer.concat([Uint8Array.of(GS, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, fn), parameters]);
}
