import type { Timers } from './timers.ts';

const askEveryMs = 2_000;
/** Ten seconds: longer than anything a page does at a stretch, shorter than a person's patience before a dead machine. */
const fewestUnanswered = 5;
const mostUnanswered = 40;

interface Watched<Page> {
  readonly timers: Timers;
  /** The page that people see; none while another is on its way, which has a limit of its own to come within. */
  readonly acting: () => Page | null;
  readonly ask: (page: Page) => void;
  /** It does not answer: its process is to end, and what starts a page again starts it again. */
  readonly end: (page: Page) => void;
}

export interface PageWatch<Page> {
  answered(page: Page): void;
}

/**
 * Asks the page on the screen every two seconds whether it is there, and ends one that leaves five questions in a row
 * unanswered. Chromium's own `unresponsive` is raised only once somebody touches such a page and the touch stays unanswered:
 * a page stopped between two people stood frozen for minutes, and a machine that looks dead is not touched.
 *
 * Questions are counted and not time measured: where the whole machine was asleep or stopped, one question is late and no page dies.
 * A page that ends in this way before it ever answered gets a successor with twice the time, up to 80 s: on a machine
 * that is merely slow, pages would otherwise be ended for ever, each shortly before it was ready.
 */
export function watchPage<Page>({ timers, acting, ask, end }: Watched<Page>): PageWatch<Page> {
  let watched: Page | null = null;
  let unanswered = 0;
  let allowed = fewestUnanswered;

  function look(): void {
    const page = acting();
    if (page !== watched) {
      watched = page;
      unanswered = 0;
    }
    if (page !== null && unanswered >= allowed) {
      allowed = Math.min(mostUnanswered, allowed * 2);
      watched = null;
      end(page);
    } else if (page !== null) {
      unanswered += 1;
      ask(page);
    }
    timers.after(askEveryMs, look);
  }

  look();
  return {
    answered(page) {
      if (page !== watched) return;
      unanswered = 0;
      allowed = fewestUnanswered;
    },
  };
}
