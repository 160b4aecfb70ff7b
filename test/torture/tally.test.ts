import { expect, it } from 'vitest';
import { testContent } from '../../main/service/sealing/test-case.ts';
import type { HeldCase } from '../workbench/platform-inside.ts';
import { randomFrom } from './random.ts';
import { tally } from './tally.ts';

const { applicant } = testContent('13800138000');
const wang = { caseNumber: 'TRT01-1-0001-85', idNumber: applicant.idNumber, phone: '13800138001' };
const li = { ...wang, caseNumber: 'TRT01-1-0002-82', phone: '13800138002' };

const held = ({ caseNumber, phone }: typeof wang, more: Partial<HeldCase> = {}): HeldCase => ({
  caseNumber,
  caseDigest: caseNumber,
  receivedAt: '2026-11-23T10:00:00Z',
  deliveries: 3,
  outcome: 'opened',
  identity: null,
  content: { ...testContent(phone), caseId: phone.padStart(32, '0') },
  ...more,
});

it('is nothing where each case is there once, however often it came', () => {
  expect(tally([wang, li], [held(wang), held(li)])).toEqual({ lost: 0, duplicated: 0, faults: [] });
});

it('takes a case that nobody saw a number of for right', () => {
  expect(tally([wang], [held(wang), held(li)])).toMatchObject({ lost: 0, duplicated: 0 });
});

it('counts what is not there, what is somebody else’s, and what was not opened', () => {
  expect(tally([wang, li], [held(wang)])).toMatchObject({ lost: 1, duplicated: 0 });
  expect(tally([wang], [held({ ...wang, phone: li.phone })])).toMatchObject({ lost: 1 });
  expect(tally([wang], [held(wang, { outcome: 'conflict' })])).toMatchObject({ lost: 1 });
});

it('counts a case that stands there twice once, whether by number or by content', () => {
  const again = held(wang, { caseDigest: 'another' });
  expect(tally([wang], [held(wang), again])).toMatchObject({ lost: 0, duplicated: 1 });
  expect(tally([wang], [held(wang), { ...again, caseNumber: li.caseNumber }])).toMatchObject({ duplicated: 1 });
});

it('counts a number that two people were given', () => {
  expect(tally([wang, { ...li, caseNumber: wang.caseNumber }], [held(wang)])).toMatchObject({ lost: 1, duplicated: 1 });
});

it('draws the same again from the same seed, and something else from another', () => {
  const drawn = (seed: string) =>
    Array.from({ length: 20 }, () => 0).map(
      (
        (random) => () =>
          random.next()
      )(randomFrom(seed)),
    );
  expect(drawn('a')).toEqual(drawn('a'));
  expect(drawn('a')).not.toEqual(drawn('b'));
});
