import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testKeys } from '../sealing/test-case.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { appendAudit, auditHead } from './audit-log.ts';
import type { AuditEvent } from './entry.ts';
import { verifyExported } from './test-log.ts';

const at = '2026-11-23T06:32:00.000Z';
const keys = testKeys().enrolled;
let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  for (const reference of ['1', '2', '3']) appendAudit(store, { event: 'key-list-taken', reference }, at);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const moved = (from: number, to: number) => `UPDATE audit SET sequence = ${to} WHERE sequence = ${from};`;

describe('audit log', () => {
  it('chains each entry to the one before', () => {
    expect(verifyExported(store, keys)).toMatchObject({ holds: true, entries: 3, head: auditHead(store).head });
  });

  // Entry 2 stands in the third line, after the header and entry 1.
  it.each([
    ['changed', `UPDATE audit SET bytes = CAST(replace(CAST(bytes AS TEXT), '"2"', '"9"') AS BLOB) WHERE sequence = 2`],
    ['changed', `UPDATE audit SET bytes = CAST('one line' || char(10) || 'two' AS BLOB) WHERE sequence = 2`],
    ['removed', 'DELETE FROM audit WHERE sequence = 2'],
    ['reordered', moved(2, -2) + moved(3, 2) + moved(-2, 3)],
  ])('that was %s in the database shows when it is exported', (what, sql) => {
    store.connection.exec(sql);
    // The service would have gone on from what it found there.
    appendAudit(store, { event: 'key-list-taken', reference: '4' }, at);
    expect(verifyExported(store, keys)).toMatchObject({ holds: false, what, line: 3 });
  });

  it('takes no word but those of the schema, and the act it would tell of is not done', () => {
    const smuggled = { event: 'draft-kept', reference: '王小明' } as AuditEvent;
    expect(() => store.transaction(() => appendAudit(store, smuggled, at))).toThrow('reference');
    expect(auditHead(store).length).toBe(3);
  });
});
