import type { Clock } from '../clock.ts';
import type { HttpCall } from '../transports/http.ts';
import type { LossReason } from '../transports/transport.ts';
import { type IppMessage, readIpp } from './codec.ts';

/** For everything that a printer knows without moving anything. */
export const answerLimitMs = 3_000;
/** With a document: printers with little memory take it only as fast as they print. */
export const documentLimitMs = 60_000;
/** An answer to our questions has some hundred bytes; some printers send everything they know whatever is asked. */
const maxAnswerBytes = 512 * 1024;

export type IppAnswer =
  | { readonly answer: 'answered'; readonly message: IppMessage }
  | { readonly answer: 'lost'; readonly reason: LossReason }
  /** The connection stands and nothing more comes. */
  | { readonly answer: 'silent' }
  /** It begins as IPP does and is none, or is cut short. */
  | { readonly answer: 'garbled' }
  /** What answers there speaks HTTP at best. */
  | { readonly answer: 'not-ipp' }
  /** It wants to know who asks. */
  | { readonly answer: 'refused' }
  | { readonly answer: 'hung-up' };

export interface IppExchange {
  readonly answer: Promise<IppAnswer>;
  /** Ends it as `hung-up`. Whether the printer had it all by then is not known. */
  hangUp(): void;
}

/** One question with its answer. `url` is the printer's in HTTP. */
export function exchangeIpp(call: HttpCall, clock: Clock, url: URL, body: Uint8Array, limitMs: number): IppExchange {
  let settle: (answer: IppAnswer) => void = () => {};
  const answer = new Promise<IppAnswer>((resolve) => {
    settle = resolve;
  });
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  let status = 0;
  let announcedBytes: number | undefined;
  const end = (how: IppAnswer): void => {
    stopTimer();
    hangUp();
    settle(how);
  };
  const stopTimer = clock.after(limitMs, () => end({ answer: 'silent' }));
  const hangUp = call(
    { method: 'POST', url, ipp: body },
    {
      answered: (given) => {
        status = given.status;
        announcedBytes = given.lengthBytes;
      },
      bytes: (chunk) => {
        lengthBytes += chunk.length;
        if (lengthBytes <= maxAnswerBytes) chunks.push(Buffer.from(chunk));
        else end({ answer: 'garbled' });
      },
      whole: () => end(readAnswer(status, Buffer.concat(chunks))),
      lost: (reason) =>
        // Half an answer is not a pulled plug: the printer is there and breaks off.
        end(announcedBytes === undefined || lengthBytes === 0 ? { answer: 'lost', reason } : { answer: 'garbled' }),
    },
  );
  return { answer, hangUp: () => end({ answer: 'hung-up' }) };
}

function readAnswer(status: number, body: Buffer): IppAnswer {
  if (status === 401 || status === 403 || status === 426) return { answer: 'refused' };
  if (status !== 200) return { answer: 'not-ipp' };
  const read = readIpp(body);
  if (read !== undefined) return { answer: 'answered', message: read.message };
  const [major] = body;
  return { answer: major === 1 || major === 2 ? 'garbled' : 'not-ipp' };
}
