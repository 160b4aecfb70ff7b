import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { err } from '../../contract/result.ts';
import { isCorrupt } from './damage-watch.ts';
import { applicationId } from './database-file.ts';
import { isDiskFault, openStore } from './database.ts';
import type { Connection } from './store.ts';
import { latestVersion, migrate, migrations } from './migrations.ts';
import { pageBytes } from './page-size.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const file = () => join(folder, 'terminal.sqlite');

describe('openStore', () => {
  it('is durable and erasing, on the first open and on the next', () => {
    for (let opening = 0; opening < 2; opening += 1) {
      const store = openStore(folder);
      if (!store.ok) throw new Error(JSON.stringify(store.error));
      const pragma = (name: string) => store.value.connection.pragma(name, { simple: true });
      store.value.transaction(() => store.value.connection.exec('CREATE TABLE IF NOT EXISTS t (a)'));
      expect([pragma('journal_mode'), pragma('synchronous'), pragma('secure_delete'), pragma('user_version')]).toEqual([
        'wal',
        2,
        1,
        latestVersion,
      ]);
      store.value.close();
    }
  });

  it.each([
    ['journal_mode', 'DELETE'],
    ['synchronous', 'NORMAL'],
    ['secure_delete', 'OFF'],
    ['foreign_keys', 'OFF'],
    ['trusted_schema', 'ON'],
    ['temp_store', 'DEFAULT'],
  ])('does not open where SQLite holds to %s = %s, whatever it is told', (name, held) => {
    const told = Database.prototype.pragma;
    const stubborn = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Connection, ...args) {
      const [source, options] = args;
      return told.call(this, source.startsWith(`${name} = `) ? `${name} = ${held}` : source, options);
    });
    const store = openStore(folder);
    stubborn.mockRestore();
    expect(store).toEqual(err({ fault: 'disk', detail: expect.stringContaining(`PRAGMA ${name} is`) as string }));
  });

  it('builds a database anew, once, that was made before free pages were given back', () => {
    const older = new Database(file());
    older.pragma(`application_id = ${applicationId}`);
    older.pragma('journal_mode = WAL');
    migrate(older);
    older.exec(`INSERT INTO acknowledgements (bytes, key, signature) VALUES ('list', 'ack-1', 'signature')`);
    expect(older.pragma('auto_vacuum', { simple: true })).toBe(0);
    older.close();
    // A cut in the middle leaves the old one as it was, and this beside it.
    writeFileSync(`${file()}.new`, 'half');
    for (let opening = 0; opening < 2; opening += 1) {
      const store = openStore(folder);
      if (!store.ok) throw new Error(JSON.stringify(store.error));
      const { connection } = store.value;
      expect(connection.pragma('auto_vacuum', { simple: true })).toBe(2);
      expect(connection.prepare('SELECT count(*) FROM acknowledgements').pluck().get()).toBe(1);
      store.value.close();
    }
  });

  it('does not build it anew over a log that somebody else’s reading holds', () => {
    const older = new Database(file());
    older.pragma(`application_id = ${applicationId}`);
    older.pragma('journal_mode = WAL');
    migrate(older);
    const read = older.prepare('SELECT * FROM sqlite_master').iterate();
    read.next();
    const { ino } = statSync(file());
    expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'disk' } });
    expect(statSync(file()).ino).toBe(ino);
    read.return?.();
    older.close();
    const store = openStore(folder);
    expect(store.ok).toBe(true);
    if (store.ok) store.value.close();
  });

  it.each([
    ['text', Buffer.from('rubbish'.repeat(1000))],
    ['a few bytes', Buffer.from('x')],
    ['a torn page', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(500, 7)])],
  ])('takes the lock whatever lies in its file: %s', (_what, bytes) => {
    writeFileSync(join(folder, 'lock.sqlite'), bytes);
    const store = openStore(folder);
    expect(store).toMatchObject({ ok: true });
    expect(openStore(folder)).toEqual({ ok: false, error: { fault: 'database-locked' } });
    if (store.ok) store.value.close();
  });

  it('leaves nothing behind that would pass for a database when it is cut while it makes one', () => {
    // What SQLite leaves at first is an empty file; it stands under another name.
    writeFileSync(`${file()}.new`, '');
    const store = openStore(folder);
    expect(store.ok).toBe(true);
    if (store.ok) store.value.close();
    expect(readdirSync(folder)).toEqual(['database-damaged.reserve.json', 'lock.sqlite', 'terminal.sqlite']);
  });

  it.each([
    ['', () => {}],
    // Where a file cannot be written for want of space, this one cannot because a folder has its name.
    [', also when the disk takes no new file', () => mkdirSync(join(folder, 'database-damaged.json.new'))],
  ])(
    'tells of a damaged page whoever catches the error, and puts the database aside at the next start%s',
    (_also, spoil) => {
      const store = openStore(folder);
      if (!store.ok) throw new Error(JSON.stringify(store.error));
      const { connection } = store.value;
      const insert = connection.prepare('INSERT INTO audit VALUES (?, zeroblob(3000), ?)');
      store.value.transaction(() => {
        for (let row = 1; row <= 50; row += 1) insert.run(row, 'hash');
      });
      store.value.close();
      const bytes = readFileSync(file());
      // A leaf in the middle: the database opens, and most of it can be read.
      bytes.fill(0xff, bytes.length - 20 * pageBytes, bytes.length - 19 * pageBytes);
      writeFileSync(file(), bytes);

      const damaged = openStore(folder);
      if (!damaged.ok) throw new Error(JSON.stringify(damaged.error));
      spoil();
      const said: string[] = [];
      damaged.value.whenDamaged((why) => said.push(why));
      const read = () => damaged.value.connection.prepare('SELECT sum(length(bytes)) FROM audit').get();
      expect(read).toThrow('malformed');
      expect(read).toThrow('malformed');
      expect(said).toHaveLength(1);
      damaged.value.close();
      expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'database-damaged' } });
    },
  );

  it('marks damage that only the commit itself ran into, and says so', () => {
    const damaged = openStore(folder);
    if (!damaged.ok) throw new Error(JSON.stringify(damaged.error));
    const { connection, transaction, whenDamaged } = damaged.value;
    const said: string[] = [];
    whenDamaged((why) => said.push(why));
    transaction(() => connection.exec('CREATE TABLE t (a)'));
    expect(said).toEqual([]);
    const statements = Object.getPrototypeOf(connection.prepare('COMMIT')) as Database.Statement;
    const real = statements.run;
    const run = vi.spyOn(statements, 'run').mockImplementation(function (this: Database.Statement, ...given) {
      if (this.source === 'COMMIT') throw new Database.SqliteError('the disk image is malformed', 'SQLITE_CORRUPT');
      return real.apply(this, given);
    });
    expect(() => transaction(() => connection.exec('INSERT INTO t VALUES (1)'))).toThrow('malformed');
    run.mockRestore();
    expect(said).toHaveLength(1);
    damaged.value.close();
    expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'database-damaged' } });
  });

  it.each([
    ['SQLITE_CORRUPT', true],
    ['SQLITE_CORRUPT_INDEX', true],
    ['SQLITE_NOTADB', true],
    ['SQLITE_IOERR_READ', true],
    ['SQLITE_IOERR_SHORT_READ', true],
    ['SQLITE_IOERR_WRITE', false],
    ['SQLITE_IOERR_FSYNC', false],
    ['SQLITE_FULL', false],
    ['SQLITE_READONLY', false],
  ])('takes %s for a damaged database: %s', (code, isDamage) => {
    expect(isCorrupt(new Database.SqliteError('', code))).toBe(isDamage);
    expect(isDiskFault(new Database.SqliteError('', code))).toBe(true);
  });

  it('has one writer', () => {
    const first = openStore(folder);
    expect(openStore(folder)).toEqual({ ok: false, error: { fault: 'database-locked' } });
    if (first.ok) first.value.close();
    const again = openStore(folder);
    expect(again.ok).toBe(true);
    if (again.ok) again.value.close();
  });

  it('leaves a database of a newer version untouched', () => {
    const store = openStore(folder);
    if (!store.ok) throw new Error('not opened');
    store.value.connection.pragma(`user_version = ${latestVersion + 1}`);
    store.value.close();
    const before = readFileSync(file());
    expect(openStore(folder)).toEqual({ ok: false, error: { fault: 'database-newer', version: latestVersion + 1 } });
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['text', Buffer.from('not a database at all, and long enough to look like something else entirely')],
    ['a torn first page', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(500, 7)])],
  ])('leaves %s untouched and names it', (_what, bytes) => {
    writeFileSync(file(), bytes);
    expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'database-unreadable' } });
    expect(readFileSync(file()).equals(bytes)).toBe(true);
  });

  it('leaves another program’s database untouched', () => {
    const other = new Database(file());
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    const before = readFileSync(file());
    expect(openStore(folder)).toMatchObject({ ok: false, error: { fault: 'database-unreadable' } });
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  it('rolls a transaction back whole', () => {
    const store = openStore(folder);
    if (!store.ok) throw new Error('not opened');
    const { connection } = store.value;
    connection.exec('CREATE TABLE t (a)');
    expect(() =>
      store.value.transaction(() => {
        connection.exec('INSERT INTO t VALUES (1)');
        throw new Error('in the middle');
      }),
    ).toThrow('in the middle');
    expect(connection.prepare('SELECT count(*) FROM t').pluck().get()).toBe(0);
    store.value.close();
  });

  it('says that the folder cannot be written', () => {
    const elsewhere = join(folder, 'missing');
    expect(openStore(elsewhere)).toMatchObject({ ok: false, error: { fault: 'disk' } });
  });
});

