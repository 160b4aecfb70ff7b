import type { PaperForQuestion } from '../../contract/view/question.ts';
import { offersOn } from '../reading/offers.ts';
import type { TextReader } from '../reading/text-reader.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import { pagesOf } from './pages.ts';
import { pathMeant, questionOf } from './paths.ts';
import type { Stage } from './stage.ts';

export interface PaperReadingPorts {
  readonly reader: TextReader;
  /** A whole page in the clear, in memory; null where the disk no longer has it. */
  readPage(paper: SealedPaper): Buffer | null;
  /** Whether this would do as the answer to the question that stands there. */
  fits(text: string): boolean;
  onChange(): void;
}

/** What is printed on a form stands on its first pages; reading twenty would take minutes. */
const mostPages = 3;

/**
 * Reads what is printed on the papers a person has laid down, while a question stands there that may be answered by it. What
 * was read is offered and never taken: it is the answer once the person has said so. All of it is forgotten with them.
 */
export function createPaperReading(ports: PaperReadingPorts) {
  /** By page: nothing is read twice while a person goes back and forth. */
  const read = new Map<string, readonly string[]>();
  let wanted: Wanted | null = null;
  let state: 'none' | 'reading' | 'read' | 'stopped' = 'none';
  let at = 0;
  let share = 0;
  let offers: readonly string[] = [];
  let run = 0;

  const go = async (asking: Wanted) => {
    // Stopped and begun again at once, what was stopped comes back while the state is that of what was begun.
    run += 1;
    const mine = run;
    for (const [number, page] of asking.pages.entries()) {
      if (!read.has(page.id)) {
        at = number + 1;
        share = 0;
        state = 'reading';
        ports.onChange();
        const jpeg = ports.readPage(page);
        const lines = jpeg === null ? null : await ports.reader.read(jpeg, (next) => onShare(mine, next));
        jpeg?.fill(0);
        if (mine !== run || state !== 'reading') return;
        read.set(page.id, lines ?? []);
      }
    }
    state = 'read';
    const lines = asking.pages.flatMap((page) => read.get(page.id) ?? []);
    offers = offersOn(lines, { after: asking.after, fits: ports.fits });
    ports.onChange();
  };
  const onShare = (from: number, next: number) => {
    // A tenth at a time: each is a view to be drawn.
    if (from !== run || next - share < 0.1) return;
    share = next;
    ports.onChange();
  };
  const begin = () => {
    if (wanted !== null && wanted.pages.length > 0) void go(wanted);
  };
  const reset = (next: Wanted | null) => {
    if (state === 'reading') ports.reader.forget();
    run += 1;
    wanted = next;
    state = 'none';
    offers = [];
  };

  return {
    /** The screen that stands there now. */
    follow: (stage: Stage): void => {
      const next = wantedAt(stage);
      if (isSame(next, wanted)) return;
      reset(next);
      begin();
    },
    stop: (): boolean => {
      if (state !== 'reading') return false;
      ports.reader.forget();
      state = 'stopped';
      ports.onChange();
      return true;
    },
    again: (): boolean => {
      if (state !== 'stopped') return false;
      begin();
      return true;
    },
    isReading: (): boolean => state === 'reading',
    /** Null where the question that stands there is not asked of a paper, or none was laid down. */
    forQuestion: (): PaperForQuestion | null => {
      if (wanted === null || wanted.pages.length === 0) return null;
      switch (state) {
        case 'reading':
          return { state, page: at, of: wanted.pages.length, share };
        case 'read':
          return { state, offers: [...offers] };
        case 'none':
        case 'stopped':
          return { state: 'stopped' };
        default:
          return state satisfies never;
      }
    },
    /** What was offered for the question that stands there. */
    offers: (): readonly string[] => offers,
    forget: (): void => {
      reset(null);
      read.clear();
      ports.reader.forget();
    },
  };
}

export type PaperReading = ReturnType<typeof createPaperReading>;

interface Wanted {
  readonly question: string;
  readonly pages: readonly SealedPaper[];
  readonly after: readonly string[];
}

function wantedAt(stage: Stage): Wanted | null {
  if (stage.stage !== 'question') return null;
  const { item, answers, papers } = stage.person;
  const question = questionOf(item, stage.question);
  if (question.kind !== 'text' || question.fromPaper === undefined) return null;
  const named = pagesOf(answers, pathMeant(item, stage.question, question.fromPaper.question)).slice(0, mostPages);
  const pages = named.flatMap((page) => papers.find(({ id }) => id === page) ?? []);
  return { question: stage.question, pages, after: question.fromPaper.after };
}

function isSame(one: Wanted | null, other: Wanted | null): boolean {
  if (one === null || other === null) return one === other;
  const pages = ({ pages: all }: Wanted): string => all.map(({ id }) => id).join();
  return one.question === other.question && pages(one) === pages(other);
}
