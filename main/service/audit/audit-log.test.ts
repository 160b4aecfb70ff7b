import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../store/database.ts';
import { appendAudit, auditHead, firstBrokenEntry } from './audit-log.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  for (const reference of ['1', '2', '3'])
    appendAudit(store, { event: 'key-list-taken', reference }, '2026-11-23T06:32:00.000Z');
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

describe('audit log', () => {
  it('chains each entry to the one before', () => {
    expect(firstBrokenEntry(store)).toBeNull();
    expect(auditHead(store).length).toBe(3);
  });

  it.each([
    ['changed', `UPDATE audit SET bytes = CAST(replace(CAST(bytes AS TEXT), '"2"', '"9"') AS BLOB) WHERE sequence = 2`],
    ['removed', 'DELETE FROM audit WHERE sequence = 2'],
    ['moved', 'UPDATE audit SET sequence = CASE sequence WHEN 2 THEN 30 ELSE 2 END WHERE sequence IN (2, 3)'],
  ])('names the first entry that was %s', (_how, sql) => {
    store.connection.exec(sql);
    expect(firstBrokenEntry(store)).toBe(2);
  });
});
