import { describe, expect, it } from 'vitest';
import type { Item } from '../../contract/item.ts';
import { loadItems } from '../catalog/item-files.ts';
import { shippedItems } from '../catalog/test-item-file.ts';
import { type Walked, walkItem } from './walk.ts';
import { fittingCard, walkCard } from './walk-card.ts';

const today = '2026-11-24';
const { items } = loadItems(shippedItems);

function itemOf(id: string): Item {
  const item = items.find((each) => each.id === id);
  if (item === undefined) throw new Error(`no item ${id}`);
  return item;
}

interface Told extends Walked {
  readonly said: string;
}

async function walk(
  id: string,
  lines: readonly string[],
  who: { readonly ageYears?: number; readonly kind?: 'foreign-2017' } = {},
): Promise<Told> {
  const item = itemOf(id);
  const { kind, ageYears } = { ...fittingCard(item), ...who };
  const left = [...lines];
  let said = '';
  const walked = await walkItem(item, walkCard(kind, ageYears, today), today, 'en', {
    line: async () => left.shift() ?? null,
    write: (text) => {
      said += text;
    },
  });
  return { ...walked, said };
}

const given = ({ answers }: Walked) => Object.fromEntries([...answers].map(([path, { value }]) => [path, value]));

it('comes to the end by the answers alone, and says what was answered', async () => {
  const walked = await walk('tax-certificate', ['', '1', '1', '1', '13800138000', '']);
  expect(walked.finished).toBe(true);
  expect(given(walked)).toEqual({
    place: { kind: 'region', code: '341202' },
    tax: { kind: 'choice', option: 'income' },
    period: { kind: 'choice', option: 'this-year' },
    collect: { kind: 'choice', option: 'download' },
    phone: { kind: 'phone', digits: '13800138000' },
  });
  expect(walked.said).toContain('Phone: 138 0013 8000');
});

it('refuses what a terminal refuses, and asks again', async () => {
  const walked = await walk('tax-certificate', [
    '',
    '9',
    '1',
    '3',
    '2030-01',
    '2020-01',
    '2019-01',
    '2020-06',
    '1',
    '1',
  ]);
  expect(walked.finished).toBe(false);
  expect(walked.said.match(/ {2}! .*/g)).toEqual([
    '  ! not-an-option',
    '  ! date-in-future',
    '  ! date-before-other',
    '  ! phone-form',
  ]);
});

it('goes back, and from the end to a line that is changed', async () => {
  const walked = await walk('tax-certificate', ['', '1', '<', '2', '1', '1', '13800138000', '6', '2', '=', '=', '']);
  expect(walked.finished).toBe(true);
  expect(given(walked)).toMatchObject({
    tax: { option: 'home' },
    collect: { option: 'courier' },
    'recipient-name': { text: '王小芳' },
  });
});

it('ends where the lines end', async () => {
  expect(await walk('tax-certificate', [''])).toMatchObject({ finished: false });
});

it('tells who may not ask what to do instead', async () => {
  const young = await walk('no-criminal-record', [], { ageYears: 12 });
  expect(young.said).toContain('a parent or guardian asks for it');
  const foreign = await walk('no-criminal-record', [], { kind: 'foreign-2017' });
  expect(foreign.said).toContain('is done at the counter');
});

describe('what depends on an answer', () => {
  const before = ['', '2', '浙江省杭州市', '2026-11-01'];

  it('is asked: a promise that is not made asks for the paper', async () => {
    const walked = await walk('medical-settlement', [...before, 'n', '0', '2', '13800138000', '']);
    expect(walked.finished).toBe(true);
    expect(walked.said).toContain('! missing');
    expect(given(walked)['residence-proof']).toMatchObject({ papers: [expect.any(String), expect.any(String)] });
  });

  it('and is not asked of others', async () => {
    const walked = await walk('medical-settlement', [...before, 'y', '13800138000', '']);
    expect(walked.finished).toBe(true);
    expect(given(walked)).not.toHaveProperty('residence-proof');
  });
});

it('asks for each of a group, and for one more', async () => {
  const walked = await walk('household-children', [
    ...['', '330109'],
    ...['王小明 341202201501010033 1', 'n', 'y', '柳林小学'],
    ...['+', '王小花 341202201801010027 2', 'n', 'n', ''],
    ...['1', 'y', '4', '2', '13800138000', 'x', ''],
  ]);
  expect(walked.said).not.toContain('  ! ');
  expect(walked.finished).toBe(true);
  expect(given(walked)).toMatchObject({
    children: { kind: 'group', members: 2 },
    'children.1.school': { text: '柳林小学' },
    'children.2.child': { name: '王小花', relation: 'daughter' },
  });
  expect(given(walked)).not.toHaveProperty('children.2.school');
});

it('takes an earlier answer over by one touch', async () => {
  const walked = await walk('unemployment-registration', ['', '==']);
  expect(given(walked)).toMatchObject({ place: { code: '341202' }, insured: { code: '341202' } });
});
