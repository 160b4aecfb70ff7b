import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TerminalFolder } from './terminal-folder.ts';

/** A fault to be caught: as if a commit had been called durable and was not. The number was given, and nothing knows of it. */
export function forgetLastCase(folder: TerminalFolder): void {
  const last = `(SELECT case_number FROM cases ORDER BY sequence DESC LIMIT 1)`;
  const tables = ['envelopes', 'outbox', 'receipts', 'cases'];
  change(folder, tables.map((table) => `DELETE FROM ${table} WHERE case_number = ${last}`).join(';'));
}

/** The same of a draft that somebody was told is kept. */
export function forgetDrafts(folder: TerminalFolder): void {
  change(folder, 'DELETE FROM drafts');
}

function change(folder: TerminalFolder, sql: string): void {
  const database = new DatabaseSync(path.join(folder.data, 'terminal.sqlite'), {
    enableForeignKeyConstraints: false,
    timeout: 2000,
  });
  database.exec(sql);
  database.close();
}
