import { maxCodeLength } from '../../main/contract/devices/code-reader.ts';
import { type AnswerAt, answerFinders, type SerialModel } from './commands.ts';

/**
 * What came from a reader. `answer`: to a command; `understood` false where it refuses it. `code`: one code's bytes, which
 * belong to the caller, who wipes them. `unreadable`: bytes that are no whole code.
 */
export type ReaderEvent =
  | { readonly kind: 'answer'; readonly understood: boolean }
  | { readonly kind: 'code'; readonly bytes: Uint8Array }
  | { readonly kind: 'unreadable' };

/** Cuts what a reader sends into codes. Never throws, whatever comes, and never holds more than one longest code. */
export interface CodeDecoder {
  /** The next bytes of the line, or the next report. Copies what it keeps. */
  feed(chunk: Uint8Array): readonly ReaderEvent[];
  /** Nothing has come for `pauseMs()`: what is held is a code, or never will be one. */
  pause(): readonly ReaderEvent[];
  /** Forgets what has begun to arrive, and wipes it. */
  reset(): void;
  /** Nothing has begun to arrive. */
  isEmpty(): boolean;
  /** How long a silence says so, after what has come so far. */
  pauseMs(): number;
}

const [CR, LF] = [0x0d, 0x0a];
/** Room for a longest code in any encoding, and for an answer beside it. */
const maxHeldBytes = maxCodeLength + 512;
/**
 * A code may hold line ends (a visiting card does), so only a line end with silence after it ends a code. USB adapters hold
 * bytes back for up to 16 ms; twice that is noticed by nobody.
 */
const serialPauseMs = 32;
/**
 * In the middle of a code a busy machine may lose more time than that, and the rest of a code must not be taken for a whole
 * one: without a line end the code is waited for.
 */
const brokenOffMs = 300;

/** A serial reader: codes that end by CR, LF or both, between answers to commands. */
export function createSerialDecoder(model: SerialModel): CodeDecoder {
  const findAnswer = answerFinders[model];
  const held = new Uint8Array(maxHeldBytes);
  let heldBytes = 0;
  let tooLong = false;

  function reset(): void {
    held.fill(0, 0, heldBytes);
    heldBytes = 0;
    tooLong = false;
  }

  function cutOut({ start, end }: AnswerAt): void {
    held.copyWithin(start, end, heldBytes);
    const left = heldBytes - (end - start);
    held.fill(0, left, heldBytes);
    heldBytes = left;
  }

  return {
    pauseMs: () => (isLineEnd(held[heldBytes - 1]) ? serialPauseMs : brokenOffMs),
    isEmpty: () => heldBytes === 0,
    reset,
    feed: (chunk) => {
      const room = Math.min(chunk.length, held.length - heldBytes);
      tooLong ||= room < chunk.length;
      held.set(chunk.subarray(0, room), heldBytes);
      heldBytes += room;
      const events: ReaderEvent[] = [];
      for (;;) {
        const answer = findAnswer(held.subarray(0, heldBytes));
        if (answer === undefined) return events;
        events.push({ kind: 'answer', understood: answer.understood });
        cutOut(answer);
      }
    },
    pause: () => {
      if (heldBytes === 0) return [];
      const ended = isLineEnd(held[heldBytes - 1]);
      const bytes = withoutLineEnd(held.subarray(0, heldBytes));
      const event: ReaderEvent = ended && !tooLong ? { kind: 'code', bytes: bytes.slice() } : { kind: 'unreadable' };
      const empty = ended && bytes.length === 0;
      reset();
      return empty ? [] : [event];
    },
  };
}

/**
 * USB HID point of sale (usage page 8C, "HID Point of Sale Usage Tables" 1.02), as Honeywell, Zebra and Datalogic send it:
 * report 2, then length, three bytes of AIM identifier (`]` first), up to 56 bytes of the code, three more; not 0 in the last
 * of these: the code goes on in the next report.
 */
const codeReport = { id: 2, bytes: 64, lengthAt: 1, aimAt: 2, dataAt: 5, maxData: 56, moreAt: 63 } as const;
/** Reports of one code follow each other within milliseconds. */
const reportPauseMs = 250;

export function createPointOfSaleDecoder(): CodeDecoder {
  const held = new Uint8Array(maxHeldBytes);
  let heldBytes = 0;
  let begun = false;
  let spoilt = false;

  function reset(): void {
    held.fill(0, 0, heldBytes);
    heldBytes = 0;
    begun = false;
    spoilt = false;
  }

  function end(): readonly ReaderEvent[] {
    const bytes = withoutLineEnd(held.subarray(0, heldBytes)).slice();
    const whole = !spoilt;
    reset();
    if (!whole) return [{ kind: 'unreadable' }];
    return bytes.length === 0 ? [] : [{ kind: 'code', bytes }];
  }

  return {
    pauseMs: () => reportPauseMs,
    isEmpty: () => !begun,
    reset,
    feed: (report) => {
      // A device may send reports of other kinds: its state, its answer to a setting.
      if (report[0] !== codeReport.id) return [];
      const length = Math.min(report[codeReport.lengthAt] ?? 0, codeReport.maxData);
      const data = report.subarray(codeReport.dataAt, codeReport.dataAt + length);
      const room = held.length - heldBytes;
      begun = true;
      spoilt ||= report.length !== codeReport.bytes || report[codeReport.aimAt] !== 0x5d || data.length > room;
      held.set(data.subarray(0, room), heldBytes);
      heldBytes += Math.min(data.length, room);
      return report[codeReport.moreAt] === 0 || report.length !== codeReport.bytes ? end() : [];
    },
    pause: () => {
      if (!begun) return [];
      reset();
      return [{ kind: 'unreadable' }];
    },
  };
}

/** The reports a code travels in, as a reader sends them. */
export function encodePointOfSale(code: Uint8Array): readonly Uint8Array[] {
  const parts = Math.max(1, Math.ceil(code.length / codeReport.maxData));
  return Array.from({ length: parts }, (_, at) => {
    const data = code.subarray(at * codeReport.maxData, (at + 1) * codeReport.maxData);
    const report = new Uint8Array(codeReport.bytes);
    report[0] = codeReport.id;
    report[codeReport.lengthAt] = data.length;
    report.set([0x5d, 0x51, 0x31], codeReport.aimAt);
    report.set(data, codeReport.dataAt);
    report[codeReport.moreAt] = at < parts - 1 ? 1 : 0;
    return report;
  });
}

/**
 * The text in a code: UTF-8 where it can be, else GB18030, which most Chinese codes and all older readers use. A short text
 * in GB18030 may happen to be good UTF-8; that needs pairs of rare characters and is not met in numbers and addresses.
 * Undefined: neither, or holds what no text holds.
 */
export function textOf(code: Uint8Array): string | undefined {
  const text = decode(code, 'utf-8') ?? decode(code, 'gb18030');
  return text === undefined || Array.from(text).some(isOfABrokenLine) ? undefined : text;
}

/** Tabs, line ends and the separators of GS1 and PDF417 stand in codes; every other control character is a broken line. */
const controlsInCodes: readonly string[] = ['\t', '\n', '\r', '\u001c', '\u001d', '\u001e', '\u001f'];

function isOfABrokenLine(character: string): boolean {
  return (character < ' ' || character === '\u007f') && !controlsInCodes.includes(character);
}

function decode(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === CR || byte === LF;
}

function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && isLineEnd(bytes[end - 1])) end -= 1;
  return bytes.subarray(0, end);
}
