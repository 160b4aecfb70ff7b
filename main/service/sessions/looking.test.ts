import { describe, expect, it } from 'vitest';
import type { Item } from '../../contract/item.ts';
import type { Looking } from '../../contract/view/home.ts';
import { createLooking } from './looking.ts';
import { sampleItem } from './sample-item.ts';

const item = (id: string, zh: string, lifeEvents: Item['lifeEvents']): Item => ({
  ...sampleItem,
  id,
  name: { zh, en: id },
  plainName: { zh: `${zh}（简）`, en: id },
  lifeEvents,
});
const items = [
  item('record', '开无犯罪记录证明', ['documents', 'work']),
  item('pension', '转养老保险', ['work', 'old-age']),
  item('medical', '异地就医备案', ['illness']),
  item('fund', '取公积金', ['home']),
  item('company', '办营业执照', ['business']),
  item('birth', '生育登记', ['child']),
];
const besides = { interrupted: false, draftWaits: false, takesCodes: false, code: null };

function lookingAt(some: readonly Item[] = items, uses: Readonly<Record<string, number>> = {}) {
  const looking = createLooking({ items: () => some, usesOf: (id) => uses[id] ?? 0 });
  const screen = (elderly = false) =>
    looking.screen((words, plain) => ((elderly ? plain : undefined) ?? words).zh, elderly, besides);
  const ids = (next: Looking) => {
    looking.to(next);
    const shown = screen();
    return 'items' in shown ? shown.items.map(({ id }) => id) : [];
  };
  return { looking, screen, ids };
}

describe('the first screen', () => {
  it('shows few items themselves, those that are used more first', () => {
    const { screen } = lookingAt(items.slice(0, 4), { fund: 2, pension: 1 });
    expect(screen()).toMatchObject({
      screen: 'home',
      events: [],
      items: [{ id: 'fund' }, { id: 'pension' }, { id: 'record' }, { id: 'medical' }],
    });
  });

  it('shows what happens in a life where there are more, and only what leads somewhere', () => {
    const { screen } = lookingAt(items, { pension: 3, fund: 1, birth: 2 });
    const shown = screen();
    if (shown.screen !== 'home') return expect.fail();
    expect(shown.events.map(({ event }) => event)).toEqual([
      'child',
      'work',
      'home',
      'illness',
      'old-age',
      'business',
      'documents',
    ]);
    expect(shown.events[1]?.names).toEqual(['转养老保险（简）', '开无犯罪记录证明（简）']);
    expect(shown.items.map(({ id }) => id)).toEqual(['pension', 'birth']);
  });

  it('has nothing used most before anything was', () => {
    expect(lookingAt().screen()).toMatchObject({ items: [] });
  });

  it('has four events at most in elderly mode, those used most, in plain words', () => {
    const shown = lookingAt(items, { fund: 9, medical: 8, company: 7, birth: 6 }).screen(true);
    if (shown.screen !== 'home') return expect.fail();
    expect(shown.events.map(({ event }) => event)).toEqual(['home', 'illness', 'business', 'child']);
    expect(shown.events[0]?.names).toEqual(['取公积金（简）']);
  });
});

it('leads to the items of an event, to all, and to what was looked for, and back', () => {
  const { looking, ids, screen } = lookingAt(items, { pension: 1 });
  expect(ids({ at: 'event', event: 'work' })).toEqual(['pension', 'record']);
  expect(looking.isAtStart()).toBe(false);
  expect(ids({ at: 'all' })).toEqual(['pension', 'record', 'medical', 'fund', 'company', 'birth']);
  expect(ids({ at: 'words', text: 'gjj' })).toEqual(['fund']);
  expect(ids({ at: 'words', text: '' })).toEqual([]);
  looking.forget();
  expect(screen().screen).toBe('home');
});

it('finds in the items that are there now', () => {
  let some: readonly Item[] = items.slice(0, 5);
  const looking = createLooking({ items: () => some, usesOf: () => 0 });
  looking.to({ at: 'words', text: '生育' });
  const found = () => looking.screen((words) => words.zh, false, besides);
  expect(found()).toMatchObject({ items: [] });
  some = items;
  expect(found()).toMatchObject({ items: [{ id: 'birth' }] });
});
