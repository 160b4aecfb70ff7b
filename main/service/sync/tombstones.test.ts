import { expect, test } from 'vitest';
import { err, ok } from '../../contract/result.ts';
import type { TombstonesRequest } from '../../contract/wire/tombstones.ts';
import { openLog } from '../log.ts';
import { createTombstones } from './tombstones.ts';
import { waitingFor } from './transport.ts';

const list = (n: number) => ({ bytes: `list${n}`, key: 'ack-1', signature: 'A'.repeat(86) });
const log = openLog('/dev/null');

function terminal(ended: number, epoch: number) {
  const lists = Array.from({ length: ended }, (_, at) => list(at));
  const told: number[] = [];
  return {
    told,
    epoch: () => epoch,
    toldEpoch: () => told.at(-1) ?? 1,
    saveToldEpoch: (heard: number) => void told.push(heard),
    tombstones: (after: number, most: number) => {
      const page = lists.slice(after, after + most);
      return { lists: page, last: after + page.length };
    },
  };
}

function platform(fails: (nth: number) => boolean = () => false) {
  const heard: string[] = [];
  let asked = 0;
  return {
    heard,
    offerTombstones: async ({ lists }: TombstonesRequest) => {
      asked += 1;
      if (fails(asked)) return err(waitingFor('platform-does-not-answer', 'cut'));
      heard.push(...lists.map(({ bytes }) => bytes));
      return ok({ v: 1 as const, lost: 0 });
    },
  };
}

test('under the epoch of before nothing is said', async () => {
  const [ours, theirs] = [terminal(3, 1), platform()];
  await createTombstones(ours, theirs, log).offer();
  expect(theirs.heard).toEqual([]);
  expect(ours.told).toEqual([]);
});

test('every list is offered once after the epoch rose, however many there are', async () => {
  const [ours, theirs] = [terminal(120, 2), platform()];
  await createTombstones(ours, theirs, log).offer();
  await createTombstones(ours, theirs, log).offer();
  expect(theirs.heard).toEqual(Array.from({ length: 120 }, (_, at) => `list${at}`));
  expect(ours.told).toEqual([2]);
});

test('cut off, all of it is offered again', async () => {
  const [ours, theirs] = [terminal(120, 2), platform((nth) => nth === 2)];
  const tombstones = createTombstones(ours, theirs, log);
  await tombstones.offer();
  expect(ours.told).toEqual([]);
  await tombstones.offer();
  expect(new Set(theirs.heard).size).toBe(120);
  expect(ours.told).toEqual([2]);
});
