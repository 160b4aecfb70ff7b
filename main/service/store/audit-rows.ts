import type { Store } from './database.ts';

export interface AuditRow {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly hash: string;
}

export function readLastAuditRow({ connection }: Store): AuditRow | null {
  return (
    connection.prepare<[], AuditRow>('SELECT sequence, bytes, hash FROM audit ORDER BY sequence DESC LIMIT 1').get() ??
    null
  );
}

export function readAuditRows({ connection }: Store): readonly AuditRow[] {
  return connection.prepare<[], AuditRow>('SELECT sequence, bytes, hash FROM audit ORDER BY sequence').all();
}

export function insertAuditRow({ connection }: Store, row: AuditRow): void {
  connection
    .prepare('INSERT INTO audit (sequence, bytes, hash) VALUES (?, ?, ?)')
    .run(row.sequence, row.bytes, row.hash);
}
