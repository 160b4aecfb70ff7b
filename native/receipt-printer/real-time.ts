import type { PrinterStatus } from '../../main/contract/devices/receipt-printer.ts';

/**
 * ESC/POS commands that a printer obeys as they arrive, ahead of everything that waits in its buffer and even while it
 * is offline: DLE EOT n (status) and DLE DC4 8 (throw the buffer away). Both directions are here: the driver asks and
 * reads answers, a virtual printer reads what is asked.
 */

/** 1 printer, 2 why offline, 3 errors, 4 paper. */
export type StatusQuestion = 1 | 2 | 3 | 4;

export const statusRequest = (question: StatusQuestion): Uint8Array => Uint8Array.of(0x10, 0x04, question);

/**
 * Throws away what was received and not yet printed. Without it a printer that gets new paper goes on with the rest of
 * the old receipt, and somebody picks up the half of a stranger's. The seven bytes after `08` are a fixed safeguard.
 */
export const clearRequest: Uint8Array = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/** What a printer says when it has cleared. */
export const clearedAnswer: Uint8Array = Uint8Array.of(0x37, 0x25, 0x00);

export type PrinterAnswer =
  | { readonly answer: 'status'; readonly byte: number }
  | { readonly answer: 'fence' }
  | { readonly answer: 'cleared' };

/**
 * Sorts a printer's bytes into answers. They carry no question, so only fixed bits tell them apart: a real-time status
 * has bits 1 and 4 on, 0 and 7 off; the answer to a fence has 4 and 7 off; `37 25 00` is one answer of three bytes; four
 * bytes that begin with 4 on and 1 off are a status nobody asked for, which some printers send until told not to.
 */
export function createAnswerReader(): (bytes: Uint8Array) => readonly PrinterAnswer[] {
  let expected: 'any' | 'clear-2' | 'clear-3' = 'any';
  let unasked = 0;

  return (bytes) => {
    const answers: PrinterAnswer[] = [];
    for (const byte of bytes) {
      if (unasked > 0) {
        unasked -= 1;
      } else if (expected === 'clear-2') {
        expected = byte === clearedAnswer[1] ? 'clear-3' : 'any';
      } else if (expected === 'clear-3') {
        expected = 'any';
        if (byte === clearedAnswer[2]) answers.push({ answer: 'cleared' });
      } else if (byte === clearedAnswer[0]) {
        expected = 'clear-2';
      } else if ((byte & 0x93) === 0x12) {
        answers.push({ answer: 'status', byte });
      } else if ((byte & 0x93) === 0x10) {
        unasked = 3;
      } else if ((byte & 0x90) === 0) {
        answers.push({ answer: 'fence' });
      }
    }
    return answers;
  };
}

/** Bit 3 of answer 1. A printer that is online is asked for its paper only; one that is offline, for the reason. */
export const isOffline = (answer1: number): boolean => (answer1 & 0x08) !== 0;

/** For a printer that is online. Some printers stay online without paper and say so only here. */
export function statusOnline(answer4: number): PrinterStatus {
  if ((answer4 & 0x60) !== 0) return { state: 'no-paper' };
  return { state: 'ready', paperNearEnd: (answer4 & 0x0c) !== 0 };
}

/**
 * For a printer that is offline. The cover comes before the paper: with it open the paper sensor sees nothing, and
 * whoever is changing the roll must close it last.
 */
export function statusOffline(answer2: number, answer3: number): PrinterStatus {
  if ((answer2 & 0x04) !== 0) return { state: 'cover-open' };
  if ((answer2 & 0x20) !== 0) return { state: 'no-paper' };
  if ((answer3 & 0x08) !== 0) return { state: 'cutter-stuck' };
  return { state: 'fault' };
}

export type RealTimeRequest =
  | { readonly request: 'status'; readonly question: StatusQuestion }
  | { readonly request: 'clear' };

/**
 * The printer's side: takes the real-time requests out of what arrives, wherever they stand, and passes on the rest. A
 * request cut in two by the network is waited for.
 */
export function createRequestFilter(): (bytes: Uint8Array) => {
  readonly requests: readonly RealTimeRequest[];
  readonly rest: Uint8Array;
} {
  let held: readonly number[] = [];

  return (bytes) => {
    const requests: RealTimeRequest[] = [];
    const rest: number[] = [];
    for (const byte of bytes) {
      held = [...held, byte];
      while (held.length > 0 && !mayBeRequest(held)) {
        rest.push(held[0] ?? 0);
        held = held.slice(1);
      }
      if (held.length === 3 && held[1] === 0x04) {
        requests.push({ request: 'status', question: held[2] as StatusQuestion });
        held = [];
      } else if (held.length === clearRequest.length) {
        requests.push({ request: 'clear' });
        held = [];
      }
    }
    return { requests, rest: Uint8Array.from(rest) };
  };
}

/** Whether these bytes begin a request, or are a whole one. */
function mayBeRequest(bytes: readonly number[]): boolean {
  if (bytes.every((byte, at) => byte === clearRequest[at])) return true;
  const [dle, eot, question] = bytes;
  return (
    dle === 0x10 && (eot === undefined || eot === 0x04) && (question === undefined || (question >= 1 && question <= 4))
  );
}
