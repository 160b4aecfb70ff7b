import type { Store } from './store.ts';

/** A thousand pages take some 5 ms, and the whole service stands still for them. */
const mostPagesGivenBack = 1000;

/**
 * Gives room that erased cases left back to the file system, a few megabytes at a time. Returns whether there was any; the
 * file itself shrinks with the next `overwriteErased`.
 */
export function giveBackFreePages({ connection }: Store): boolean {
  if (connection.pragma('freelist_count', { simple: true }) === 0) return false;
  connection.pragma(`incremental_vacuum(${mostPagesGivenBack})`);
  return true;
}

/**
 * Pushes deletions out of the write-ahead log into the overwritten pages and empties the log. Returns false when a reader
 * held it back; it is then to be tried again.
 */
export function overwriteErased({ connection }: Store): boolean {
  // Not waited for: it would hold up the whole service, and it is tried again.
  const waitMs = Number(connection.pragma('busy_timeout', { simple: true }));
  connection.pragma('busy_timeout = 0');
  try {
    const rows = connection.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
    return rows[0]?.busy === 0;
  } finally {
    connection.pragma(`busy_timeout = ${waitMs}`);
  }
}
