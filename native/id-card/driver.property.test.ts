import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idCard } from '../../main/contract/card.ts';
import { createDriverBench } from './driver-bench.ts';
import { blocksOf, sampleCard } from './sample-cards.ts';
import { faultKinds } from './virtual-reader.ts';

const acts = {
  wait: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 3, 10, 40, 170, 400, 1500, 7000) }),
  people: fc.record({ do: fc.constantFrom('lay', 'lift', 'begin', 'read', 'stop', 'release') }),
  unplug: fc.record({ do: fc.constant('unplug' as const), ms: fc.constantFrom(0, 5, 300, 4000) }),
  fault: fc.record({ do: fc.constant('fault' as const), kind: fc.constantFrom(...faultKinds), count: fc.nat(3) }),
};
const act = fc.oneof(
  { weight: 8, arbitrary: acts.wait },
  { weight: 10, arbitrary: acts.people },
  { weight: 1, arbitrary: acts.unplug },
  { weight: 1, arbitrary: acts.fault },
);

/** A card of its own for every time one is laid down; its address says which. */
const cardLaid = (number: number) => idCard.parse({ ...sampleCard('resident-wang'), address: String(number) });

describe('whatever people and wires do', () => {
  it('a card is read under a ticket only if it was laid down after that session began, and the reader works again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 80, size: 'max' }), async (acts) => {
        const it = createDriverBench();
        const laidBefore = new Map<string, number>();
        let laid = 0;
        let ticket = '';
        const begin = (): void => {
          ticket = String(laidBefore.size).padStart(32, '0');
          laidBefore.set(ticket, laid);
          it.driver.watch(ticket);
        };
        const lay = (): void => {
          it.reader.lay(blocksOf(cardLaid(laid)));
          laid += 1;
        };
        begin();
        for (const one of acts) {
          if (one.do === 'wait') await it.clock.advance(one.ms);
          if (one.do === 'lay') lay();
          if (one.do === 'lift') it.reader.lift();
          if (one.do === 'begin') begin();
          if (one.do === 'read') it.driver.read(ticket);
          if (one.do === 'stop') it.driver.stop(ticket);
          if (one.do === 'release') it.driver.release(ticket);
          if (one.do === 'fault') it.reader.addFault({ kind: one.kind, count: one.count + 1 });
          if (one.do === 'unplug') {
            it.pull();
            await it.clock.advance(one.ms);
            it.plug();
          }
        }

        // Then all is well again: the next person's card is read, and nobody else's.
        it.reader.lift();
        begin();
        it.driver.read(ticket);
        await it.clock.advance(200_000);
        it.reader.lift();
        await it.clock.advance(1000);
        lay();
        await it.clock.advance(20_000);
        const reads = it.cards.flatMap(({ ticket: under, event }) =>
          event.event === 'read' && event.card.kind === 'resident'
            ? [{ under, number: Number(event.card.address) }]
            : [],
        );
        for (const { under, number } of reads) expect(number).toBeGreaterThanOrEqual(laidBefore.get(under) ?? Infinity);
        if (it.reader.faultsLeft() === 0) expect(reads.at(-1)).toEqual({ under: ticket, number: laid - 1 });
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
