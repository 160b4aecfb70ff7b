import Database from 'better-sqlite3';
import { migrate } from './migrations.ts';

/** `node test-migrating.ts FILE VERSION`: says that it begins, brings the database up to that version, says that it is through. */
const [, , file, version] = process.argv;
if (file === undefined || version === undefined) throw new Error('FILE VERSION');
const connection = new Database(file);
connection.pragma('journal_mode = WAL');
process.stdout.write('begins\n');
migrate(connection, Number(version));
process.stdout.write('through\n');
connection.close();
