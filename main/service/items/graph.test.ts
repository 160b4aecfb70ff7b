import { describe, expect, it } from 'vitest';
import type { Item } from '../../contract/item.ts';
import { loadItems } from '../catalog/item-files.ts';
import { shippedItems } from '../catalog/test-item-file.ts';
import { flowAsMermaid, flowAsText } from './graph.ts';

const { items } = loadItems(shippedItems);

function itemOf(id: string): Item {
  const item = items.find((each) => each.id === id);
  if (item === undefined) throw new Error(`no item ${id}`);
  return item;
}

it('names each question of each item once, and those of a group under it', () => {
  for (const item of items) {
    const ids = item.questions.flatMap((question) => [
      question.id,
      ...(question.kind === 'group' ? question.questions.map(({ id }) => id) : []),
    ]);
    const named = flowAsText(item, 'en')
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/^ *(\d+|·) */, '').split(' ')[0]);
    expect(named).toEqual(ids);
  }
});

it('says on what a question hangs', () => {
  expect(flowAsText(itemOf('company-registration'), 'en')).toMatch(/capital-source .*\[capital ≥ 5000\]/);
  expect(flowAsText(itemOf('senior-card'), 'en')).toMatch(/over-eighty .*\[age ≥ 80\]/);
  expect(flowAsText(itemOf('household-children'), 'zh')).toMatch(/home-proof .*\[to in 北京市 \| 上海市/);
  expect(flowAsText(itemOf('medical-settlement'), 'en')).toMatch(/residence-proof .*\[residence = declined\]/);
});

describe('as a chart', () => {
  const edges = (id: string) =>
    flowAsMermaid(itemOf(id), 'en')
      .split('\n')
      .flatMap((line) => {
        const found = /^ {2}(\S+) -->(?:\|"(.*)"\|)? (\S+)$/.exec(line);
        return found === null ? [] : [{ from: found[1] ?? '', label: found[2] ?? '', to: found[3] ?? '' }];
      });

  it('leads from the card to the check page past every question of every item', () => {
    for (const item of items) {
      const all = edges(item.id);
      for (const { id } of item.questions) {
        expect(all.some(({ to }) => to === `q-${id}`)).toBe(true);
        expect(all.some(({ from }) => from === `q-${id}`)).toBe(true);
      }
      expect(all[0]?.from).toBe('card');
      expect(all.some(({ to }) => to === 'check')).toBe(true);
    }
  });

  it('does not lead from one of two that exclude each other to the other', () => {
    const all = edges('no-criminal-record');
    expect(all).toContainEqual({ from: 'q-collect', label: 'collect = courier', to: 'q-recipient-name' });
    expect(all).toContainEqual({ from: 'q-collect', label: 'collect = download | in-person', to: 'q-contact-phone' });
    expect(all.some(({ from, to }) => from === 'q-recipient-address' && to === 'q-contact-phone')).toBe(false);
  });
});
