import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TerminalFolder } from './terminal-folder.ts';

/** A fault to be caught: as if a commit had been called durable and was not. The number was given, and nothing knows of it. */
export function forgetLastCase(folder: TerminalFolder): void {
  const database = new DatabaseSync(path.join(folder.data, 'terminal.sqlite'), {
    enableForeignKeyConstraints: false,
    timeout: 2000,
  });
  const last = `(SELECT case_number FROM cases ORDER BY sequence DESC LIMIT 1)`;
  for (const table of ['envelopes', 'outbox', 'receipts', 'cases']) {
    database.exec(`DELETE FROM ${table} WHERE case_number = ${last}`);
  }
  database.close();
}
