import { setTimeout as sleep } from 'node:timers/promises';
import type { View } from '../../main/contract/view.ts';
import type { SocketShell } from '../terminal/socket-shell.ts';
import { say } from '../workbench/control-line.ts';
import type { Person } from './people.ts';
import { attach, whileThere } from './service-shell.ts';

/** What a visit has come to, in its order. Each may be the moment at which a program is killed. */
export const steps = [
  'item-chosen',
  'card-laid',
  'card-read',
  'answer-accepted',
  'submit-sent',
  'not-kept',
  'result-shown',
  'printed',
  'received-there',
  'finished',
] as const;
export type Step = (typeof steps)[number];

/** What somebody brings who stood here before the machine stopped, and had agreed that their answers are kept. */
export interface Before {
  readonly acceptedAnswers: number;
  /** "Submit" was sent: the case may have been kept without anybody having been told, and the draft with it be gone. */
  readonly submitSent: boolean;
}

export interface Visit {
  /** Resolves when the person has gone; rejects with ServiceGone when the service has. `onStep` is called right after each step, and waited for. */
  readonly done: Promise<void>;
  /** The number on the last screen that was shown, once the visit is over in whatever way. */
  shownNumber(): string | null;
  /** For the next visit, if this one came to an end before its result. */
  reached(): Before;
  /** What had been kept, and did not come back. */
  missing(): readonly string[];
}

/** Somebody with their card in hand who does nothing for so long would lift it and lay it down again. */
const patienceMs = 2500;
/** For what nobody waits at the screen: paper, and the platform's word. */
const longMs = 15_000;
const mostTries = 3;

/**
 * One person at the terminal, from the first screen to the card in their pocket: in the place of the window, over the
 * service's own socket, with a card of their own on the virtual reader.
 */
export function visit(
  terminal: { readonly socket: string; readonly readerControl: string },
  person: Person,
  waitFor: ReadonlySet<Step>,
  onStep: (step: Step, nth: number) => Promise<void>,
  before: Before = { acceptedAnswers: 0, submitSent: false },
): Visit {
  let shown: string | null = null;
  let reached: Before = { acceptedAnswers: 0, submitSent: false };
  const missing: string[] = [];
  const look = (view: View): void => {
    if (view.screen.screen === 'result') shown = view.screen.caseNumber;
  };
  const comeAndGo = async (): Promise<void> => {
    const shell = await attach(terminal.socket);
    let attached = false;
    // What came last may have come behind the last step.
    void shell.closed.then(() => attached && look(shell.view()));
    const alive = whileThere(shell);
    const doStep = async (step: Step, nth = 0): Promise<void> => {
      attached = true;
      look(shell.view());
      if (step === 'answer-accepted') reached = { acceptedAnswers: nth + 1, submitSent: false };
      if (step === 'submit-sent') reached = { ...reached, submitSent: true };
      await alive(onStep(step, nth));
    };
    const note = (what: string): void => void missing.push(what);
    const around: Around = { shell, alive, onStep: doStep, readerControl: terminal.readerControl, before, note };
    await walkThrough(around, person, waitFor).finally(() => shell.close());
  };
  return { done: comeAndGo(), shownNumber: () => shown, reached: () => reached, missing: () => missing };
}

interface Around {
  readonly shell: SocketShell;
  readonly readerControl: string;
  readonly before: Before;
  /** What it resolves with, unless the service goes away meanwhile. */
  readonly alive: <T>(work: Promise<T>) => Promise<T>;
  readonly onStep: (step: Step, nth?: number) => Promise<void>;
  readonly note: (missing: string) => void;
}

