import type { PageState } from '../contract/shell-service.ts';
import type { View } from '../contract/view/view.ts';
import type { Timers } from './timers.ts';

/** A service is back within two seconds, and a machine up within ten. */
const takesLongAfterMs = 20_000;

interface Pages<Page> {
  readonly timers: Timers;
  /** The page that is seen and may act; none while another is on its way. */
  acting(): Page | null;
  tell(page: Page, state: PageState): void;
  /** Puts a page that has been told nothing in the place of this one. */
  renew(): void;
}

export interface Showing {
  readonly state: () => PageState;
  view(next: View): void;
  /** There is no service. */
  away(): void;
  /** The service says that a person has gone. */
  wipe(): void;
  /** A page that had been told nothing has just been told the state, and acts from now on. */
  began(): void;
}

/**
 * Decides whose page this is. One page is told views of one session of one run and no others. That is seen at the views
 * themselves and not at the service's `wipe` alone: a person's time may run out, or the service end, while nobody is
 * attached to be told of it.
 */
export function createShowing<Page>(pages: Pages<Page>): Showing {
  /** From the last view: of nobody in particular, so it may be kept from one person to the next. */
  let help: { readonly name: string; readonly phone: string } | null = null;
  let state: PageState = oneMoment(false);
  let toldOf: string | null = null;
  let callOff = waitPatiently();

  function oneMoment(takesLong: boolean): PageState {
    return { state: 'one-moment', takesLong, help };
  }

  /** "One moment" must not stand there for an hour. */
  function waitPatiently(): () => void {
    return pages.timers.after(takesLongAfterMs, () => show(oneMoment(true)));
  }

  function show(next: PageState): void {
    state = next;
    // While a page is on its way nobody is told: the one before must not show it, and the new one asks.
    const page = pages.acting();
    if (page === null) return;
    const isOf = sessionOf(next);
    if (isOf !== null && toldOf !== null && isOf !== toldOf) {
      pages.renew();
      return;
    }
    toldOf = isOf ?? toldOf;
    pages.tell(page, next);
  }

  return {
    state: () => state,
    view(view) {
      callOff();
      help = view.helpPhone === '' ? null : { name: view.helpName, phone: view.helpPhone };
      show({ state: 'view', view });
    },
    away() {
      // Said at every try to connect; the patience is that of the first.
      if (state.state === 'one-moment') return;
      callOff = waitPatiently();
      show(oneMoment(false));
    },
    wipe() {
      if (state.state === 'view') callOff = waitPatiently();
      state = oneMoment(false);
      pages.renew();
    },
    began() {
      toldOf = sessionOf(state);
    },
  };
}

const sessionOf = (state: PageState): string | null =>
  state.state === 'view' ? `${state.view.run}/${state.view.session}` : null;
