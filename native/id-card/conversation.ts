import { err, ok, type Result } from '../../main/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { Dial, LossReason } from '../transports/transport.ts';
import { type Answer, type Command, decodeAnswer, encodeCommand } from './codec.ts';
import { createFrameDecoder, encodeFrame, type FrameEvent } from './frame.ts';

/** Why a question got no answer: nothing came, what came was no answer however often we asked, or the line went away. */
export type NoAnswer = 'silent' | 'garbled' | 'lost';

/** One connection to a reader: a question, its answer, one at a time. */
export interface Conversation {
  /** The answer's data belongs to the caller, who wipes it. Asking before the last answer came is a bug and throws. */
  ask(command: Command): Promise<Result<Answer, NoAnswer>>;
  isOver(): boolean;
  hangUp(): void;
}

export interface ConversationSettings {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly baud: number;
  /** Told once when an open line goes away, whether or not something was being asked. */
  readonly onLost: () => void;
}

const attempts = 3;

/** What a card takes to answer its reader. Vendors give a read 3.5 to 5 s; everything else is told at once. */
const limitMs = (command: Command): number => (command === 'read' ? 5000 : 1000);

/** Once an answer has begun it comes without a pause; USB adapters hold bytes back for up to 16 ms. */
const pauseInAnswerMs = 200;

/** How long the line is silent before we speak: what still comes belongs to the answer before, or to nobody. */
const quietMs = 5;

const longestAnswerBytes = 1295;

/** Opens a line and waits until it stands, or until it is known that it will not. */
export function openConversation(settings: ConversationSettings): Promise<Result<Conversation, LossReason>> {
  const { dial, clock, baud, onLost } = settings;
  return new Promise((resolve) => {
    const decoder = createFrameDecoder();
    const wireMs = (longestAnswerBytes * 10_000) / baud;
    let listener: { readonly hear: (chunk: Uint8Array) => void; readonly lose: () => void } | undefined;
    let lastByteMs = Number.NEGATIVE_INFINITY;
    let over = false;

    const transport = dial({
      opened: () => resolve(ok({ ask, isOver: () => over, hangUp: () => transport.close() })),
      bytes: (chunk) => {
        lastByteMs = clock.nowMs();
        listener?.hear(chunk);
      },
      closed: () => end({ kind: 'unplugged' }),
      lost: end,
    });

    function end(reason: LossReason): void {
      over = true;
      listener?.lose();
      onLost();
      resolve(err(reason));
    }

    async function ask(command: Command): Promise<Result<Answer, NoAnswer>> {
      let answer = await attempt(command);
      for (let tried = 1; tried < attempts && !answer.ok && isWorthAnother(command, answer.error); tried += 1) {
        answer = await attempt(command);
      }
      return answer;
    }

    async function attempt(command: Command): Promise<Result<Answer, NoAnswer>> {
      await quiet();
      if (over) return err('lost');
      if (listener !== undefined) throw new Error(`asked ${command} before the last answer came`);
      return new Promise((settle) => {
        let heard = false;
        const finish = (outcome: Result<Answer, NoAnswer>): void => {
          cancelLimit();
          cancelPause();
          decoder.reset();
          listener = undefined;
          settle(outcome);
        };
        const cancelLimit = clock.after(limitMs(command) + wireMs, () => finish(err(heard ? 'garbled' : 'silent')));
        let cancelPause = (): void => undefined;
        listener = {
          hear: (chunk) => {
            heard = true;
            cancelPause();
            cancelPause = clock.after(pauseInAnswerMs, () => finish(err('garbled')));
            const answer = pickAnswer(command, decoder.feed(chunk));
            if (answer !== undefined) finish(answer);
          },
          lose: () => finish(err('lost')),
        };
        transport.send(encodeFrame(encodeCommand(command)));
      });
    }

    /** Waits until the line is silent, but not for ever: one that never falls silent is told by what it answers. */
    async function quiet(): Promise<void> {
      for (let waitedMs = 0; waitedMs < pauseInAnswerMs; waitedMs += quietMs) {
        if (over || clock.nowMs() - lastByteMs >= quietMs) return;
        await new Promise<void>((settle) => clock.after(quietMs, settle));
      }
    }
  });
}

/** A read that nobody answered has had its five seconds, and the person has had them too. */
function isWorthAnother(command: Command, reason: NoAnswer): boolean {
  return reason === 'garbled' || (reason === 'silent' && command !== 'read');
}

/**
 * The first frame that can be an answer to this command; every other one is wiped. Answers do not say what they answer,
 * so a late one to the question before is told by its length alone.
 */
function pickAnswer(command: Command, events: readonly FrameEvent[]): Result<Answer, NoAnswer> | undefined {
  let picked: Result<Answer, NoAnswer> | undefined;
  for (const event of events) {
    if (event.kind === 'damaged') continue;
    const answer = decodeAnswer(event.body);
    if (picked === undefined && answer.ok && fits(command, answer.value)) {
      const questionWasDamaged = answer.value.status === 'bad-checksum' || answer.value.status === 'bad-length';
      picked = questionWasDamaged ? err('garbled') : answer;
    } else {
      event.body.fill(0);
    }
  }
  return picked;
}

function fits(command: Command, { status, data }: Answer): boolean {
  switch (status) {
    case 'found':
      return command === 'find';
    case 'ok':
      return fitsData(command, data.length);
    default:
      return data.length === 0;
  }
}

function fitsData(command: Command, bytes: number): boolean {
  switch (command) {
    case 'reset-sam':
    case 'sam-status':
      return bytes === 0;
    case 'sam-id':
      return bytes === 16;
    case 'find':
      return false;
    case 'select':
      return bytes === 8;
    case 'read':
    case 'read-with-fingerprints':
      return bytes > 1024;
    case 'newest-address':
      return bytes < 256;
    default:
      return command satisfies never;
  }
}
