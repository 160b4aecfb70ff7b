import { err, ok, type Result } from '../../main/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { CardLine, CardLoss, CardSlot } from '../transports/pcsc.ts';
import { type Answer, askingFor, fetchRest, parseAnswer, type Status } from './codec.ts';

/**
 * Why a card gave no answer. `gone`: pulled, or reader or service went away. `mute`: it does not start up. `silent`: not in
 * time. `garbled`: what came was no answer, however politely asked. `failed`: another program has it, or the system says so.
 */
export type NoAnswer = 'gone' | 'mute' | 'silent' | 'garbled' | 'failed';

export type FinalStatus = Exclude<Status, { readonly status: 'more' | 'other-length' }>;

export interface WholeAnswer {
  /** Belongs to the caller, who wipes it. */
  readonly data: Uint8Array;
  readonly status: FinalStatus;
}

/** Signing on P-256 takes an old card 1 s; a card may ask its reader for more time again and again. */
const limitMs = 5000;
/** A card that sends for the rest again and again must not keep us for ever. Nothing we ask for is longer than two parts. */
const mostParts = 4;

/** Starts the card that is in. One that starts too late is let go of when it does. */
export async function startCard(slot: CardSlot, clock: Clock): Promise<Result<CardLine, NoAnswer>> {
  const connecting = slot.connect();
  const line = await inTime(connecting, clock);
  if (line === undefined) {
    void connecting.then((late) => {
      if (late.ok) void late.value.close();
    });
    return err('silent');
  }
  return line.ok ? line : err(noAnswerOf(line.error));
}

/** Ends with a card, so that the next one to start it finds it free. One that no longer answers is let go of when it can be. */
export async function letGoOf(line: CardLine, clock: Clock): Promise<void> {
  await inTime(line.close(), clock);
}

/** One command and its whole answer: the rest is fetched, and a wrong length is put right. */
export async function ask(line: CardLine, clock: Clock, command: Uint8Array): Promise<Result<WholeAnswer, NoAnswer>> {
  const parts: Uint8Array[] = [];
  const give = (status: FinalStatus): Result<WholeAnswer, NoAnswer> => {
    const [only = new Uint8Array()] = parts;
    if (parts.length < 2) return ok({ data: only, status });
    const data = Buffer.concat(parts);
    for (const part of parts) part.fill(0);
    return ok({ data, status });
  };
  for (let next = command; parts.length < mostParts; ) {
    const answer = await askOnce(line, clock, next);
    if (!answer.ok) return answer;
    const { data, status } = answer.value;
    parts.push(data);
    if (status.status === 'more') next = fetchRest(status.bytes);
    else if (status.status === 'other-length') next = askingFor(next, status.bytes);
    else return give(status);
  }
  return err('garbled');
}

async function askOnce(line: CardLine, clock: Clock, command: Uint8Array): Promise<Result<Answer, NoAnswer>> {
  const bytes = await inTime(line.transmit(command), clock);
  if (bytes === undefined) return err('silent');
  if (!bytes.ok) return err(noAnswerOf(bytes.error));
  const answer = parseAnswer(bytes.value);
  return answer === undefined ? err('garbled') : ok(answer);
}

/** Undefined when the time is over first; what comes later is dropped. */
function inTime<T>(promise: Promise<T>, clock: Clock): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => resolve(undefined));
    promise.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: Error) => {
        cancel();
        reject(error);
      },
    );
  });
}

function noAnswerOf(loss: CardLoss): NoAnswer {
  switch (loss.kind) {
    case 'pulled':
      return 'gone';
    case 'mute':
      return 'mute';
    case 'in-use':
    case 'failed':
      return 'failed';
    default:
      return loss satisfies never;
  }
}
