import type Database from 'better-sqlite3';

/** Why the store cannot be used. In each case what lies on the disk is left untouched. */
export type StoreFault =
  | { readonly fault: 'sqlite-version'; readonly version: string }
  | { readonly fault: 'database-locked' }
  | { readonly fault: 'database-newer'; readonly version: number }
  /** Not ours, or emptied. */
  | { readonly fault: 'database-unreadable'; readonly detail: string }
  /** Ours, and `openRecovery` is the way on. */
  | { readonly fault: 'database-damaged'; readonly detail: string }
  | { readonly fault: 'disk'; readonly detail: string };

export type Connection = Database.Database;

export interface Store {
  readonly connection: Connection;
  /** All of `act` or nothing; returns after the disk has it. Synchronous on purpose: nothing can come between. */
  transaction<T>(act: () => T): T;
  /** Calls `act` once, when a statement has run into a damaged page: the next start puts the database aside. */
  whenDamaged(act: (why: string) => void): void;
  close(): void;
}
