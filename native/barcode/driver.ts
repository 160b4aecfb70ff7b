import type { CodeEvent, CodeReaderStatus } from '../../main/contract/devices/code-reader.ts';
import type { Clock } from '../clock.ts';
import type { Dial, LossReason, Transport } from '../transports/transport.ts';
import { type CodeDecoder, type ReaderEvent, textOf } from './codec.ts';
import type { ReaderCommand } from './commands.ts';

/** Reads one code at a time, for one session at a time. A ticket names the session. */
export interface CodeReader {
  /** Read the next code; replaces the order before it. `light`: make the reader look, again and again until it has one. */
  read(ticket: string, light: boolean): void;
  stop(ticket: string): void;
  /** Whoever ordered it is gone. */
  stopAll(): void;
}

/** How a kind of reader is spoken to. */
export interface CodeReaderModel {
  createDecoder(): CodeDecoder;
  /** What to send; undefined where this kind has no such command. A kind that cannot be greeted is taken as it is found. */
  command(command: ReaderCommand): Uint8Array | undefined;
  readonly answersTrigger: boolean;
}

export interface CodeReaderDriverSettings {
  readonly dial: Dial;
  readonly model: CodeReaderModel;
  readonly clock: Clock;
  readonly onStatus: (status: CodeReaderStatus) => void;
  readonly onCode: (ticket: string, code: CodeEvent) => void;
  /** Why there is no line: for whoever installs it. Told at every attempt. */
  readonly onNoLine: (reason: LossReason) => void;
}

const answerMs = 1000;
const greetings = 3;
const heartbeatMs = 5000;
/** Readers give up looking by themselves, some after 5 s. */
const lightAgainMs = 2000;
const unansweredLights = 2;
/** What comes so soon after a code that broke off is the rest of it. */
const restOfCodeMs = 500;
const firstRetryMs = 1000;
/** A reader that works again is to be had within 5 s. */
const longestRetryMs = 3000;

interface Order {
  readonly ticket: string;
  readonly light: boolean;
}

/** Connects and goes on connecting for as long as the process lives. */
export function startCodeReader(settings: CodeReaderDriverSettings): CodeReader {
  const { clock, model } = settings;
  let status: CodeReaderStatus | undefined;
  let order: Order | undefined;
  let failures = 0;
  /** Makes the connection at hand do what the order at hand says. */
  let obey = (): void => undefined;

  function tellStatus(next: CodeReaderStatus): void {
    if (JSON.stringify(next) === JSON.stringify(status)) return;
    status = next;
    settings.onStatus(next);
  }

  function tryAgain(end: CodeReaderStatus, reason?: LossReason): void {
    obey = () => undefined;
    tellStatus(end);
    if (reason !== undefined) settings.onNoLine(reason);
    // To look whether something is there costs nothing; a device that is there and does not work is left alone for longer.
    const isGone = reason?.kind === 'missing' || reason?.kind === 'unplugged';
    failures = isGone ? 0 : failures + 1;
    clock.after(Math.min(firstRetryMs * 2 ** Math.max(0, failures - 1), longestRetryMs), connect);
  }

  function tell(code: CodeEvent): void {
    if (order === undefined) return;
    const { ticket } = order;
    if (code.event === 'read') order = undefined;
    settings.onCode(ticket, code);
  }

  function connect(): void {
    const decoder = model.createDecoder();
    let over = false;
    let isReady = false;
    let heard = false;
    let tried = 0;
    let isLit = false;
    let unanswered = 0;
    /** What comes now began before the order at hand, and may be another person's. */
    let isStale = false;
    /** What comes now began too soon after a code that broke off. */
    let isRest = false;
    let restUntilMs = Number.NEGATIVE_INFINITY;
    let cancelPause = (): void => undefined;
    let cancelTimer = (): void => undefined;

    const transport: Transport = settings.dial({
      opened: greet,
      bytes: hear,
      closed: () => finish({ state: 'no-reader' }, { kind: 'unplugged' }),
      lost: (reason) => finish({ state: 'no-reader' }, reason),
    });

    function finish(end: CodeReaderStatus, reason?: LossReason): void {
      if (over) return;
      over = true;
      cancelPause();
      cancelTimer();
      decoder.reset();
      transport.close();
      tryAgain(end, reason);
    }

    function greet(): void {
      const greeting = model.command('greet');
      if (greeting === undefined) {
        beReady();
        return;
      }
      if (tried === greetings) {
        finish({ state: 'fault', fault: heard ? 'garbled' : 'silent' });
        return;
      }
      tried += 1;
      transport.send(greeting);
      later(answerMs, greet);
    }

    function later(delayMs: number, action: () => void): void {
      cancelTimer();
      cancelTimer = clock.after(delayMs, action);
    }

    /** Answered, or a kind that does not answer. */
    function beReady(): void {
      tried = 0;
      heard = false;
      failures = 0;
      const wasReady = isReady;
      isReady = true;
      if (!wasReady) {
        tellStatus({ state: 'ready' });
        obey = start;
        start();
      } else rest();
    }

    /** A new order, or none any more. */
    function start(): void {
      // Not thrown away: it may be the beginning of an answer, whose end would be taken for a code's beginning.
      isStale = !decoder.isEmpty();
      rest();
    }

    /** Until the next thing that comes: the light is kept on, and a reader that has died without its port is noticed. */
    function rest(): void {
      if (over) return;
      const light = order?.light === true ? model.command('trigger') : undefined;
      if (light !== undefined) {
        if (unanswered === unansweredLights) {
          finish({ state: 'fault', fault: 'silent' });
          return;
        }
        isLit = true;
        if (model.answersTrigger) unanswered += 1;
        transport.send(light);
        later(lightAgainMs, rest);
        return;
      }
      const stop = model.command('stop');
      if (isLit && stop !== undefined) transport.send(stop);
      isLit = false;
      if (model.command('greet') !== undefined) later(heartbeatMs, greet);
      else cancelTimer();
    }

    function hear(chunk: Uint8Array): void {
      heard = true;
      cancelPause();
      if (decoder.isEmpty()) isRest = clock.nowMs() < restUntilMs;
      for (const event of decoder.feed(chunk)) take(event);
      if (decoder.isEmpty()) isStale = false;
      cancelPause = clock.after(decoder.pauseMs(), () => {
        const events = decoder.pause();
        for (const event of events) take(event);
        isStale = false;
        if (events.some(({ kind }) => kind === 'unreadable')) restUntilMs = clock.nowMs() + restOfCodeMs;
      });
    }

    function take(event: ReaderEvent): void {
      switch (event.kind) {
        case 'answer':
          unanswered = 0;
          if (!isReady || tried > 0) beReady();
          return;
        case 'code':
        case 'unreadable': {
          const text = event.kind === 'code' && !isRest ? textOf(event.bytes) : undefined;
          if (event.kind === 'code') event.bytes.fill(0);
          if (order === undefined || !isReady || isStale) return;
          tell(text === undefined ? { event: 'unreadable' } : { event: 'read', text });
          rest();
          return;
        }
        default:
          event satisfies never;
      }
    }
  }

  tellStatus({ state: 'connecting' });
  connect();
  const put = (next: Order | undefined): void => {
    order = next;
    obey();
  };
  return {
    read: (ticket, light) => put({ ticket, light }),
    stop: (ticket) => {
      if (order?.ticket === ticket) put(undefined);
    },
    stopAll: () => {
      if (order !== undefined) put(undefined);
    },
  };
}
