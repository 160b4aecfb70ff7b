import { describe, expect, it } from 'vitest';
import type { Item } from '../../contract/item.ts';
import { loadItems } from './item-files.ts';
import { type Here, openHere } from './open-here.ts';
import { shippedItems } from './test-item-file.ts';

const { items } = loadItems(shippedItems);
const anyItem = items.find(({ id }) => id === 'tax-certificate');
if (anyItem === undefined) throw new Error('no such item');

const here: Here = { region: '341202', today: '2026-11-23' };
const placeOf = (item: Item | undefined) => item?.questions.find(({ id }) => id === item.handlingPlace);
const isOffered = (change: Partial<Item>, at = here): boolean => openHere([{ ...anyItem, ...change }], at).length === 1;

describe('by day', () => {
  it.each<[string, Item['effective'], string | null, boolean]>([
    ['the day before it begins', { from: '2026-11-24' }, '2026-11-23', false],
    ['its first day', { from: '2026-11-23' }, '2026-11-23', true],
    ['its last day', { from: '2026-01-01', until: '2026-11-23' }, '2026-11-23', true],
    ['the day after it ended', { from: '2026-01-01', until: '2026-11-22' }, '2026-11-23', false],
    ['a day that nobody knows', { from: '2030-01-01' }, null, true],
  ])('%s', (_, effective, today, offered) => {
    expect(isOffered({ effective }, { ...here, today })).toBe(offered);
  });
});

describe('by place', () => {
  const areas: Item['areas'] = [
    { collection: ['341200'], handling: ['330100'] },
    { collection: ['341202'], handling: ['320000'] },
    { collection: ['330000'], handling: ['341200'] },
  ];
  const limited = { areas, handlingPlace: 'place' };

  it('offers it where it is open, and only places that are open from there', () => {
    const [item] = openHere([{ ...anyItem, ...limited }], here);
    expect(placeOf(item)).toMatchObject({ only: ['330100', '320000'] });
  });

  it.each<[string, string | null, boolean]>([
    ['a county of the city', '341203', true],
    ['a county of the province', '330782', true],
    ['another city', '340100', false],
    ['a terminal that does not know where it stands', null, false],
  ])('%s', (_, region, offered) => {
    expect(isOffered(limited, { ...here, region })).toBe(offered);
  });

  it('leaves the other questions and the item itself as they were', () => {
    const item = { ...anyItem, ...limited };
    const [limitedItem] = openHere([item], here);
    expect(limitedItem?.questions.slice(1)).toEqual(item.questions.slice(1));
    expect(placeOf(item)).not.toHaveProperty('only');
  });

  it('counts an agreement only while it lasts', () => {
    const agreement = { name: { zh: '协议', en: 'Agreement' }, from: '2026-06-01', until: '2026-12-31' };
    const pair = { collection: ['341200'], handling: ['330100'], agreement };
    const on = (today: string) => isOffered({ areas: [pair], handlingPlace: 'place' }, { ...here, today });
    expect(['2026-05-31', '2026-06-01', '2026-12-31', '2027-01-01'].map(on)).toEqual([false, true, true, false]);
  });
});

describe('of the items that come with the terminal', () => {
  const ids = (at: Here) => openHere(items, at).map(({ id }) => id);

  it('one is open between two cities only', () => {
    expect(ids(here)).toContain('senior-card');
    expect(ids({ ...here, region: '330109' })).toContain('senior-card');
    expect(ids({ ...here, region: '110101' })).not.toContain('senior-card');
    expect(ids({ ...here, region: null })).toHaveLength(items.length - 1);
    expect(placeOf(openHere(items, here).find(({ id }) => id === 'senior-card'))).toMatchObject({ only: ['330100'] });
  });

  it('a suspended one, and one that is not for terminals, is not offered', () => {
    const [item] = items.filter(({ id }) => id === 'tax-certificate');
    const elements = item?.elements;
    if (item === undefined || elements === undefined) throw new Error('no such item');
    const changed = (change: Partial<typeof elements>) =>
      openHere([{ ...anyItem, elements: { ...elements, ...change } }], here);
    expect(changed({ state: 'suspended' })).toEqual([]);
    expect(changed({ terminal: false })).toEqual([]);
    expect(changed({})).toHaveLength(1);
  });
});
