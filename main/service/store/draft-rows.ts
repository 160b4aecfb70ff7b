import type { Store } from './store.ts';

/** A draft as it lies here: nothing in it says whose it is. */
export interface DraftRow {
  readonly draft: string;
  readonly salt: Uint8Array;
  readonly sealed: Uint8Array;
  /** The platform's time when it was begun, ISO 8601; null until a run of this service had contact. */
  readonly begunAt: string | null;
  /** How long this service has been running since. */
  readonly ranMs: number;
}

/**
 * Its first or its next state; age and beginning stay those of the first. Call inside a transaction. Returns whether it
 * was the first.
 */
export function saveDraft({ connection }: Store, { draft, salt, sealed, begunAt }: Omit<DraftRow, 'ranMs'>): boolean {
  const { changes } = connection
    .prepare('UPDATE drafts SET salt = ?, sealed = ? WHERE draft = ?')
    .run(salt, sealed, draft);
  if (changes === 1) return false;
  connection
    .prepare('INSERT INTO drafts (draft, salt, sealed, begun_at, ran_ms) VALUES (?, ?, ?, ?, 0)')
    .run(draft, salt, sealed, begunAt);
  return true;
}

/** Call inside a transaction. Returns whether there was one. */
export function deleteDraft({ connection }: Store, draft: string): boolean {
  return connection.prepare('DELETE FROM drafts WHERE draft = ?').run(draft).changes === 1;
}

/** The latest first: the one that was interrupted last is the likeliest to be asked for. */
export function readDrafts({ connection }: Store): readonly DraftRow[] {
  return connection
    .prepare<[], DraftRow>(
      'SELECT draft, salt, sealed, begun_at AS begunAt, ran_ms AS ranMs FROM drafts ORDER BY rowid DESC',
    )
    .all();
}

export function hasDrafts({ connection }: Store): boolean {
  return connection.prepare('SELECT 1 FROM drafts LIMIT 1').pluck().get() === 1;
}

/**
 * Of drafts that were begun without contact, now that the platform's time is known: they were begun at the latest as long
 * ago as this service has been running since. Call inside a transaction.
 */
export function noteBeginnings({ connection }: Store, nowMs: number): void {
  connection
    .prepare(
      `UPDATE drafts SET begun_at = strftime('%Y-%m-%dT%H:%M:%fZ', (? - ran_ms) / 1000.0, 'unixepoch') WHERE begun_at IS NULL`,
    )
    .run(nowMs);
}

/** Counts running time. Call inside a transaction. */
export function ageDrafts({ connection }: Store, ranMs: number): void {
  connection.prepare('UPDATE drafts SET ran_ms = ran_ms + ?').run(ranMs);
}
