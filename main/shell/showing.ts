import type { PageState } from '../contract/shell-service.ts';

interface Pages<Page> {
  /** The page that is seen and may act; none while another is on its way. */
  acting(): Page | null;
  tell(page: Page, state: PageState): void;
  /** Puts a page that has been told nothing in the place of this one. */
  renew(): void;
}

export interface Showing {
  readonly state: () => PageState;
  show(next: PageState): void;
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
  let state: PageState = { state: 'one-moment' };
  let toldOf: string | null = null;
  return {
    state: () => state,
    show(next) {
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
    },
    wipe() {
      state = { state: 'one-moment' };
      pages.renew();
    },
    began() {
      toldOf = sessionOf(state);
    },
  };
}

const sessionOf = (state: PageState): string | null =>
  state.state === 'view' ? `${state.view.run}/${state.view.session}` : null;
