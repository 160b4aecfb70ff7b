import { describe, expect, it } from 'vitest';
import type { ServiceToHost } from '../../contract/device-host.ts';
import { item as itemSchema } from '../../contract/item.ts';
import { createResidentStick } from './resident-stick.ts';
import { sampleItem } from './sample-item.ts';
import type { Stage } from './stage.ts';

const both = (text: string) => ({ zh: text, en: text });
const paper = (id: string, more: object) => ({
  id,
  kind: 'paper',
  maxPages: 3,
  needed: true,
  ask: both('材料'),
  label: both('材料'),
  ...more,
});
const item = itemSchema.parse({
  ...sampleItem,
  questions: [paper('proof', { photograph: 'will-do' }), paper('original', {})],
});
const ticket = '1'.repeat(32);
const at = (question: string): Stage =>
  ({ stage: 'question', question, person: { ticket, item, answers: new Map(), papers: [] } }) as unknown as Stage;
const home: Stage = { stage: 'home', interrupted: 'no' };

function stick(isTaken = true) {
  const orders: ServiceToHost[] = [];
  let changes = 0;
  const made = createResidentStick({
    isTaken,
    toHost: (order) => orders.push(order) > 0,
    onChange: () => {
      changes += 1;
    },
  });
  return { ...made, orders, changes: () => changes };
}

describe("a resident's stick", () => {
  it('is looked at while a paper is asked for that a photograph will do for, and no longer', () => {
    const mine = stick();
    mine.follow(home);
    mine.follow(at('proof'));
    mine.follow(at('proof'));
    mine.follow(at('original'));
    expect(mine.orders).toEqual([
      { message: 'look-at-stick', ticket },
      { message: 'leave-stick', ticket },
    ]);
    expect(mine.forQuestion()).toBeNull();
  });

  it('is shown to the session that looks, and forgotten with it', () => {
    const mine = stick();
    mine.follow(at('proof'));
    const there = { state: 'there', files: [{ file: 0, name: 'a.jpg', bytes: 5 }] } as const;
    mine.onStick('2'.repeat(32), { ...there, files: [] });
    expect(mine.forQuestion()).toEqual({ state: 'none' });
    mine.onStick(ticket, { ...there, files: [...there.files] });
    expect(mine.forQuestion()).toEqual(there);
    expect(mine.changes()).toBe(1);
    mine.follow(home);
    expect(mine.forQuestion()).toBeNull();
    mine.follow(at('proof'));
    expect(mine.forQuestion()).toEqual({ state: 'none' });
  });

  it('is looked at again by a device host that was started anew', () => {
    const mine = stick();
    mine.follow(at('proof'));
    mine.onHostLost();
    mine.onHostStarted();
    expect(mine.orders).toEqual([
      { message: 'look-at-stick', ticket },
      { message: 'look-at-stick', ticket },
    ]);
  });

  it('is nothing to a terminal that takes none', () => {
    const mine = stick(false);
    mine.follow(at('proof'));
    expect(mine.orders).toEqual([]);
    expect(mine.forQuestion()).toBeNull();
  });
});