describe('migrations', () => {
  it('count up without a hole', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, at) => at + 1));
  });

  it('leaves the step before it when one is cut in the middle', () => {
    const connection = new Database(file());
    connection.exec('CREATE TABLE tombstones (in_the_way)');
    // Version 1 makes this table too, after several others: it fails there, and none of the others may stay.
    expect(() => migrate(connection)).toThrow('already exists');
    expect(connection.pragma('user_version', { simple: true })).toBe(0);
    expect(connection.prepare(`SELECT name FROM sqlite_master WHERE name = 'cases'`).get()).toBeUndefined();
    connection.exec('DROP TABLE tombstones');
    migrate(connection);
    expect(connection.pragma('user_version', { simple: true })).toBe(latestVersion);
    connection.close();
  });

  it('can be opened from a copy taken after a crash, with its log', () => {
    const store = openStore(folder);
    if (!store.ok) throw new Error('not opened');
    store.value.connection.exec('CREATE TABLE t (a); INSERT INTO t VALUES (7)');
    const copy = mkdtempSync(join(tmpdir(), 'store-'));
    for (const name of ['terminal.sqlite', 'terminal.sqlite-wal']) copyFileSync(join(folder, name), join(copy, name));
    store.value.close();
    const recovered = openStore(copy);
    if (!recovered.ok) throw new Error(JSON.stringify(recovered.error));
    expect(recovered.value.connection.prepare('SELECT a FROM t').pluck().get()).toBe(7);
    recovered.value.close();
    rmSync(copy, { recursive: true });
  });
});
