import type { Store } from './store.ts';

/** A paper's ciphertext as it lies in its file; the file is named like `id`. */
export interface PaperRow {
  readonly id: string;
  /** Of the ciphertext. */
  readonly bytes: number;
  readonly chunks: number;
  readonly digest: string;
}

/** A page that has just become durable. Call inside a transaction, after its file was flushed. */
export function insertPaper({ connection }: Store, draft: string, { id, bytes, chunks, digest }: PaperRow): void {
  connection
    .prepare('INSERT INTO papers (paper, draft, bytes, chunks, digest) VALUES (?, ?, ?, ?, ?)')
    .run(id, draft, bytes, chunks, digest);
}

/** A page that is not wanted any more. Its file goes after the commit. */
export function deletePaper({ connection }: Store, id: string): void {
  connection.prepare('DELETE FROM papers WHERE paper = ? AND case_number IS NULL').run(id);
}

/**
 * Makes papers of a draft the case's, in this order. Call inside the submission's transaction. Throws where one is not the
 * draft's: a case that lists a paper which is not there could never be opened.
 */
export function bindPapers({ connection }: Store, draft: string, caseNumber: string, ids: readonly string[]): void {
  const bind = connection.prepare(
    'UPDATE papers SET draft = NULL, case_number = ?, position = ? WHERE paper = ? AND draft = ?',
  );
  ids.forEach((id, position) => {
    if (bind.run(caseNumber, position, id, draft).changes !== 1) throw new Error(`no paper ${id} in this draft`);
  });
}

/** In the order of the case's manifest. */
export function readCasePapers({ connection }: Store, caseNumber: string): readonly PaperRow[] {
  return connection
    .prepare<[string], PaperRow>(
      'SELECT paper AS id, bytes, chunks, digest FROM papers WHERE case_number = ? ORDER BY position',
    )
    .all(caseNumber);
}

/** Call inside the transaction that ends the case; the files whose names it gives go after the commit. */
export function deleteCasePapers({ connection }: Store, caseNumber: string): readonly string[] {
  return names(connection.prepare('DELETE FROM papers WHERE case_number = ? RETURNING paper').all(caseNumber));
}

/** All that a draft holds, bound to no case. Gives the names of the files that are to go after the commit. */
export function deleteDraftPapers({ connection }: Store, draft: string): readonly string[] {
  return names(connection.prepare('DELETE FROM papers WHERE draft = ? RETURNING paper').all(draft));
}

/** Rows of sessions that are over and kept no draft. Nobody's session may be running. */
export function deleteOrphanPapers({ connection }: Store): number {
  return connection
    .prepare('DELETE FROM papers WHERE case_number IS NULL AND draft NOT IN (SELECT draft FROM drafts)')
    .run().changes;
}

export interface KnownPaper {
  readonly paper: string;
  /** Null while it belongs to a draft. */
  readonly caseNumber: string | null;
}

export function readKnownPapers({ connection }: Store): readonly KnownPaper[] {
  return connection.prepare<[], KnownPaper>('SELECT paper, case_number AS caseNumber FROM papers').all();
}

const names = (rows: readonly unknown[]): readonly string[] =>
  (rows as readonly { readonly paper: string }[]).map(({ paper }) => paper);
