import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from './database/migrations.ts';
import { pglitePool } from './database/pglite-pool.ts';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { sealPage, type TestCase } from './testing/seal.ts';
import type { TestTerminal } from './testing/terminal.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
}, 60_000);
afterAll(() => platform.stop());

const refuse = (named: string, reason: string) => platform.inside('POST', '/refusals', { case: named, reason });
const held = async (caseDigest: string) => (await platform.cases()).filter((one) => one.caseDigest === caseDigest);
const unendedOf = async ({ terminal }: TestTerminal) =>
  ((await platform.inside('GET', '/unended-cases')) as readonly { readonly caseNumber: string | null }[]).filter(
    ({ caseNumber }) => caseNumber === null || caseNumber.startsWith(`${terminal}-`),
  );
const refused = (reason: string) => ({ outcome: 'refused', reason });

it('a case whose paper will never come is ended by its number, on its terminal’s own word', async () => {
  const terminal = await platform.enrol();
  const page = sealPage(randomBytes(5000));
  const one = terminal.seal({ papers: [page] });
  await terminal.deliver([one.envelope]);
  const { caseNumber, caseDigest, bytes } = one;
  const about = { caseNumber, caseDigest, outcome: 'papers-missing' };
  expect(await unendedOf(terminal)).toMatchObject([{ ...about, stuck: null }]);
  await expect(refuse(caseNumber, 'number-used-twice')).rejects.toThrow('404 {"error":"unknown-case"}');
  await expect(refuse(caseNumber, 'i-think-so')).rejects.toThrow('400 {"error":"malformed"}');
  // Its paper may be on its way, and another paper's loss says nothing of it.
  const notSaid = '409 {"error":"terminal-has-not-said-so"}';
  await expect(refuse(caseNumber, 'paper-not-readable')).rejects.toThrow(notSaid);
  await expect(refuse(caseNumber, 'not-receivable')).rejects.toThrow(notSaid);
  const lost = (paper: string) =>
    terminal.sayStuck([{ caseNumber, caseDigest, bytes, because: 'paper-not-readable-here', paper }]);
  expect(await lost(sealPage(randomBytes(10)).id)).toEqual([]);
  await expect(refuse(caseNumber, 'paper-not-readable')).rejects.toThrow(notSaid);
  expect(await lost(page.id)).toEqual([]);
  const stuck = { because: 'paper-not-readable-here', refusableAs: 'paper-not-readable' };
  expect(await unendedOf(terminal)).toMatchObject([{ ...about, stuck }]);
  // A terminal that asks where to go on with the paper has read it through: the word is over.
  await terminal.upload({ caseDigest, paper: page.id });
  await expect(refuse(caseNumber, 'paper-not-readable')).rejects.toThrow(notSaid);
  await lost(page.id);
  expect((await terminal.deliver([one.envelope])).answer.unfinished).toMatchObject([{ state: 'papers-missing' }]);
  expect(await refuse(caseNumber, 'paper-not-readable')).toEqual({ caseNumber, caseDigest });

  const { acknowledged, answer } = await terminal.deliver([one.envelope]);
  expect(answer.unfinished).toEqual([]);
  expect(acknowledged?.entries).toMatchObject([
    { caseNumber, caseDigest, bytes, ending: refused('paper-not-readable'), sequence: 1 },
  ]);
  expect(await lost(page.id)).toEqual([acknowledged]);
  expect(await held(caseDigest)).toMatchObject([{ outcome: 'refused', content: one.content }]);
  // An operator's second word, and the paper after all, change nothing.
  await expect(refuse(caseNumber, 'paper-not-readable')).rejects.toThrow('unknown-case');
  const part = { at: 0, bytes: page.ciphertext };
  expect(await terminal.upload({ caseDigest, paper: page.id, part })).toMatchObject({ status: 404 });
  expect((await terminal.deliver([one.envelope])).acknowledged).toEqual(acknowledged);
  expect(await unendedOf(terminal)).toEqual([]);
});

