import { beforeEach, describe, expect, it } from 'vitest';
import type { PageState } from '../contract/shell-service.ts';
import type { View } from '../contract/view/view.ts';
import { createManualTimers } from './manual-timers.ts';
import { createShowing, type Showing } from './showing.ts';

const help = { name: '服务台', phone: '0558-2250012' };
const atFirst: PageState = { state: 'one-moment', takesLong: false, help: null };
const shows = (view: View): PageState => ({ state: 'view', view });
const viewOf = (run: string, session: number, place = '柳林镇'): View => ({
  run,
  session,
  place,
  language: 'zh',
  elderly: false,
  online: true,
  reader: { state: 'ready', samId: '05.01-20101129-0001228293-0296863149' },
  printer: { state: 'ready', paperNearEnd: false },
  devicesRestarting: false,
  inSession: true,
  draftAtIdle: 'none',
  helpName: '服务台',
  helpPhone: '0558-2250012',
  idleEndsInSeconds: null,
  codesAreTyped: false,
  keys: { pressed: [], typed: null },
  panelHeightMm: 598,
  screen: { screen: 'goodbye', because: 'left', draft: 'none', cardPresent: false, chipCardPresent: false },
});

let acting: number | null;
let pages: number;
let told: (readonly [page: number, state: PageState])[];
let showing: Showing;
let timers: ReturnType<typeof createManualTimers>;

/** The page on its way arrives and asks. */
function arrive(): void {
  acting = pages;
  told.push([pages, showing.state()]);
  showing.began();
}

beforeEach(() => {
  acting = null;
  pages = 1;
  told = [];
  timers = createManualTimers();
  showing = createShowing<number>({
    timers,
    acting: () => acting,
    tell: (page, state) => told.push([page, state]),
    renew() {
      acting = null;
      pages += 1;
    },
  });
});

describe('a page', () => {
  it('is told all views of one session', () => {
    arrive();
    showing.view(viewOf('a', 1));
    showing.view(viewOf('a', 1, '城关镇'));
    expect(told).toEqual([
      [1, atFirst],
      [1, shows(viewOf('a', 1))],
      [1, shows(viewOf('a', 1, '城关镇'))],
    ]);
  });

  it.each([
    ['another session', viewOf('a', 2)],
    ['the session of the same number in another run', viewOf('b', 1)],
  ])('is told nothing of %s: a new one is', (_what, next) => {
    arrive();
    showing.view(viewOf('a', 1));
    showing.view(next);
    expect([pages, told.length]).toEqual([2, 2]);
    arrive();
    expect(told.at(-1)).toEqual([2, shows(next)]);
  });

  it('stays through a break of the line after which the session is the same', () => {
    arrive();
    showing.view(viewOf('a', 1));
    showing.away();
    showing.view(viewOf('a', 1));
    expect(pages).toBe(1);
  });

  it('does not stay when the session changed while nobody was attached', () => {
    arrive();
    showing.view(viewOf('a', 1));
    showing.away();
    showing.view(viewOf('a', 2));
    expect(pages).toBe(2);
  });

  it('is remembered by what it was told when it came', () => {
    showing.view(viewOf('a', 1));
    arrive();
    showing.view(viewOf('a', 2));
    expect(pages).toBe(2);
  });

  it('is renewed once for a wipe and the view that follows it', () => {
    arrive();
    showing.view(viewOf('a', 1));
    showing.wipe();
    expect(showing.state()).toEqual({ state: 'one-moment', takesLong: false, help });
    showing.view(viewOf('a', 2));
    arrive();
    showing.view(viewOf('a', 2));
    expect(pages).toBe(2);
  });

  it('is renewed once also when it comes between the two', () => {
    arrive();
    showing.view(viewOf('a', 1));
    showing.wipe();
    arrive();
    showing.view(viewOf('a', 2));
    expect(pages).toBe(2);
  });

  it('is told only the newest of what came while it was on its way', () => {
    showing.view(viewOf('a', 1));
    showing.view(viewOf('a', 2));
    arrive();
    expect([pages, told]).toEqual([1, [[1, shows(viewOf('a', 2))]]]);
  });
});

describe('"one moment"', () => {
  it('says after 20 s that staff are to be called, at first without knowing whom', () => {
    arrive();
    timers.pass(19_999);
    expect(told).toEqual([[1, atFirst]]);
    timers.pass(1);
    expect(told.at(-1)).toEqual([1, { state: 'one-moment', takesLong: true, help: null }]);
  });

  it('says whom the last view named, and ends with the next view', () => {
    arrive();
    showing.view(viewOf('a', 1));
    timers.pass(60_000);
    showing.away();
    expect(told.at(-1)).toEqual([1, { state: 'one-moment', takesLong: false, help }]);
    timers.pass(20_000);
    expect(told.at(-1)).toEqual([1, { state: 'one-moment', takesLong: true, help }]);
    showing.view(viewOf('a', 1));
    timers.pass(60_000);
    expect(told.at(-1)).toEqual([1, shows(viewOf('a', 1))]);
  });

  it('is not begun again by each vain try to connect', () => {
    arrive();
    showing.view(viewOf('a', 1));
    for (let tries = 0; tries < 4; tries += 1) {
      showing.away();
      timers.pass(5_000);
    }
    showing.away();
    expect(showing.state()).toEqual({ state: 'one-moment', takesLong: true, help });
  });

  it('goes on through a change of persons, to a page that comes later', () => {
    arrive();
    showing.view(viewOf('a', 1));
    showing.wipe();
    timers.pass(20_000);
    arrive();
    expect(told.at(-1)).toEqual([2, { state: 'one-moment', takesLong: true, help }]);
  });

  it('names nobody where the view could not', () => {
    arrive();
    showing.view({ ...viewOf('a', 1), helpName: '', helpPhone: '' });
    showing.away();
    expect(showing.state()).toEqual(atFirst);
  });
});
