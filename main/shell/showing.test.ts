import { beforeEach, describe, expect, it } from 'vitest';
import type { PageState } from '../contract/shell-service.ts';
import { createShowing, type Showing } from './showing.ts';

const oneMoment: PageState = { state: 'one-moment' };
const viewOf = (run: string, session: number, place = '柳林镇'): PageState => ({
  state: 'view',
  view: {
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
    helpName: '服务台',
    helpPhone: '0558-2250012',
    idleEndsInSeconds: null,
    panelHeightMm: 598,
    screen: { screen: 'goodbye', because: 'left', cardPresent: false },
  },
});

let acting: number | null;
let pages: number;
let told: (readonly [page: number, state: PageState])[];
let showing: Showing;

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
  showing = createShowing<number>({
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
    showing.show(viewOf('a', 1));
    showing.show(viewOf('a', 1, '城关镇'));
    expect(told).toEqual([
      [1, oneMoment],
      [1, viewOf('a', 1)],
      [1, viewOf('a', 1, '城关镇')],
    ]);
  });

  it.each([
    ['another session', viewOf('a', 2)],
    ['the session of the same number in another run', viewOf('b', 1)],
  ])('is told nothing of %s: a new one is', (_what, next) => {
    arrive();
    showing.show(viewOf('a', 1));
    showing.show(next);
    expect([pages, told.length]).toEqual([2, 2]);
    arrive();
    expect(told.at(-1)).toEqual([2, next]);
  });

  it('stays through a break of the line after which the session is the same', () => {
    arrive();
    showing.show(viewOf('a', 1));
    showing.show(oneMoment);
    showing.show(viewOf('a', 1));
    expect(pages).toBe(1);
  });

  it('does not stay when the session changed while nobody was attached', () => {
    arrive();
    showing.show(viewOf('a', 1));
    showing.show(oneMoment);
    showing.show(viewOf('a', 2));
    expect(pages).toBe(2);
  });

  it('is remembered by what it was told when it came', () => {
    showing.show(viewOf('a', 1));
    arrive();
    showing.show(viewOf('a', 2));
    expect(pages).toBe(2);
  });

  it('is renewed once for a wipe and the view that follows it', () => {
    arrive();
    showing.show(viewOf('a', 1));
    showing.wipe();
    expect(showing.state()).toEqual(oneMoment);
    showing.show(viewOf('a', 2));
    arrive();
    showing.show(viewOf('a', 2));
    expect(pages).toBe(2);
  });

  it('is renewed once also when it comes between the two', () => {
    arrive();
    showing.show(viewOf('a', 1));
    showing.wipe();
    arrive();
    showing.show(viewOf('a', 2));
    expect(pages).toBe(2);
  });

  it('is told only the newest of what came while it was on its way', () => {
    showing.show(viewOf('a', 1));
    showing.show(viewOf('a', 2));
    arrive();
    expect([pages, told]).toEqual([1, [[1, viewOf('a', 2)]]]);
  });
});
