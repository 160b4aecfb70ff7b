import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCaseNumber } from '../../contract/case-number.ts';
import type { Connection } from './store.ts';
import { latestVersion, migrate, migrations } from './migrations.ts';

const rows = 4000;
const cutsPerMigration = 8;

/** What lies in a database before a step, and what must be in it behind. One for each migration there is. */
interface StepTest {
  fill(connection: Connection): void;
  check(connection: Connection): void;
}
const steps: Readonly<Record<number, StepTest>> = {
  1: {
    fill: () => {},
    check: (connection) => expect(connection.prepare('SELECT count(*) FROM cases').pluck().get()).toBe(0),
  },
  2: { fill: fillVersion1, check: checkVersion2 },
  3: { fill: fillVersion2, check: checkVersion3 },
  4: { fill: fillVersion3, check: checkVersion4 },
};

const incarnationOf = (row: number): number => (row <= rows / 2 ? 1 : 2);
const sequenceOf = (row: number): number => (row <= rows / 2 ? row : row - rows / 2);
const numberOf = (row: number): string =>
  formatCaseNumber({ terminal: 'LLZ01', incarnation: incarnationOf(row), counter: sequenceOf(row) });

function fillVersion1(connection: Connection): void {
  const at = '2026-11-23T06:42:00.000Z';
  connection.transaction(() => {
    connection
      .prepare(`INSERT INTO terminal_state VALUES (1, 'LLZ01', 2, ?, NULL, 'lease', 3, '{}', 7, NULL, NULL)`)
      .run(rows / 2);
    const insertCase = connection.prepare(
      `INSERT INTO cases VALUES (?, ?, ?, ?, 4000, 'item', '事项', 'item', '${at}', 'kept-here')`,
    );
    const insertEnvelope = connection.prepare(`INSERT INTO envelopes VALUES (?, x'01', x'02', zeroblob(500), x'04')`);
    const insertOutbox = connection.prepare(`INSERT INTO outbox VALUES (?, ?, 'no-network', 2, '${at}')`);
    for (let row = 1; row <= rows; row += 1) {
      insertCase.run(numberOf(row), sequenceOf(row), incarnationOf(row), `digest-${row}`);
      insertEnvelope.run(numberOf(row));
    }
    // In version 1 a sequence could stand twice in the outbox: once for each enrolment.
    for (let row = rows; row >= 1; row -= 1) insertOutbox.run(numberOf(row), sequenceOf(row));
  })();
}

function checkVersion2(connection: Connection): void {
  const waiting = connection
    .prepare(
      'SELECT case_number, incarnation, sequence, reason, attempts, detail FROM outbox ORDER BY incarnation, sequence',
    )
    .all();
  expect(waiting).toEqual(
    Array.from({ length: rows }, (_, at) => ({
      case_number: numberOf(at + 1),
      incarnation: incarnationOf(at + 1),
      sequence: sequenceOf(at + 1),
      reason: 'no-network',
      attempts: 2,
      detail: '',
    })),
  );
  expect(connection.prepare('SELECT count(*) FROM envelopes').pluck().get()).toBe(rows);
  expect(
    connection.prepare('SELECT terminal, incarnation, counter, epoch, standing FROM terminal_state').get(),
  ).toEqual({ terminal: 'LLZ01', incarnation: 2, counter: rows / 2, epoch: 3, standing: 'accepted' });
}

function fillVersion2(connection: Connection): void {
  const at = '2026-11-23T06:42:00.000Z';
  connection.transaction(() => {
    connection
      .prepare(
        `INSERT INTO terminal_state (id, terminal, incarnation, counter, lease, epoch, key_list, key_list_version)
         VALUES (1, 'LLZ01', 1, ?, 'lease', 1, '{}', 7)`,
      )
      .run(rows);
    const insertCase = connection.prepare(
      `INSERT INTO cases VALUES (?, ?, ?, ?, 4000, 'item', '事项', 'item', '${at}', 'received-there')`,
    );
    const insertWaiting = connection.prepare(`INSERT INTO outbox VALUES (?, ?, 'no-network', 2, '${at}', ?, 'code')`);
    const insertEnded = connection.prepare(`INSERT INTO tombstones VALUES (?, ?, ?, '${at}')`);
    connection.prepare(`INSERT INTO acknowledgements VALUES (1, 'bytes', 'ack-1', 'signature')`).run();
    for (let row = 1; row <= rows; row += 1) {
      insertCase.run(numberOf(row), sequenceOf(row), incarnationOf(row), `digest-${row}`);
      if (row % 2 === 0) insertWaiting.run(numberOf(row), sequenceOf(row), incarnationOf(row));
      else insertEnded.run(numberOf(row), `digest-${row}`, 1);
    }
  })();
}

