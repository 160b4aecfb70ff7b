import { expect, test } from 'vitest';
import { testContent } from '../sealing/test-case.ts';
import { explainWaiting } from './explain-waiting.ts';
import { sealedCaseWith } from './test-outbox.ts';
import { keys, nth } from './test-terminal.ts';

test('of a case that owes papers nothing is held but its place and what is wanted: its envelope is read again', async () => {
  const { one, papers } = await sealedCaseWith(keys, 1, testContent('13800138000'), [100]);
  const [paper, ciphertext] = [...papers][0] ?? expect.fail();
  const { caseDigest, caseNumber, incarnation, sequence } = one;
  const missing = [{ paper, receivedBytes: 40 }];
  const { owing } = explainWaiting([one], { unfinished: [{ state: 'papers-missing', caseDigest, missing }] }, null);
  const wanted = [{ id: paper, bytes: ciphertext.length, receivedBytes: 40 }];
  expect(owing).toEqual([{ caseNumber, incarnation, sequence, papers: wanted }]);
});

test('cases that wait for the same are given together', () => {
  const unfinished = [1, 3].map((n) => ({ state: 'conflict' as const, caseDigest: nth(n).caseDigest }));
  const { waits } = explainWaiting([nth(1), nth(2), nth(3)], { unfinished }, null);
  expect(waits).toEqual([
    { reason: 'number-used-twice', detail: 'conflict', cases: [nth(1), nth(3)] },
    { reason: 'platform-has-not-opened-it', detail: 'not named in the answer', cases: [nth(2)] },
  ]);
});
