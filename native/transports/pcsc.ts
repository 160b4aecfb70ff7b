import type { Card, Client, Reader } from 'pcsc-mini';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { Clock } from '../clock.ts';
import { cardServiceAnswers } from './pcsc-service.ts';

/** What is known of the one reader that is meant. */
export type SlotState =
  | { readonly state: 'no-service' }
  | { readonly state: 'no-reader' }
  | { readonly state: 'several-readers' }
  | { readonly state: 'empty' }
  /** `mute`: it does not start up, as a card does that is upside down. */
  | { readonly state: 'card'; readonly mute: boolean };

/**
 * Why a card does not answer. `pulled`: it, its reader or the service went away. `mute`: it does not start up. `in-use`:
 * another program has it. `failed`: anything else, in the library's word, for the log and not for the screen.
 */
export type CardLoss =
  | { readonly kind: 'pulled' }
  | { readonly kind: 'mute' }
  | { readonly kind: 'in-use' }
  | { readonly kind: 'failed'; readonly detail: string };

/** One card, from its start to its end; nobody else can talk to it meanwhile. */
export interface CardLine {
  /**
   * One command, one answer, status bytes included. It takes as long as the card, the reader or the service take, if need be
   * for ever: the limit is the caller's. A command before the last answer came is a bug and throws.
   */
  transmit(command: Uint8Array): Promise<Result<Uint8Array, CardLoss>>;
  /** Takes the card's power away, at once or when the answer that is awaited has come. */
  close(): Promise<void>;
}

export interface CardSlot {
  connect(): Promise<Result<CardLine, CardLoss>>;
}

export interface CardSlotSettings {
  /** The reader's whole name; `*` stands for any run of characters. */
  readonly reader: string;
  readonly clock: Clock;
  /** Told on every change. A card that was changed for another between two looks is told as pulled and inserted. */
  readonly onState: (state: SlotState) => void;
  /** Why the service cannot be asked, in the system's words: at every attempt. */
  readonly onNoService: (detail: string) => void;
}

export type WatchCardSlot = (settings: CardSlotSettings) => CardSlot;

type Library = typeof import('pcsc-mini');

const retryMs = 1000;
const heartbeatMs = 2000;
/** With no reader at all the library says nothing; those there are it names at once. */
const firstReaderMs = 500;
/** Windows and pcsc-lite count insertions and removals in the upper half of a reader's state. */
const countOf = (raw: number): number => raw >>> 16;