describe('a case that the platform never gets to read', () => {
  const wordOn = ({ caseNumber, caseDigest, bytes }: TestCase, because = 'platform-did-not-take-it') => ({
    ...{ caseNumber, caseDigest, bytes, because },
    paper: null,
  });

  it.each([
    ['never comes', 'damaged-here', async () => {}],
    [
      'comes and does not verify',
      'platform-did-not-take-it',
      async (terminal: TestTerminal, { envelope, caseDigest }: TestCase) => {
        const damaged = { ...envelope, signature: Buffer.alloc(64, 1).toString('base64url') };
        const { answer } = await terminal.deliver([damaged]);
        expect(answer.unfinished).toEqual([{ state: 'not-verified', caseDigest }]);
      },
    ],
  ])('%s: an operator refuses it by the digest that its terminal recorded', async (_how, because, before) => {
    const terminal = await platform.enrol();
    const one = terminal.seal({ papers: [sealPage(randomBytes(100))] });
    const { caseNumber, caseDigest, bytes } = one;
    await before(terminal, one);
    await expect(refuse(caseNumber, 'not-receivable')).rejects.toThrow('unknown-case');
    expect(await terminal.sayStuck([wordOn(one, because)])).toEqual([]);
    expect(await unendedOf(terminal)).toMatchObject([
      { caseNumber, caseDigest, outcome: 'not-received', stuck: { because, refusableAs: 'not-receivable' } },
    ]);
    await expect(refuse(caseNumber, 'paper-not-readable')).rejects.toThrow('unknown-case');
    expect(await refuse(caseNumber, 'not-receivable')).toEqual({ caseNumber, caseDigest });
    const ends = await terminal.sayStuck([wordOn(one, because)]);
    const entry = { caseNumber, caseDigest, bytes, ending: refused('not-receivable'), sequence: 1 };
    expect(ends.map(({ entries }) => entries)).toEqual([[entry]]);
    expect(await held(caseDigest)).toMatchObject([{ outcome: 'refused', content: null, envelope: null }]);
    // Should it come after all, whole, the answer is the one that was given, and what stands in it is kept.
    for (const deliveries of [1, 2]) {
      expect((await terminal.deliver([one.envelope])).acknowledged).toEqual(ends[0]);
      const { content, envelope } = one;
      expect(await held(caseDigest)).toMatchObject([{ outcome: 'refused', deliveries, content, envelope }]);
    }
    expect(await unendedOf(terminal)).toEqual([]);
    const heads = await platform.inside('GET', `/published-heads/${terminal.terminal}/1`);
    expect(heads).toMatchObject({ cases: [] });
    // Its number stays taken: another case under it is a conflict, and is kept.
    const twin = terminal.seal();
    expect((await terminal.deliver([twin.envelope])).answer.unfinished).toMatchObject([{ state: 'conflict' }]);
  });

  it('is of an unknown version: it is kept as it came, and refused by the number that its terminal gives', async () => {
    const terminal = await platform.enrol();
    const one = terminal.seal({ manifest: { v: 9 } });
    const { caseNumber, caseDigest } = one;
    expect((await terminal.deliver([one.envelope])).answer.unfinished).toMatchObject([{ state: 'unknown-version' }]);
    await expect(refuse(caseDigest, 'not-receivable')).rejects.toThrow('terminal-has-not-said-so');
    await terminal.sayStuck([wordOn(one, 'platform-does-not-know-this-version')]);
    expect(await unendedOf(terminal)).toMatchObject([{ caseNumber, outcome: 'unknown-version' }]);
    await refuse(caseNumber, 'not-receivable');
    const { acknowledged } = await terminal.deliver([one.envelope]);
    expect(acknowledged?.entries).toMatchObject([{ caseNumber, bytes: one.bytes, ending: refused('not-receivable') }]);
    expect(await held(caseDigest)).toMatchObject([{ outcome: 'refused', envelope: one.envelope }]);
    expect(await platform.inside('GET', `/published-heads/${terminal.terminal}/1`)).toMatchObject({ cases: [] });
  });

  it('has come through since: its terminal gets the end it has, and nothing is left to refuse', async () => {
    const terminal = await platform.enrol();
    const one = terminal.seal();
    await terminal.sayStuck([wordOn(one)]);
    const { acknowledged } = await terminal.deliver([one.envelope]);
    expect(acknowledged?.entries).toMatchObject([{ ending: { outcome: 'opened' } }]);
    await expect(refuse(one.caseNumber, 'not-receivable')).rejects.toThrow('unknown-case');
    expect(await unendedOf(terminal)).toEqual([]);
    expect(await terminal.sayStuck([wordOn(one, 'damaged-here')])).toEqual([acknowledged]);
  });

  it('has come since, and waits for its papers: the word is over', async () => {
    const terminal = await platform.enrol();
    const one = terminal.seal({ papers: [sealPage(randomBytes(100))] });
    await terminal.sayStuck([wordOn(one)]);
    expect((await terminal.deliver([one.envelope])).answer.unfinished).toMatchObject([{ state: 'papers-missing' }]);
    await expect(refuse(one.caseNumber, 'not-receivable')).rejects.toThrow('terminal-has-not-said-so');
  });

  it('is refused to nobody on a word that is not its own terminal’s', async () => {
    const [terminal, other] = [await platform.enrol(), await platform.enrol()];
    const one = terminal.seal();
    expect(await other.sayStuck([wordOn(one)])).toEqual([]);
    const say = (body: object) => terminal.post('/v1/stuck-cases', body);
    const stranger = terminal.stuckBody([wordOn(one)], { terminal: other.terminal, incarnation: 1 });
    expect(await say(stranger)).toMatchObject({ status: 400, signed: true });
    expect(await say(other.stuckBody([wordOn(one)]))).toMatchObject({ status: 400 });
    // As a gateway would that makes up a word for a request which the terminal did sign.
    const forged = other.stuckBody([wordOn(one)], { terminal: terminal.terminal, incarnation: 1 });
    expect(await say(forged)).toMatchObject({ status: 400 });
    const later = terminal.stuckBody([wordOn(one)], { terminal: terminal.terminal, incarnation: 2 });
    expect(await say(later)).toMatchObject({ status: 400 });
    expect(await unendedOf(terminal)).toEqual([]);
    await terminal.deliver([one.envelope]);
    // Nor does another terminal learn of its end, or take it.
    expect(await other.sayStuck([wordOn(one)])).toEqual([]);
  });

  it('waits from before a new enrolment: that one speaks for it, unless the earlier one is revoked', async () => {
    const before = await platform.enrol();
    const [one, another] = [before.seal(), before.seal({ counter: 2 })];
    const again = await platform.enrol({ terminal: before.terminal });
    await again.sayStuck([wordOn(one)]);
    await refuse(one.caseNumber, 'not-receivable');
    const [end] = await again.sayStuck([wordOn(one)]);
    expect(end).toMatchObject({ incarnation: 1, entries: [{ caseDigest: one.caseDigest }] });
    await platform.inside('POST', '/revocations', { terminal: before.terminal, incarnation: 1 });
    await again.sayStuck([wordOn(another)]);
    await expect(refuse(another.caseNumber, 'not-receivable')).rejects.toThrow('unknown-case');
  });
});

