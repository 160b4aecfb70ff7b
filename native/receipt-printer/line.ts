import type { Clock } from '../clock.ts';
import type { Dial } from '../transports/transport.ts';
import type { PrinterStatus } from '../../main/contract/devices/receipt-printer.ts';
import {
  clearRequest,
  createAnswerReader,
  isOffline,
  statusOffline,
  statusOnline,
  statusRequest,
} from './real-time.ts';
import type { PrinterAnswer, StatusQuestion } from './real-time.ts';

/** A printer answers real-time questions within milliseconds, whatever else it does. Longer means that nobody is there. */
export const answerLimitMs = 3_000;

/** One connection to a printer, seen as questions with answers. It is not used again after it has gone. */
export interface Line {
  /** Settles once: whether the connection came up. */
  readonly opened: Promise<boolean>;
  isGone(): boolean;
  /** Fences answered since the connection came up. */
  fences(): number;
  /** Asks for the status. `gone`: the connection broke, or was hung up because no answer came in time. */
  askStatus(): Promise<PrinterStatus | 'gone'>;
  /** Throws away what the printer holds and has not printed. False when it did not confirm: then the line is hung up. */
  clear(): Promise<boolean>;
  send(bytes: Uint8Array): void;
  hangUp(): void;
}

/** `onChange` is called whenever a fence is answered or the line goes. */
export function openLine(dial: Dial, clock: Clock, onChange: () => void): Line {
  const readAnswers = createAnswerReader();
  let isGone = false;
  let fences = 0;
  let awaited:
    | { readonly kind: PrinterAnswer['answer']; readonly settle: (answer: PrinterAnswer | 'gone') => void }
    | undefined;
  let settleOpened: (opened: boolean) => void = () => {};
  const opened = new Promise<boolean>((resolve) => {
    settleOpened = resolve;
  });

  const settleAwaited = (answer: PrinterAnswer | 'gone') => {
    const { settle } = awaited ?? {};
    awaited = undefined;
    settle?.(answer);
  };
  const gone = () => {
    isGone = true;
    settleOpened(false);
    settleAwaited('gone');
    onChange();
  };

  const transport = dial({
    opened: () => settleOpened(true),
    bytes: (chunk) => {
      for (const answer of readAnswers(chunk)) {
        if (answer.answer === 'fence') {
          fences += 1;
          onChange();
        } else if (answer.answer === awaited?.kind) {
          settleAwaited(answer);
        }
      }
    },
    closed: gone,
    lost: gone,
  });

  /** One question at a time, since answers do not say what they answer; a late one would pass for the next. */
  const ask = (request: Uint8Array, kind: PrinterAnswer['answer']): Promise<PrinterAnswer | 'gone'> => {
    if (isGone) return Promise.resolve('gone');
    return new Promise((resolve) => {
      const stopTimer = clock.after(answerLimitMs, () => {
        transport.close();
        settleAwaited('gone');
      });
      awaited = {
        kind,
        settle: (answer) => {
          stopTimer();
          resolve(answer);
        },
      };
      transport.send(request);
    });
  };
  const askByte = async (question: StatusQuestion): Promise<number | 'gone'> => {
    const answer = await ask(statusRequest(question), 'status');
    return answer !== 'gone' && answer.answer === 'status' ? answer.byte : 'gone';
  };

  const askOnce = async (): Promise<PrinterStatus | 'gone'> => {
    const printer = await askByte(1);
    if (printer === 'gone') return 'gone';
    if (!isOffline(printer)) {
      const paper = await askByte(4);
      return paper === 'gone' ? 'gone' : statusOnline(paper);
    }
    const reason = await askByte(2);
    const errors = reason === 'gone' ? 'gone' : await askByte(3);
    return reason === 'gone' || errors === 'gone' ? 'gone' : statusOffline(reason, errors);
  };

  return {
    opened,
    isGone: () => isGone,
    fences: () => fences,
    askStatus: async () => {
      const first = await askOnce();
      // A cover closed between "offline" and "why" leaves no reason: that is no fault, and the next answers agree.
      return first !== 'gone' && first.state === 'fault' ? askOnce() : first;
    },
    clear: async () => (await ask(clearRequest, 'cleared')) !== 'gone',
    send: (bytes) => transport.send(bytes),
    hangUp: () => transport.close(),
  };
}