async function walkThrough(around: Around, person: Person, waitFor: ReadonlySet<Step>): Promise<void> {
  const { shell, readerControl, alive, onStep } = around;
  await alive(say(readerControl, { do: 'lift' }));
  const { screen: first } = await alive(shell.untilAny(({ screen }) => ['home', 'goodbye'].includes(screen.screen)));
  // The one before has just gone: nobody waits until that screen goes by itself.
  if (first.screen === 'goodbye') await alive(shell.act({ act: 'finish' }));
  await alive(shell.until('home'));
  await alive(shell.act({ act: 'choose-item', item: 'no-criminal-record' }));
  await onStep('item-chosen');
  await alive(shell.until('notice'));
  await alive(shell.act({ act: 'keep-draft', on: true }));
  await alive(shell.act({ act: 'agree' }));
  await alive(shell.until('identity'));
  await layUntilRead(around, person);
  await onStep('card-read');
  const goOnAt = await takeUpDraft(around, person);
  if (goOnAt === null) return;
  for (const [nth, { question, value }] of person.answers.entries()) {
    if (nth < goOnAt) continue;
    await alive(shell.until('question', (screen) => screen.question === question));
    const { reply } = await alive(shell.act({ act: 'answer', question, value }));
    if (reply !== 'done') throw new Error(`the answer to ${question} was refused`);
    await onStep('answer-accepted', nth);
  }
  await alive(shell.until('check'));
  for (let tries = 1; ; tries += 1) {
    const submitted = shell.act({ act: 'submit' });
    await onStep('submit-sent');
    await alive(submitted);
    const { screen } = await alive(shell.untilAny(({ screen: seen }) => isAfterSubmit(seen)));
    if (screen.screen === 'result') break;
    // Told so, and nothing of what was typed is gone: it can be tried again.
    if (tries === mostTries) throw new Error(`not kept: ${JSON.stringify(screen)}`);
    await onStep('not-kept');
  }
  await onStep('result-shown');
  if (waitFor.has('printed')) {
    await alive(shell.until('result', ({ print }) => print.state !== 'printing'));
    await onStep('printed');
  }
  if (waitFor.has('received-there')) {
    await alive(
      within(
        longMs,
        shell.until('result', ({ state }) => state === 'received-there'),
      ),
    );
    await onStep('received-there');
  }
  await alive(shell.act({ act: 'finish' }));
  await onStep('finished');
  await alive(say(readerControl, { do: 'lift' }));
}

const isAfterSubmit = (screen: View['screen']): boolean =>
  screen.screen === 'result' || (screen.screen === 'check' && !screen.submitting && screen.failed !== null);

/**
 * At which answer the person goes on. All that had been accepted before must be there again. Null where the draft has
 * gone with "submit": then the case must have been kept, and the person leaves.
 */
async function takeUpDraft({ shell, alive, before, note }: Around, { answers }: Person): Promise<number | null> {
  const { screen } = await alive(shell.untilAny(({ screen: seen }) => seen.screen !== 'identity'));
  if (screen.screen !== 'resume') {
    if (before.submitSent) {
      await alive(shell.act({ act: 'leave' }));
      return null;
    }
    if (before.acceptedAnswers > 0) note(`no draft of ${before.acceptedAnswers} accepted answers`);
    return 0;
  }
  await alive(shell.act({ act: 'resume' }));
  const { screen: back } = await alive(
    shell.untilAny(({ screen: seen }) => ['question', 'check'].includes(seen.screen)),
  );
  const at =
    back.screen === 'question' ? answers.findIndex(({ question }) => question === back.question) : answers.length;
  if (at < before.acceptedAnswers) note(`${before.acceptedAnswers} answers were accepted, and ${at} came back`);
  return at;
}

/** As often as it takes: a device host that died forgets what it was reading, and a card is asked for again. */
async function layUntilRead({ shell, readerControl, alive, onStep }: Around, { card }: Person): Promise<void> {
  for (;;) {
    await alive(shell.untilAny((view) => view.screen.screen !== 'identity' || view.screen.reader.state === 'ready'));
    await alive(say(readerControl, { do: 'lay', text: card }));
    await onStep('card-laid');
    const impatient = sleep(patienceMs);
    const isOn = ({ screen }: View): boolean =>
      screen.screen !== 'identity' || !['getting-ready', 'waiting', 'reading'].includes(screen.card);
    const seen = await alive(Promise.race([shell.untilAny(isOn), impatient]));
    if (shell.view().screen.screen !== 'identity') return;
    if (seen !== undefined && seen.screen.screen === 'identity' && seen.screen.refusal !== null) {
      throw new Error(`the card was refused: ${JSON.stringify(seen.screen.refusal)}`);
    }
    await alive(say(readerControl, { do: 'lift' }));
    await alive(
      within(
        patienceMs,
        shell.until('identity', ({ card: now }) => now === 'waiting'),
      ),
    );
  }
}

/** Resolves in any case: what does not come is found by what follows. */
async function within(ms: number, awaited: Promise<unknown>): Promise<void> {
  await Promise.race([awaited.catch(() => {}), sleep(ms)]);
}
