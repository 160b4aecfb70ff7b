import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ok } from '../../contract/result.ts';
import type { StuckCasesRequest } from '../../contract/wire/stuck-cases.ts';
import { openLog } from '../log.ts';
import { signFor } from '../sealing/ed25519.ts';
import { digestFor } from '../sealing/envelope.ts';
import { readEnvelope } from '../store/case-rows.ts';
import { createStuckCases } from './stuck-cases.ts';
import { type RealPlatform, startRealPlatform } from './test-real-platform.ts';
import { createStoredTerminal } from './test-stored-terminal.ts';
import { keys, nth, testTerminal } from './test-terminal.ts';
import { waitingFor } from './transport.ts';

type StoredTerminal = Awaited<ReturnType<typeof createStoredTerminal>>;

describe('with a real platform', () => {
  let platform: RealPlatform;
  beforeAll(async () => {
    platform = await startRealPlatform();
  }, 60_000);
  beforeEach(() => platform.line.set('up'));
  afterAll(() => platform.stop());

  const unended = z.array(
    z.object({ caseNumber: z.string().nullable(), stuck: z.object({ because: z.string() }).nullable() }),
  );
  const saidOf = async (caseNumber: string) =>
    unended.parse(await platform.ask('GET', '/unended-cases')).find((one) => one.caseNumber === caseNumber)?.stuck
      ?.because;

  /** As a disk does it: what lies there now is not what was handed in. */
  const change = ({ store }: StoredTerminal, caseNumber: string, part: string, value: string) =>
    store.connection.prepare(`UPDATE envelopes SET ${part} = ${value} WHERE case_number = ?`).run(caseNumber);

  /** Handed in by a program that is newer than the platform. */
  function ofVersion9({ store, enrolled }: StoredTerminal, caseNumber: string): void {
    const before = Buffer.from(readEnvelope(store, caseNumber)?.manifest ?? []);
    const manifest = Buffer.from(JSON.stringify({ ...(JSON.parse(before.toString()) as object), v: 9 }));
    const digest = digestFor('manifest', manifest);
    const signature = signFor('case', enrolled.keys.signingKey, digest);
    store.connection
      .prepare('UPDATE envelopes SET manifest = ?, signature = ? WHERE case_number = ?')
      .run(manifest, signature, caseNumber);
    store.connection
      .prepare('UPDATE cases SET case_digest = ?, bytes = bytes + ? WHERE case_number = ?')
      .run(digest.toString('base64url'), manifest.length - before.length, caseNumber);
  }

  test('each case that no waiting ends is ended by an operator, by its number, and no other with it', {
    timeout: 60_000,
  }, async () => {
    const terminal = await createStoredTerminal(platform);
    const { store, outbox, enrolled, handIn, state } = terminal;
    const numbers: string[] = [];
    for (let n = 0; n < 5; n += 1) numbers.push((await handIn(...(n === 0 ? [randomBytes(1000)] : []))).caseNumber);
    const [damaged = '', notVerified = '', refusedAtTheDoor = '', tooNew = '', good = ''] = numbers;
    change(terminal, damaged, 'answers', 'zeroblob(length(answers))');
    change(terminal, notVerified, 'signature', 'zeroblob(64)');
    change(terminal, refusedAtTheDoor, 'signature', 'zeroblob(10)');
    ofVersion9(terminal, tooNew);
    const { sync, until } = platform.startSync(enrolled, outbox);
    await until(() => state(good) === 'received-there');
    const expected = {
      [damaged]: 'damaged-here',
      [notVerified]: 'platform-did-not-take-it',
      [refusedAtTheDoor]: 'platform-did-not-take-it',
      [tooNew]: 'platform-does-not-know-this-version',
    };
    for (const [caseNumber, because] of Object.entries(expected)) {
      await expect.poll(() => saidOf(caseNumber), { timeout: 20_000 }).toBe(because);
      // Left alone it waits, however often it is spoken of.
      expect(state(caseNumber)).not.toBe('refused-there');
      expect(await platform.ask('POST', '/refusals', { case: caseNumber, reason: 'not-receivable' })).toMatchObject({
        caseNumber,
      });
      sync.kick();
      await until(() => state(caseNumber) === 'refused-there');
      expect(readEnvelope(store, caseNumber)).toBeNull();
    }
    await sync.stop();
    expect(store.connection.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(0);
    expect(store.connection.prepare('SELECT count(*) FROM papers').pluck().get()).toBe(0);
    expect(await platform.ask('GET', '/unended-cases')).toEqual([]);
  });

  test.each([
    ['envelope', `UPDATE envelopes SET answers = zeroblob(length(answers)) WHERE case_number = ?`],
    ['row of a paper', `UPDATE papers SET digest = 'x' WHERE case_number = ?`],
  ])(
    'a case that was opened there, and whose %s went bad here since, ends as what it is',
    {
      timeout: 60_000,
    },
    async (_what, sql) => {
      const terminal = await createStoredTerminal(platform);
      const { store, outbox, enrolled, handIn, state } = terminal;
      const { caseNumber } = await handIn(randomBytes(1000));
      await platform.line.set('up');
      const first = platform.startSync(enrolled, { ...outbox, finishAll: () => new Set() });
      const held = async () =>
        (await platform.heldCases(enrolled.keys.enrolment.terminal)).map(({ outcome }) => outcome);
      await expect.poll(held, { timeout: 20_000 }).toEqual(['opened']);
      await first.sync.stop();
      store.connection.prepare(sql).run(caseNumber);
      const second = platform.startSync(enrolled, outbox);
      await second.until(() => state(caseNumber) === 'received-there');
      await second.sync.stop();
      expect(readEnvelope(store, caseNumber)).toBeNull();
    },
  );
});

describe('the word on stuck cases', () => {
  function told(answer: 'nothing' | 'unheard' | 'forged') {
    const { outbox, keyRing } = testTerminal();
    outbox.add(nth(1), nth(2), nth(3));
    const heard: StuckCasesRequest[] = [];
    const ends = {
      nothing: [],
      unheard: [],
      forged: [{ bytes: Buffer.from('{}').toString('base64url'), key: 'ack-1', signature: 'A'.repeat(86) }],
    };
    const client = {
      reportStuckCases: async (request: StuckCasesRequest) => {
        heard.push(request);
        if (answer === 'unheard') return { ok: false, error: waitingFor('platform-error', 'HTTP 500') } as const;
        return ok({ v: 1 as const, acknowledged: ends[answer] });
      },
    };
    const log = openLog('/dev/null');
    return { outbox, heard, stuck: createStuckCases({ outbox, client, keys: keys.enrolled, keyRing, log }) };
  }

  test('is not said while every wait may end by itself', async () => {
    const { outbox, heard, stuck } = told('nothing');
    outbox.noteWait([nth(1).caseNumber], 'no-network', '');
    outbox.noteWait([nth(2).caseNumber], 'papers-under-way', '0/1 0%');
    await stuck.report();
    expect(heard).toEqual([]);
  });

  test('names each, with what was recorded of it, and nothing else', async () => {
    const { outbox, heard, stuck } = told('nothing');
    outbox.noteWait([nth(1).caseNumber, nth(3).caseNumber], 'damaged-here', 'digest');
    await stuck.report();
    const said = heard.map(({ bytes }) => JSON.parse(Buffer.from(bytes, 'base64url').toString()) as object);
    const word = ({ caseNumber, caseDigest, bytes }: ReturnType<typeof nth>) => ({ caseNumber, caseDigest, bytes });
    const more = { because: 'damaged-here', paper: null };
    expect(said).toEqual([
      { v: 1, ...keys.enrolled.enrolment, cases: [nth(1), nth(3)].map((one) => ({ ...word(one), ...more })) },
    ]);
  });

  test.each(['unheard', 'forged'] as const)('ends nothing when it is %s, and is said again', async (answer) => {
    const { outbox, heard, stuck } = told(answer);
    outbox.noteWait([nth(1).caseNumber], 'damaged-here', 'digest');
    await stuck.report();
    await stuck.report();
    expect(outbox.ended).toEqual([]);
    expect(heard).toHaveLength(2);
  });
});
