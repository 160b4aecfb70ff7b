import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acknowledgements } from '../main/contract/wire/deliveries.ts';
import type { KeyList } from '../main/contract/wire/keys.ts';
import { openDatabase } from './database/open.ts';
import { takeLease } from './gateway/leases.ts';
import { type PlatformProcess, startPlatformProcess } from './testing/platform-process.ts';
import { askInside, readInside } from './testing/platform-under-test.ts';
import { type PostgresCluster, startPostgresCluster } from './testing/postgres-cluster.ts';
import { sealPage } from './testing/seal.ts';
import { enrolTestTerminal, readKeys, type TestTerminal } from './testing/terminal.ts';

/** Two platforms on one PostgreSQL, started at the same moment on an empty database and an empty data folder. */
let cluster: PostgresCluster;
let folder: string;
let both: readonly [PlatformProcess, PlatformProcess];
let list: KeyList;

const socket = (name: string): string => path.join(folder, name, 'socket');
const start = (name: string): Promise<PlatformProcess> =>
  startPlatformProcess(['--data', path.join(folder, 'data'), '--inner-socket', socket(name)], {
    DATABASE_URL: cluster.url,
  });

beforeAll(async () => {
  cluster = await startPostgresCluster();
  folder = await mkdtemp(path.join(tmpdir(), 'tongban-two-'));
  both = await Promise.all([start('a'), start('b')]);
  list = await readKeys(both[0].url, both[0].roots);
}, 60_000);
afterAll(async () => {
  for (const platform of both ?? []) await platform.end('SIGTERM');
  await cluster?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

async function enrol(): Promise<readonly [TestTerminal, TestTerminal]> {
  const { code } = z
    .object({ code: z.string() })
    .parse(await askInside(socket('a'), 'POST', '/enrolment-codes', { prefix: 'LLZ' }));
  const here = await enrolTestTerminal(both[0].url, list, code);
  // The same code and key at the other platform: the same enrolment, spoken to at the other address.
  const there = await enrolTestTerminal(both[1].url, list, code, { signingKey: here.signingKey });
  expect([there.terminal, there.incarnation, there.lease]).toEqual([here.terminal, here.incarnation, here.lease]);
  return [here, there];
}

const heldCases = z.array(
  z.object({ caseNumber: z.string(), caseDigest: z.string(), deliveries: z.number(), outcome: z.string() }),
);
async function heldOf(terminal: TestTerminal) {
  const cases = heldCases.parse(await askInside(socket('b'), 'GET', '/cases'));
  return cases.filter(({ caseNumber }) => caseNumber.startsWith(`${terminal.terminal}-`));
}

const answerBody = z.object({ acknowledged: z.object({ bytes: z.string() }).nullable() });
function entriesOf(json: unknown) {
  const { acknowledged } = answerBody.parse(json);
  if (acknowledged === null) return [];
  return acknowledgements.parse(JSON.parse(Buffer.from(acknowledged.bytes, 'base64url').toString('utf8'))).entries;
}

describe('two platforms on one database', () => {
  it('are one platform: the same root, the same keys', async () => {
    expect(both[1].roots).toEqual(both[0].roots);
    expect(await readKeys(both[1].url, both[0].roots)).toEqual(list);
  });

  it('one case that reaches both at the same moment, many times, is one case with one answer', async () => {
    const terminals = await enrol();
    const one = terminals[0].seal();
    const body = terminals[0].deliveryBody([one.envelope]);
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, at) => (at % 2 === 0 ? terminals[0] : terminals[1]).post('/v1/deliveries', body)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 16 }, () => 200));
    expect(new Set(answers.map(({ json }) => answerBody.parse(json).acknowledged?.bytes)).size).toBe(1);
    expect(await heldOf(terminals[0])).toMatchObject([
      { caseDigest: one.caseDigest, deliveries: 16, outcome: 'opened' },
    ]);
  });

  it('two cases of one number, each at one of them, end as one case and one conflict', async () => {
    const terminals = await enrol();
    const [one, other] = [terminals[0].seal(), terminals[0].seal()];
    await Promise.all([
      terminals[0].post('/v1/deliveries', terminals[0].deliveryBody([one.envelope])),
      terminals[1].post('/v1/deliveries', terminals[0].deliveryBody([other.envelope])),
    ]);
    const outcomes = (await heldOf(terminals[0])).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['conflict', 'opened']);
  });

  it('batches that overlap leave no hole and no twin in the sequence of acknowledgements', async () => {
    const terminals = await enrol();
    const cases = Array.from({ length: 12 }, (_, at) => terminals[0].seal({ counter: at + 1 }));
    const batch = (from: number, to: number) =>
      terminals[0].deliveryBody(cases.slice(from, to).map(({ envelope }) => envelope));
    const answers = await Promise.all([
      terminals[0].post('/v1/deliveries', batch(0, 8)),
      terminals[1].post('/v1/deliveries', batch(4, 12)),
      terminals[1].post('/v1/deliveries', batch(0, 12)),
    ]);
    const sequenceOf = new Map<string, number>();
    for (const { caseDigest, sequence } of answers.flatMap(({ json }) => entriesOf(json))) {
      expect(sequenceOf.get(caseDigest) ?? sequence).toBe(sequence);
      sequenceOf.set(caseDigest, sequence);
    }
    expect([...sequenceOf.values()].toSorted((a, b) => a - b)).toEqual(cases.map((_, at) => at + 1));
  });

  it('a paper whose halves reach one each, and whose case then reaches both, is one case with one answer', async () => {
    const terminals = await enrol();
    const page = sealPage(randomBytes(600_000));
    const one = terminals[0].seal({ papers: [page] });
    const body = terminals[0].deliveryBody([one.envelope]);
    const name = { caseDigest: one.caseDigest, paper: page.id };
    await terminals[0].post('/v1/deliveries', body);
    const half = { at: 0, bytes: page.ciphertext.subarray(0, 300_000) };
    await terminals[0].upload({ ...name, part: half });
    expect(await terminals[1].upload(name)).toMatchObject({ signed: true, offset: 300_000 });
    await terminals[1].upload({ ...name, part: { at: 300_000, bytes: page.ciphertext.subarray(300_000) } });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? terminals[0] : terminals[1]).post('/v1/deliveries', body)),
    );
    expect(new Set(answers.map(({ json }) => answerBody.parse(json).acknowledged?.bytes)).size).toBe(1);
    expect(answers.flatMap(({ json }) => entriesOf(json))).toHaveLength(8);
    expect(await heldOf(terminals[0])).toMatchObject([{ caseDigest: one.caseDigest, outcome: 'opened' }]);
    const opened = await readInside(socket('a'), 'GET', `/papers/${one.caseDigest}/${page.id}`);
    expect(opened.equals(page.page)).toBe(true);
  });

  it('a part of a paper that goes to both at once is there once', async () => {
    const terminals = await enrol();
    const page = sealPage(randomBytes(2_000_000));
    const one = terminals[0].seal({ papers: [page] });
    await terminals[0].post('/v1/deliveries', terminals[0].deliveryBody([one.envelope]));
    const part = { caseDigest: one.caseDigest, paper: page.id, part: { at: 0, bytes: page.ciphertext } };
    await Promise.all([terminals[0].upload(part), terminals[1].upload(part), terminals[1].upload(part)]);
    const last = await terminals[1].post('/v1/deliveries', terminals[0].deliveryBody([one.envelope]));
    expect(entriesOf(last.json)).toMatchObject([{ caseDigest: one.caseDigest, ending: { outcome: 'opened' } }]);
  });

  it('answers to one lease that are made at the same moment are all remembered, whichever arrives', async () => {
    const [terminal] = await enrol();
    const db = await openDatabase({ databaseUrl: cluster.url, folder, log: pino({ level: 'silent' }) });
    const seen = {
      lease: terminal.lease,
      auditLength: 1,
      auditHead: 'A'.repeat(43),
      auditBytes: Buffer.alloc(1),
      auditSignature: Buffer.alloc(64),
    };
    const taking = await db.transaction().execute(async (tx) => {
      // Held until both have come this far, so that each would see the row as it was before the other.
      await tx.updateTable('gateway_leases').set({ used: null }).where('terminal', '=', terminal.terminal).execute();
      const two = [takeLease(db, terminal, seen), takeLease(db, terminal, seen)];
      const waiting = sql<{ waiting: number }>`select count(*)::int as waiting from pg_locks where not granted`;
      await expect.poll(async () => (await waiting.execute(db)).rows[0]?.waiting).toBe(2);
      return two;
    });
    const leases = (await Promise.all(taking)).map((taken) => (taken.ok ? taken.value : taken.error));
    const { issued } = await db
      .selectFrom('gateway_leases')
      .select('issued')
      .where('terminal', '=', terminal.terminal)
      .executeTakeFirstOrThrow();
    await db.destroy();
    expect(issued).toEqual(expect.arrayContaining(leases));
  });

  it('a connection that dies in the middle of a transaction ends that transaction, and nothing else', async () => {
    const said: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
    const db = await openDatabase({ databaseUrl: cluster.url, folder, log });
    const pid = sql<{ readonly pid: number }>`select pg_backend_pid() as pid`;
    const dying = db.transaction().execute(async (tx) => {
      const { rows } = await pid.execute(tx);
      // Between two statements: nobody asks anything of the connection when the server ends it.
      await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(db);
      await expect.poll(() => said.join('')).toContain('a database connection was lost');
      await pid.execute(tx);
    });
    await expect(dying).rejects.toThrow();
    expect((await pid.execute(db)).rows).toHaveLength(1);
    await db.destroy();
  });

  it('one code used at both by two machines enrols one of them', async () => {
    const { code } = z
      .object({ code: z.string() })
      .parse(await askInside(socket('a'), 'POST', '/enrolment-codes', { prefix: 'FYA' }));
    const tries = await Promise.allSettled(both.map(({ url }) => enrolTestTerminal(url, list, code)));
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('go on when PostgreSQL was restarted under them, and nothing is lost', async () => {
    const [terminal] = await enrol();
    const one = terminal.seal();
    const { acknowledged } = await terminal.deliver([one.envelope]);
    await cluster.restart();
    expect((await terminal.deliver([one.envelope])).acknowledged).toEqual(acknowledged);
  }, 30_000);
});

it('a database that is not there is named, and no word goes to stdout', async () => {
  const url = 'postgresql://postgres@%2Fnonexistent/postgres';
  const args = ['--data', path.join(folder, 'lone'), '--inner-socket', socket('c')];
  await expect(startPlatformProcess(args, { DATABASE_URL: url })).rejects.toThrow('/nonexistent');
});
