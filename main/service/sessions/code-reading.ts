import { randomBytes } from 'node:crypto';
import type { ServiceToHost } from '../../contract/device-host.ts';
import type { CodeEvent, CodeReaderStatus } from '../../contract/devices/code-reader.ts';
import type { Item } from '../../contract/item.ts';
import type { CodeForQuestion } from '../../contract/view/question.ts';
import type { CodeAtHome } from '../../contract/view/home.ts';
import type { Timers } from '../timers.ts';
import { questionOf } from './paths.ts';
import type { Stage } from './stage.ts';

export interface CodeReadingParts {
  readonly timers: Timers;
  toHost(message: ServiceToHost): boolean;
  /** Something stands over the screen that wants the code: what is scanned then was not meant for it. */
  isCovered(): boolean;
  /** Opens what a code on the first screen names, an item or a receipt's case. Otherwise says what kind of code it is. */
  onHome(text: string): 'opened' | CodeAtHome;
  /** What of it answers the question that stands there; null where it is no code such as is asked for. */
  answerIn(text: string): string | null;
  onChange(): void;
}

/** How long a reader is lit for one touch of the button. */
const lightMs = 30_000;
/** How long the first screen says what became of a code. */
const noteMs = 20_000;

/**
 * Which codes are wanted now, by the screen that stands there, and what became of the last one. Each screen has a ticket of
 * its own: a code that comes late, for a screen that is gone, fits none that stands there, whoever it belongs to.
 */
export function createCodeReading(parts: CodeReadingParts) {
  let status: CodeReaderStatus = { state: 'connecting' };
  let wanted: string | null = null;
  let ticket: string | null = null;
  let isLit = false;
  let last: 'none' | 'unreadable' | 'not-this' | 'read' = 'none';
  let text: string | null = null;
  let nth = 0;
  let note: CodeAtHome | null = null;
  let cancelLight: () => void = () => {};
  let cancelNote: () => void = () => {};

  const disarm = () => {
    cancelLight();
    isLit = false;
    if (ticket !== null) parts.toHost({ message: 'stop-code', ticket });
    ticket = null;
  };
  const arm = (light: boolean) => {
    disarm();
    if (wanted === null || status.state !== 'ready') return;
    ticket = randomBytes(16).toString('hex');
    isLit = light;
    parts.toHost({ message: 'read-code', ticket, light });
    if (light) {
      cancelLight = parts.timers.after(lightMs, () => {
        arm(false);
        parts.onChange();
      });
    }
  };
  const sayAtHome = (next: CodeAtHome | null) => {
    cancelNote();
    note = next;
    if (next === null) return;
    cancelNote = parts.timers.after(noteMs, () => {
      note = null;
      parts.onChange();
    });
  };
  const forgetCode = () => {
    last = 'none';
    text = null;
    sayAtHome(null);
  };

  const take = (code: CodeEvent) => {
    const before = wanted;
    if (parts.isCovered()) {
      arm(false);
      return;
    }
    if (before === 'home') {
      const came = code.event === 'unreadable' ? 'unreadable' : parts.onHome(code.text);
      if (came !== 'opened') sayAtHome(came);
    } else if (code.event === 'unreadable') {
      last = 'unreadable';
    } else {
      const found = parts.answerIn(code.text);
      last = found === null ? 'not-this' : 'read';
      if (found !== null) {
        text = found;
        nth += 1;
      }
    }
    // Whoever lit it and held something else under it tries again.
    if (wanted === before) arm(isLit && last !== 'read');
    parts.onChange();
  };

  return {
    /** The screen that stands there now. */
    follow: (stage: Stage) => {
      const next = wantedAt(stage);
      if (next === wanted) return;
      wanted = next;
      forgetCode();
      arm(false);
    },
    /** Somebody else has used the reader meanwhile. */
    again: () => arm(false),
    onStatus: (next: CodeReaderStatus) => {
      const cameBack = next.state === 'ready' && status.state !== 'ready';
      status = next;
      if (cameBack) arm(isLit);
      parts.onChange();
    },
    onHostLost: () => {
      status = { state: 'connecting' };
      ticket = null;
      isLit = false;
      cancelLight();
    },
    onCode: (of: string, code: CodeEvent) => {
      if (of === ticket) take(code);
    },
    /** A reader that types typed this into the page. */
    typed: (code: string): boolean => {
      if (wanted === null || status.state !== 'types') return false;
      take({ event: 'read', text: code });
      return true;
    },
    /** Light the reader up. */
    light: (): boolean => {
      if (wanted === null || wanted === 'home' || status.state !== 'ready') return false;
      last = 'none';
      arm(true);
      parts.onChange();
      return true;
    },
    atHome: (): CodeAtHome | null => note,
    /** Whether the first screen may offer codes. */
    isUsable: (): boolean => status.state === 'ready' || status.state === 'types',
    /** Null where this terminal has no reader. */
    forQuestion: (): CodeForQuestion | null => {
      if (status.state === 'not-configured') return null;
      const canLight = status.state === 'ready';
      const isOut = !canLight && status.state !== 'types';
      const state = isOut ? 'out' : isLit && last === 'none' ? 'looking' : last;
      return { state, canLight, text, nth };
    },
    /** What was read for the question that stands there. */
    readText: (): string | null => text,
    stop: () => {
      wanted = null;
      forgetCode();
      disarm();
    },
  };
}

export type CodeReading = ReturnType<typeof createCodeReading>;

function wantedAt(stage: Stage): string | null {
  // A receipt that was badly held is scanned again where it says so.
  if (stage.stage === 'home' || stage.stage === 'case-status') return 'home';
  if (stage.stage !== 'question') return null;
  const question = questionOf(stage.person.item, stage.question);
  const isTaken = (question.kind === 'text' || question.kind === 'credit-code') && question.fromCode === true;
  return isTaken ? `question ${stage.question}` : null;
}

/** Receipts of every terminal begin so: contract/wire/receipt-code.ts. */
const receiptBeginning = 'TB1|';
const itemBeginning = 'tongban:item:';

/** What a code on the first screen is for. */
export function codeAtHome(
  code: string,
  items: readonly Item[],
): { readonly opens: string } | { readonly receipt: string } | { readonly is: CodeAtHome } {
  const said = code.trim();
  const named = said.startsWith(itemBeginning) ? said.slice(itemBeginning.length) : null;
  const item = items.find(({ id, basicCode }) => id === named || basicCode === said);
  if (item !== undefined) return { opens: item.id };
  return said.startsWith(receiptBeginning) ? { receipt: said } : { is: 'unknown' };
}