/** Watches the slot for as long as the process lives. */
export const watchCardSlot: WatchCardSlot = ({ reader: pattern, clock, onState, onNoService }) => {
  const fits = matcherOf(pattern);
  let library: Library | undefined;
  let client: Client | undefined;
  let answers: boolean | undefined;
  let readersKnown = false;
  const readers = new Map<string, { readonly reader: Reader; raw: number }>();
  let told = '';
  let cardToldAt: number | undefined;
  /**
   * Clients that lost their service and could not be stopped. Kept, though nobody uses them: the library (0.1.3) releases the
   * context of one that is collected once more, and throws from its finalizer, which ends the process seconds later.
   */
  const unstoppable: Client[] = [];

  function tell(): void {
    const fitting = [...readers.values()].filter(({ reader }) => fits(reader.name()));
    const [only] = fitting;
    if (client === undefined || answers !== true) return say({ state: 'no-service' });
    if (only === undefined) return readersKnown ? say({ state: 'no-reader' }) : undefined;
    if (fitting.length > 1 || library === undefined) return say({ state: 'several-readers' });
    const { PRESENT, MUTE } = library.ReaderStatus;
    if ((only.raw & PRESENT) === 0) return say({ state: 'empty' });
    if (cardToldAt !== undefined && cardToldAt !== countOf(only.raw)) say({ state: 'empty' });
    say({ state: 'card', mute: (only.raw & MUTE) !== 0 });
    cardToldAt = countOf(only.raw);
  }

  function say(state: SlotState): void {
    cardToldAt = undefined;
    const next = JSON.stringify(state);
    if (next === told) return;
    told = next;
    onState(state);
  }

  function meet(reader: Reader): void {
    const known = { reader, raw: 0 };
    reader.on('change', (status) => {
      known.raw = status.raw;
      readers.set(reader.name(), known);
      tell();
    });
    reader.on('disconnect', () => {
      readers.delete(reader.name());
      tell();
    });
  }

  function lose(): void {
    client = undefined;
    readers.clear();
    readersKnown = false;
    tell();
  }

  /** A client that has lost its service cannot be started again; one that never started can, and is kept: it leaks less. */
  function newClient(from: Library): Client {
    const made = new from.Client();
    made.on('reader', meet);
    made.on('error', (error) => {
      onNoService(error.code);
      try {
        made.stop();
      } catch {
        // It has just said that there is no service to stop.
        unstoppable.push(made);
      }
      lose();
    });
    return made;
  }

  async function live(): Promise<never> {
    const loaded = await loadLibrary();
    if (!loaded.ok) {
      onNoService(loaded.error);
      tell();
      return new Promise(() => {});
    }
    library = loaded.value;
    let waiting = newClient(library);
    for (;;) {
      const answered = await cardServiceAnswers(clock);
      if (answered && client === undefined) {
        const started = start(waiting);
        if (started) waiting = newClient(library);
      } else if (!answered && client === undefined) onNoService('silent');
      if (answered !== answers) {
        answers = answered;
        tell();
      }
      await pause(client === undefined ? retryMs : heartbeatMs);
    }
  }

  function start(waiting: Client): boolean {
    try {
      waiting.start();
    } catch (error) {
      onNoService(codeOf(error));
      return false;
    }
    client = waiting;
    clock.after(firstReaderMs, () => {
      if (client !== waiting) return;
      readersKnown = true;
      tell();
    });
    return true;
  }

  const pause = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));

  void live();
  return {
    connect: async () => {
      const fitting = [...readers.values()].filter(({ reader }) => fits(reader.name()));
      const [only] = fitting;
      if (library === undefined || only === undefined || fitting.length > 1) return err({ kind: 'pulled' });
      try {
        return ok(lineTo(await only.reader.connect(library.CardMode.EXCLUSIVE), library));
      } catch (error) {
        return err(lossOf(error));
      }
    },
  };
};

function lineTo(card: Card, { CardDisposition, MAX_BUFFER_LEN }: Library): CardLine {
  let pending: Promise<unknown> | undefined;
  // One for all exchanges: of its own the library makes one for each, and what a card said stays in it until it is collected.
  const buffer = new ArrayBuffer(MAX_BUFFER_LEN);
  return {
    transmit: async (command) => {
      if (pending !== undefined) throw new Error('a command was sent before the last answer came');
      const answer = card.transmit(command, buffer);
      pending = answer;
      try {
        const said = await answer;
        const bytes = said.slice();
        said.fill(0);
        // Seen with vpcd: a card that is pulled in the middle of an exchange gives an answer of no bytes, and no error.
        return bytes.length === 0 ? err({ kind: 'pulled' }) : ok(bytes);
      } catch (error) {
        return err(lossOf(error));
      } finally {
        pending = undefined;
      }
    },
    close: async () => {
      // The library throws at once where an answer is still awaited; one that fails has nothing left to close.
      await pending?.catch(() => undefined);
      await card.disconnect(CardDisposition.UNPOWER).catch(() => undefined);
    },
  };
}

/** Loaded when it is needed: where pcsc-lite is not installed it cannot be, and the other devices must work all the same. */
async function loadLibrary(): Promise<Result<Library, string>> {
  try {
    return ok(await import('pcsc-mini'));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

/** From the reader's pattern in the settings. */
export function matcherOf(pattern: string): (name: string) => boolean {
  const literal = (part: string): string => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const whole = new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`, 'su');
  return (name) => whole.test(name);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function lossOf(error: unknown): CardLoss {
  const code = codeOf(error);
  switch (code) {
    case 'NoSmartCard':
    case 'RemovedCard':
    case 'ReaderUnavailable':
    case 'UnknownReader':
    case 'NoService':
    case 'ServiceStopped':
    case 'CommError':
    case 'InvalidHandle':
      return { kind: 'pulled' };
    case 'UnresponsiveCard':
    case 'UnpoweredCard':
    case 'InvalidAtr':
    case 'CardUnsupported':
    // What it says of itself at its start names no protocol.
    case 'ProtoMismatch':
      return { kind: 'mute' };
    case 'SharingViolation':
      return { kind: 'in-use' };
    default:
      return { kind: 'failed', detail: code };
  }
}