function checkVersion3(connection: Connection): void {
  const read = (sql: string): unknown => connection.prepare(sql).get();
  expect(read('SELECT count(*) AS waiting FROM outbox WHERE reason_changes = 2')).toEqual({ waiting: rows / 2 });
  expect(read('SELECT count(*) AS ended FROM tombstones WHERE acknowledgement = 1')).toEqual({ ended: rows / 2 });
  expect(read('SELECT platform_days FROM acknowledgements')).toEqual({ platform_days: 0 });
  expect(read('SELECT platform_day, platform_days FROM terminal_state')).toEqual({
    platform_day: null,
    platform_days: 0,
  });
}

function fillVersion3(connection: Connection): void {
  const insert = connection.prepare('INSERT INTO audit VALUES (?, zeroblob(200), ?)');
  connection.transaction(() => {
    for (let row = 1; row <= rows; row += 1) insert.run(row, `hash-${row}`);
  })();
}

function checkVersion4(connection: Connection): void {
  expect(connection.prepare('SELECT count(*) FROM audit').pluck().get()).toBe(rows);
  expect(connection.prepare('SELECT count(*) FROM audit_segments').pluck().get()).toBe(0);
}

describe('each migration, with rows', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has a test of its own', () => {
    expect(Object.keys(steps).map(Number)).toEqual(migrations.map(({ version }) => version));
  });

  for (const { version } of migrations) {
    const step = steps[version];
    if (step === undefined) continue;

    /** A database as it is before the step, closed. */
    const before = (): string => {
      const file = join(folder, `before-${version}.sqlite`);
      const connection = new Database(file);
      connection.pragma('journal_mode = WAL');
      migrate(connection, version - 1);
      if (connection.pragma('user_version', { simple: true }) === version - 1) step.fill(connection);
      connection.close();
      return file;
    };

    it(`${version} keeps every row, and is whole or not there when it is killed in the middle`, async () => {
      const model = before();
      const trial = join(folder, 'trial.sqlite');
      const renew = () => {
        for (const part of ['-wal', '-shm']) rmSync(`${trial}${part}`, { force: true });
        cpSync(model, trial);
      };
      const wholeMs = await migrateAndKill(trial, version, null, renew);
      for (let cut = 0; cut < cutsPerMigration; cut += 1) {
        await migrateAndKill(trial, version, (wholeMs * cut) / cutsPerMigration, renew);
        const connection = new Database(trial);
        const reached = connection.pragma('user_version', { simple: true });
        expect([version - 1, version]).toContain(reached);
        // Whatever it reached, going on ends in the same place.
        migrate(connection, version);
        step.check(connection);
        migrate(connection);
        expect(connection.pragma('user_version', { simple: true })).toBe(latestVersion);
        expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
        connection.close();
      }
    });
  }
});

/** Runs the step in a process of its own; kills it so long after it began, or lets it end. Returns how long it took. */
async function migrateAndKill(
  file: string,
  version: number,
  killAfterMs: number | null,
  renew: () => void,
): Promise<number> {
  renew();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'test-migrating.ts'), file, String(version)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let beganMs = 0;
  let endedMs = 0;
  child.stdout.on('data', (said: Buffer) => {
    if (said.includes('through')) endedMs = performance.now();
    if (!said.includes('begins')) return;
    beganMs = performance.now();
    if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  });
  await new Promise<void>((resolve) => child.on('close', () => resolve()));
  return Math.max(1, endedMs - beganMs);
}
