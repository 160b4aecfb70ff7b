import { setTimeout as sleep } from 'node:timers/promises';
import type { AnswerValue } from '../../main/contract/answers.ts';
import type { View } from '../../main/contract/view/view.ts';
import type { SocketShell } from '../terminal/socket-shell.ts';
import { say } from '../workbench/control-line.ts';
import type { PaperTray } from './paper-tray.ts';
import type { Person } from './people.ts';
import { pagesOn, scanSheets } from './scan.ts';
import { attach, ServiceGone, whileThere } from './service-shell.ts';

/** What a visit has come to, in its order. Each may be the moment at which a program is killed. */
export const steps = [
  'item-chosen',
  'card-laid',
  'card-read',
  'scan-asked',
  'page-shown',
  'answer-accepted',
  'submit-sent',
  'not-kept',
  'result-shown',
  'printed',
  'received-there',
  'finished',
] as const;
export type Step = (typeof steps)[number];

/** What somebody brings who stood here before the machine stopped. */
export interface Before {
  /** That their answers are kept. Who did not is to find nothing. */
  readonly agreed: boolean;
  readonly acceptedAnswers: number;
  /** Pages of the question at which they stood, that had been shown. */
  readonly pages: number;
  /** "Submit" was sent: the case may have been kept without anybody having been told, and the draft with it be gone. */
  readonly submitSent: boolean;
}

export interface Visit {
  /** Resolves when the person has gone; rejects with ServiceGone when the service has. */
  readonly done: Promise<void>;
  /** The number on the last screen that was shown, once the visit is over in whatever way. */
  shownNumber(): string | null;
  /** Whatever the terminal says from here on, nobody sees it: the power is gone, and the machine does not know it yet. */
  lookAway(): void;
  /** For the next visit, if this one came to an end before its result. */
  reached(): Before;
  /** What had been kept, and did not come back. */
  missing(): readonly string[];
  /** What came back, and should not have. */
  leaked(): readonly string[];
}

export interface VisitSettings {
  readonly person: Person;
  readonly waitFor?: ReadonlySet<Step>;
  /** Called right after each step, and waited for. */
  readonly onStep?: (step: Step, nth: number) => Promise<void>;
  /** That their answers are kept. */
  readonly agrees?: boolean;
  readonly before?: Before;
  /** What they do with a draft of theirs. */
  readonly withDraft?: 'resume' | 'begin-anew';
}

/** Where one comes to. No tray where nobody comes with papers. */
export interface Place {
  readonly socket: string;
  readonly readerControl: string;
  readonly tray: PaperTray | null;
}

export const nobodyBefore: Before = { agreed: true, acceptedAnswers: 0, pages: 0, submitSent: false };

/** Somebody with their card in hand who does nothing for so long would lift it and lay it down again. */
const patienceMs = 2500;
/** For what nobody waits at the screen: paper, and the platform's word. */
const longMs = 15_000;
const mostTries = 3;

/**
 * One person at the terminal, from the first screen to the card in their pocket: in the place of the window, over the
 * service's own socket, with a card of their own on the virtual reader.
 */
export function visit(place: Place, settings: VisitSettings): Visit {
  const { person, onStep = async () => {}, agrees = true, before = nobodyBefore } = settings;
  let shown: string | null = null;
  let reached: Before = { ...nobodyBefore, agreed: agrees };
  const missing: string[] = [];
  const leaked: string[] = [];
  let leaving = (): void => {};
  let isAway = false;
  const look = (view: View): void => {
    if (!isAway && view.screen.screen === 'result') shown = view.screen.caseNumber;
  };
  const comeAndGo = async (): Promise<void> => {
    const shell = await attach(place.socket);
    leaving = shell.close;
    if (isAway) shell.close();
    let attached = false;
    // What came last may have come behind the last step.
    void shell.closed.then(() => attached && look(shell.view()));
    const alive = whileThere(shell);
    const doStep = async (step: Step, nth = 0): Promise<void> => {
      if (isAway) throw new ServiceGone();
      attached = true;
      look(shell.view());
      if (step === 'page-shown') reached = { ...reached, pages: nth + 1 };
      if (step === 'answer-accepted')
        reached = { agreed: agrees, acceptedAnswers: nth + 1, pages: 0, submitSent: false };
      if (step === 'submit-sent') reached = { ...reached, submitSent: true };
      await alive(onStep(step, nth));
    };
    const around: Around = {
      ...{ shell, alive, agrees, before, onStep: doStep },
      ...{ readerControl: place.readerControl, tray: place.tray },
      waitFor: settings.waitFor ?? new Set(),
      withDraft: settings.withDraft ?? 'resume',
      missing: (what) => missing.push(what),
      leaked: (what) => leaked.push(what),
    };
    await walkThrough(around, person).finally(() => shell.close());
  };
  return {
    done: comeAndGo(),
    shownNumber: () => shown,
    lookAway: () => {
      isAway = true;
      leaving();
    },
    reached: () => reached,
    missing: () => missing,
    leaked: () => leaked,
  };
}

