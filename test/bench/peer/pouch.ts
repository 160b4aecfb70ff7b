import { createRequire } from 'node:module';
import { join } from 'node:path';

/** As much of PouchDB's interface as is used here: its packages bring no types of their own. */
export interface Pouch {
  bulkDocs(docs: readonly object[]): Promise<unknown>;
  info(): Promise<{ readonly doc_count: number }>;
  destroy(): Promise<unknown>;
}

export interface PouchConstructor {
  new (name: string, options?: { readonly adapter: 'memory' }): Pouch;
  plugin(plugin: unknown): PouchConstructor;
  defaults(options: { readonly adapter: 'memory' }): PouchConstructor;
  /** By its own defaults: batches of 100. */
  replicate(from: Pouch, to: Pouch): Promise<unknown>;
  readonly version: string;
}

/** Loads a package from where the benchmark installed its peer. */
export function peerPackage<T>(folder: string, name: string): T {
  const loaded = createRequire(join(folder, 'package.json'))(name) as { readonly default?: T } & T;
  return loaded.default ?? loaded;
}

export function loadPouch(folder: string): PouchConstructor {
  return ['pouchdb-adapter-memory', 'pouchdb-adapter-http', 'pouchdb-replication', 'pouchdb-mapreduce'].reduce(
    (pouch, plugin) => pouch.plugin(peerPackage(folder, plugin)),
    peerPackage<PouchConstructor>(folder, 'pouchdb-core'),
  );
}
