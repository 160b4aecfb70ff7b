import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import { createManualClock } from '../manual-clock.ts';
import { createDocumentScanner } from './driver.ts';
import { esclScanner } from './escl.ts';
import {
  createFakeScanner,
  type FakeAnswer,
  fakePage,
  feederEmpty,
  feederJam,
  feederLoaded,
  glassAndFeeder,
  rootUrl,
} from './fake-scanner.ts';

const wrongAnswers: readonly (FakeAnswer | 'silent' | 'no-http')[] = [
  'silent',
  'no-http',
  { status: 503 },
  { status: 404 },
  { status: 500 },
  { status: 302, location: 'http://elsewhere.test/' },
  { status: 200, body: '<html></html>' },
  { status: 200, body: fakePage('half', 4_000).subarray(0, 2_000) },
  { status: 200, body: fakePage('half', 4_000).subarray(0, 2_000), lengthBytes: 4_000, after: 'torn' },
  { status: 200, body: fakePage('half', 4_000).subarray(0, 2_000), lengthBytes: 4_000, after: 'nothing' },
];

const act = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'scan' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'stop' as const }) },
  { weight: 6, arbitrary: fc.constant({ do: 'load' as const }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 600, 2_000, 20_000) }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'jam' as const }, { do: 'clear' as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'unplug' as const }, { do: 'plug' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      answer: fc.constantFrom(...wrongAnswers),
      afterRequests: fc.nat(4),
    }),
  },
);

interface Scan {
  isOver: boolean;
  readonly pages: string[];
  outcome: ScanOutcome | undefined;
}

function setUp() {
  const clock = createManualClock();
  const fake = createFakeScanner();
  fake.capabilities = glassAndFeeder;
  fake.said = feederEmpty;
  const driver = createDocumentScanner({
    way: esclScanner({ call: fake.call, url: rootUrl, bothSides: false, clock }),
    clock,
    onStatus: () => {},
  });
  const scans: Scan[] = [];
  const scan = (): void => {
    const begun: Scan = { isOver: false, pages: [], outcome: undefined };
    let bytes = Buffer.alloc(0);
    scans.push(begun);
    driver.scan({
      part: (page, part, isLast) => {
        expect(begun.isOver).toBe(false);
        expect(page).toBe(begun.pages.length + 1);
        bytes = Buffer.concat([bytes, part]);
        if (!isLast) return;
        begun.pages.push(bytes.toString('latin1', 4, bytes.length - 2));
        bytes = Buffer.alloc(0);
      },
      outcome: (outcome) => {
        expect(begun.isOver).toBe(false);
        begun.isOver = true;
        begun.outcome = outcome;
      },
    });
  };
  return { clock, fake, driver, scans, scan };
}

test('whatever people, wires and scanners do, a page reaches one scan at most, whole, and the next scan works', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40, size: 'max' }), async (acts) => {
      const { clock, fake, driver, scans, scan } = setUp();
      let loaded = 0;
      const load = (): void => {
        fake.pages = [...fake.pages, fakePage(`[${loaded}]`, 3_000)];
        fake.said = feederLoaded;
        loaded += 1;
      };
      const inHand = (): Scan | undefined => scans.find(({ isOver }) => !isOver);
      for (const next of acts) {
        switch (next.do) {
          case 'scan':
            scan();
            break;
          case 'stop': {
            const stopped = inHand();
            driver.stop();
            if (stopped !== undefined) stopped.isOver = true;
            break;
          }
          case 'load':
            load();
            break;
          case 'wait':
            await clock.advance(next.ms);
            break;
          case 'jam':
            fake.said = feederJam;
            break;
          case 'clear':
            fake.said = fake.pages.length > 0 ? feederLoaded : feederEmpty;
            break;
          case 'unplug':
            fake.isThere = false;
            break;
          case 'plug':
            fake.isThere = true;
            break;
          case 'fault': {
            let left = next.afterRequests;
            fake.instead = () => {
              left -= 1;
              if (left >= 0) return undefined;
              fake.instead = () => undefined;
              return next.answer;
            };
            break;
          }
          default:
            next satisfies never;
        }
      }

      fake.instead = () => undefined;
      fake.isThere = true;
      await clock.advance(200_000);
      expect(inHand()).toBeUndefined();
      fake.pages = [];
      load();
      scan();
      await clock.advance(10_000);
      expect(scans.at(-1)?.outcome).toEqual({ outcome: 'done', pages: 1 });
      const arrived = scans.flatMap(({ pages }) => pages);
      expect(new Set(arrived).size).toBe(arrived.length);
      for (const page of arrived) expect(page).toMatch(/^\S{2994}$/);
    }),
    { numRuns: 100 },
  );
});
