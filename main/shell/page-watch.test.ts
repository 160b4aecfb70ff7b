import { beforeEach, describe, expect, it } from 'vitest';
import { createManualTimers } from './manual-timers.ts';
import { type PageWatch, watchPage } from './page-watch.ts';

let timers: ReturnType<typeof createManualTimers>;
let acting: number | null;
let ended: number[];
/** Pages that answer at once. */
let lively: Set<number>;
let watch: PageWatch<number>;

beforeEach(() => {
  timers = createManualTimers();
  acting = 1;
  ended = [];
  lively = new Set();
  const asked: number[] = [];
  watch = watchPage<number>({
    timers,
    acting: () => acting,
    // Answers come later than the question, as from another process.
    ask: (page) => {
      asked.push(page);
      timers.after(1, () => {
        if (lively.has(page)) watch.answered(page);
      });
    },
    end: (page) => {
      ended.push(page);
      acting = null;
    },
  });
});

describe('a page', () => {
  it('that answers is left alone', () => {
    lively.add(1);
    timers.pass(3_600_000);
    expect(ended).toEqual([]);
  });

  it('that stops answering is ended within twelve seconds', () => {
    lively.add(1);
    timers.pass(60_000);
    lively.delete(1);
    timers.pass(9_000);
    expect(ended).toEqual([]);
    timers.pass(3_000);
    expect(ended).toEqual([1]);
  });

  it('that answers late, but answers, is left alone', () => {
    for (let round = 0; round < 20; round += 1) {
      timers.pass(9_000);
      watch.answered(1);
    }
    expect(ended).toEqual([]);
  });

  it('is not saved by the answers of another', () => {
    timers.pass(9_000);
    watch.answered(2);
    timers.pass(3_000);
    expect(ended).toEqual([1]);
  });

  it('that follows one that was silent has its own ten seconds', () => {
    timers.pass(9_000);
    acting = 2;
    timers.pass(9_000);
    expect(ended).toEqual([]);
  });

  it('is not asked for while it is on its way', () => {
    acting = null;
    timers.pass(60_000);
    acting = 1;
    timers.pass(9_000);
    expect(ended).toEqual([]);
  });

  it('that is slow to give its first answer is not ended for ever, and the one after it not spared for ever', () => {
    /** A machine on which a page needs so long to its first answer. */
    const firstAnswerMs = 45_000;
    let page = 1;
    for (; page < 10 && ended.length === page - 1; page += 1) {
      acting = page;
      const now = page;
      timers.after(firstAnswerMs, () => watch.answered(now));
      timers.pass(firstAnswerMs + 1);
    }
    expect(ended).toEqual([1, 2, 3]);
    timers.pass(12_000);
    expect(ended).toEqual([1, 2, 3, 4]);
  });

  it('that never answers is ended at last after 80 s, however many went before it', () => {
    /** How long each was borne with. */
    const borneMs: number[] = [];
    for (let page = 1; page <= 7; page += 1) {
      acting = page;
      let ms = 0;
      for (; ended.length < page && ms < 400_000; ms += 1000) timers.pass(1000);
      borneMs.push(ms);
    }
    expect(ended).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const ms of borneMs.slice(3)) expect(Math.abs(ms - 80_000)).toBeLessThanOrEqual(4_000);
  });
});
