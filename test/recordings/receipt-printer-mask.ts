import type { ReceiptDocument } from '../../main/contract/devices/receipt-printer.ts';
import { encodeCommand, type PrinterCommand } from '../../native/receipt-printer/codec.ts';
import { createCommandDecoder } from '../../native/receipt-printer/command-decoder.ts';
import { encodeGb18030 } from '../../native/receipt-printer/gb18030.ts';
import { clearRequest, statusRequest } from '../../native/receipt-printer/real-time.ts';
import type { Mask } from '../../native/transports/recording.ts';

const requests = [...([1, 2, 3, 4] as const).map(statusRequest), clearRequest].map((bytes) => Buffer.from(bytes));
/** A status has up to four bytes. What is longer no printer says. */
const longestAnswerBytes = 4;

/** Whatever was printed, in the recording it is a receipt of as many letters and characters that say nothing. */
export function receiptPrinterMask(): Mask {
  const decoder = createCommandDecoder();
  return {
    // Whole commands: the driver does not cut one in two.
    sent: (bytes) => {
      if (requests.some((request) => request.equals(bytes))) return bytes.slice();
      const commands = decoder.push(bytes);
      const isUnderstood = Buffer.concat(commands.map(encodeCommand)).equals(bytes);
      return isUnderstood
        ? Buffer.concat(commands.map((command) => encodeCommand(masked(command))))
        : new Uint8Array(bytes.length);
    },
    received: (bytes) => (bytes.length <= longestAnswerBytes ? bytes.slice() : new Uint8Array(bytes.length)),
    rest: () => new Uint8Array(0),
  };
}

function masked(command: PrinterCommand): PrinterCommand {
  switch (command.command) {
    case 'text':
      return { ...command, text: maskText(command.text) };
    case 'qr-store':
      return { ...command, data: maskText(command.data) };
    case 'raster':
      return { ...command, rows: new Uint8Array(command.rows.length) };
    default:
      return command;
  }
}

/** The document that the recording shows. */
export function maskDocument(document: ReceiptDocument): ReceiptDocument {
  return document.map((block) => {
    switch (block.block) {
      case 'text':
        return { ...block, text: maskText(block.text) };
      case 'row':
        return { ...block, label: maskText(block.label), value: maskText(block.value) };
      case 'qr':
        return { ...block, data: maskText(block.data) };
      default:
        return block;
    }
  });
}

/** Each character by one that takes as many bytes on the line; blanks, which break lines, and rules stay. */
function maskText(text: string): string {
  return Array.from(text, maskOf).join('');
}

const maskByBytes: Readonly<Record<number, string>> = { 1: 'x', 2: '样', 4: '𠀀' };

function maskOf(character: string): string {
  if (character === ' ' || character === '─') return character;
  const encoded = encodeGb18030(character);
  return encoded.ok ? (maskByBytes[encoded.value.length] ?? 'x') : '样';
}