it('the second case of a number is ended, and the first, which still waits for its paper, keeps the number', async () => {
  const before = await platform.enrol();
  const page = sealPage(randomBytes(5000));
  const [first, second, third] = [before.seal({ papers: [page] }), before.seal(), before.seal()];
  const { caseNumber } = first;
  await before.deliver([first.envelope]);
  await before.deliver([second.envelope, third.envelope]);
  const again = await platform.enrol({ terminal: before.terminal });
  await expect(refuse(caseNumber, 'number-used-twice')).rejects.toThrow('409 {"error":"several-cases"}');
  for (const { caseDigest } of [second, third]) {
    expect(await refuse(caseDigest, 'number-used-twice')).toEqual({ caseNumber, caseDigest });
  }
  const { acknowledged } = await again.deliver([second.envelope, third.envelope]);
  expect(acknowledged?.entries).toMatchObject([
    { caseDigest: second.caseDigest, ending: refused('number-used-twice') },
    { caseDigest: third.caseDigest, ending: refused('number-used-twice') },
  ]);
  await again.upload({ caseDigest: first.caseDigest, paper: page.id, part: { at: 0, bytes: page.ciphertext } });
  expect((await again.deliver([first.envelope])).acknowledged?.entries).toMatchObject([
    { caseNumber, caseDigest: first.caseDigest, ending: { outcome: 'opened' } },
  ]);
  expect(await held(second.caseDigest)).toMatchObject([{ outcome: 'refused', content: second.content }]);
});

it('0005 keeps what is there, and lets a refused second case of a number stand beside the first', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pglitePool(await PGlite.create()) }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const add = (digest: string, outcome: string, sequence: number, reason: string | null) =>
    sql`
      insert into cases (case_digest, case_number, terminal, incarnation, outcome, refusal_reason,
        acknowledgement_sequence, received_at, header, manifest, answers, signature)
      values (${digest}, 'LLZ01-1', 'LLZ01', 1, ${outcome}, ${reason}, ${sequence}, now(), '', '', '', '')`.execute(db);
  await migrator.migrateTo('0004-lease-challenge');
  await sql`insert into incarnations values ('LLZ01', 1, 'key', 'accepted', now())`.execute(db);
  await add('one', 'opened', 1, null);
  await expect(add('two', 'refused', 2, 'number-used-twice')).rejects.toThrow('cases_number_once');
  expect((await migrator.migrateTo('0005-operators-refusals')).error).toBeUndefined();
  await add('two', 'refused', 2, 'number-used-twice');
  await expect(add('three', 'refused', 3, 'content-not-readable')).rejects.toThrow('cases_number_once');
  await expect(add('four', 'opened', 4, null)).rejects.toThrow('cases_number_once');
  const { rows } = await sql`select case_digest from cases order by case_digest`.execute(db);
  expect(rows).toEqual([{ case_digest: 'one' }, { case_digest: 'two' }]);
  await db.destroy();
}, 60_000);