interface Around {
  readonly shell: SocketShell;
  readonly readerControl: string;
  readonly tray: PaperTray | null;
  readonly agrees: boolean;
  readonly before: Before;
  readonly withDraft: 'resume' | 'begin-anew';
  readonly waitFor: ReadonlySet<Step>;
  /** What it resolves with, unless the service goes away meanwhile. */
  readonly alive: <T>(work: Promise<T>) => Promise<T>;
  readonly onStep: (step: Step, nth?: number) => Promise<void>;
  readonly missing: (what: string) => void;
  readonly leaked: (what: string) => void;
}

/** Somebody with another card while a draft waits. Resolves with whether it was offered to them; they leave in any case. */
export async function isOfferedDraft(place: Place, person: Person): Promise<boolean> {
  const shell = await attach(place.socket);
  const alive = whileThere(shell);
  try {
    const around = { shell, alive, agrees: false, onStep: async () => {}, readerControl: place.readerControl };
    await comeToCard(around, person);
    const { screen } = await alive(shell.untilAny(({ screen: seen }) => seen.screen !== 'identity'));
    await alive(shell.act({ act: 'leave' }));
    await alive(say(place.readerControl, { do: 'lift' }));
    return screen.screen === 'resume';
  } finally {
    shell.close();
  }
}

type AtCard = Pick<Around, 'shell' | 'alive' | 'agrees' | 'onStep' | 'readerControl'>;

/** From the first screen until the card has been read. */
async function comeToCard(around: AtCard, person: Person): Promise<void> {
  const { shell, readerControl, alive, onStep, agrees } = around;
  await alive(say(readerControl, { do: 'lift' }));
  const { screen: first } = await alive(shell.untilAny(({ screen }) => ['home', 'goodbye'].includes(screen.screen)));
  // The one before has just gone: nobody waits until that screen goes by itself.
  if (first.screen === 'goodbye') await alive(shell.act({ act: 'finish' }));
  await alive(shell.until('home'));
  await alive(shell.act({ act: 'choose-item', item: person.item }));
  await onStep('item-chosen');
  await alive(shell.until('notice'));
  await alive(shell.act({ act: 'keep-draft', on: agrees }));
  await alive(shell.act({ act: 'agree' }));
  await alive(shell.until('identity'));
  await layUntilRead(around, person);
}

async function walkThrough(around: Around, person: Person): Promise<void> {
  const { shell, readerControl, alive, onStep, waitFor } = around;
  await comeToCard(around, person);
  await onStep('card-read');
  const goOnAt = await takeUpDraft(around, person);
  if (goOnAt === null) return;
  for (const [nth, { question, value }] of person.answers.entries()) {
    if (nth < goOnAt) continue;
    await alive(shell.until('question', (screen) => screen.question === question));
    const given = value.kind === 'paper' ? await scanPapers(around, person, question) : value;
    const { reply } = await alive(shell.act({ act: 'answer', question, value: given }));
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

async function scanPapers(
  { shell, tray, alive, onStep }: Around,
  { sheets }: Person,
  question: string,
): Promise<AnswerValue> {
  if (tray === null) throw new Error('somebody came with papers where no scanner is');
  const pages = await scanSheets({ shell, tray, alive, onStep }, question, sheets);
  return { kind: 'paper', papers: [...pages] };
}

const isAfterSubmit = (screen: View['screen']): boolean =>
  screen.screen === 'result' || (screen.screen === 'check' && !screen.submitting && screen.failed !== null);

/**
 * At which answer the person goes on. All that had been accepted before must be there again. Null where the draft has
 * gone with "submit": then the case must have been kept, and the person leaves.
 */
async function takeUpDraft(
  { shell, alive, before, withDraft, missing, leaked }: Around,
  { answers }: Person,
): Promise<number | null> {
  const { screen } = await alive(shell.untilAny(({ screen: seen }) => seen.screen !== 'identity'));
  if (screen.screen !== 'resume') {
    if (!before.agreed) return 0;
    if (before.submitSent) {
      await alive(shell.act({ act: 'leave' }));
      return null;
    }
    if (before.acceptedAnswers > 0) missing(`no draft of ${before.acceptedAnswers} accepted answers`);
    return 0;
  }
  if (!before.agreed) leaked('a draft of somebody who had not agreed');
  await alive(shell.act({ act: withDraft }));
  const { screen: back } = await alive(
    shell.untilAny(({ screen: seen }) => ['question', 'check'].includes(seen.screen)),
  );
  const at =
    back.screen === 'question' ? answers.findIndex(({ question }) => question === back.question) : answers.length;
  if (withDraft === 'begin-anew') return at;
  const pages = pagesOn(back).length;
  if (at === before.acceptedAnswers && pages < before.pages)
    missing(`${before.pages} pages were shown, and ${pages} came back`);
  if (at < before.acceptedAnswers) missing(`${before.acceptedAnswers} answers were accepted, and ${at} came back`);
  return at;
}

/** As often as it takes: a device host that died forgets what it was reading, and a card is asked for again. */
async function layUntilRead({ shell, readerControl, alive, onStep }: AtCard, { card }: Person): Promise<void> {
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
