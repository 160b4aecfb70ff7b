import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from './database/migrations.ts';
import { pglitePool } from './database/pglite-pool.ts';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { sealPage } from './testing/seal.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
}, 60_000);
afterAll(() => platform.stop());

const refuse = (named: string, reason: string, more: object = {}) =>
  platform.inside('POST', '/refusals', { case: named, reason, ...more });
const held = async (caseDigest: string) => (await platform.cases()).filter((one) => one.caseDigest === caseDigest);
const refused = (reason: string) => ({ outcome: 'refused', reason });

it('a case whose paper will never come is ended by its number; what stands in it is there to be read', async () => {
  const terminal = await platform.enrol();
  const page = sealPage(randomBytes(5000));
  const one = terminal.seal({ papers: [page] });
  await terminal.deliver([one.envelope]);
  const { caseNumber, caseDigest } = one;
  expect(await platform.inside('GET', '/unended-cases')).toMatchObject([
    { caseNumber, caseDigest, outcome: 'papers-missing' },
  ]);
  await expect(refuse(caseNumber, 'number-used-twice')).rejects.toThrow('404 {"error":"unknown-case"}');
  await expect(refuse(caseNumber, 'i-think-so')).rejects.toThrow('400 {"error":"malformed"}');
  // Its paper may be on its way: only who was given the very paper's id by the terminal may end it.
  const named = (paperLost: string) => refuse(caseNumber, 'paper-not-readable', { paperLost });
  await expect(refuse(caseNumber, 'paper-not-readable')).rejects.toThrow('400 {"error":"malformed"}');
  await expect(named(sealPage(randomBytes(10)).id)).rejects.toThrow('409 {"error":"paper-not-of-this-case"}');
  expect((await terminal.deliver([one.envelope])).answer.unfinished).toMatchObject([{ state: 'papers-missing' }]);
  expect(await named(page.id)).toEqual({ caseNumber, caseDigest });

  const { acknowledged, answer } = await terminal.deliver([one.envelope]);
  expect(answer.unfinished).toEqual([]);
  expect(acknowledged?.entries).toMatchObject([
    { caseNumber, caseDigest, bytes: one.bytes, ending: refused('paper-not-readable'), sequence: 1 },
  ]);
  expect(await held(caseDigest)).toMatchObject([{ outcome: 'refused', content: one.content }]);
  // An operator's second word, and the paper after all, change nothing.
  await expect(named(page.id)).rejects.toThrow('unknown-case');
  const part = { at: 0, bytes: page.ciphertext };
  expect(await terminal.upload({ caseDigest, paper: page.id, part })).toMatchObject({ status: 404 });
  expect((await terminal.deliver([one.envelope])).acknowledged).toEqual(acknowledged);
  expect(await platform.inside('GET', '/unended-cases')).toEqual([]);
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
