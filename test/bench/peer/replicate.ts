import { execFile, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { loadPouch } from './pouch.ts';

const project = resolve(import.meta.dirname, '../../..');
export interface Peer {
  readonly version: string;
  /** Documents a second, from a database in memory to a server in memory. */
  replicate(documents: number, contentBytes: number): Promise<number>;
  stop(): void;
}

/**
 * PouchDB replicating to a CouchDB-compatible server, both in memory: it flushes nothing, verifies nothing and erases
 * nothing. Its 300 packages are no dependency of the project: npm puts them into out/, as test/bench/peer/package.json says.
 */
export async function startPeer(): Promise<Peer> {
  const folder = join(project, 'out', 'bench-peer');
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(import.meta.dirname, 'package.json'), join(folder, 'package.json'));
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
  });
  const server = fork(join(import.meta.dirname, 'server.ts'), [folder]);
  const [port] = (await once(server, 'message')) as [number];
  const pouch = loadPouch(folder);
  let runs = 0;
  return {
    version: pouch.version,
    replicate: async (documents, contentBytes) => {
      runs += 1;
      const from = new pouch(`queue-${runs}`, { adapter: 'memory' });
      const content = () => randomBytes((contentBytes * 3) / 4).toString('base64url');
      const ids = Array.from({ length: documents }, (_, at) => String(at).padStart(6, '0'));
      await from.bulkDocs(ids.map((_id) => ({ _id, content: content() })));
      const to = new pouch(`http://127.0.0.1:${port}/queue-${runs}`);
      await to.info();
      const beganMs = performance.now();
      await pouch.replicate(from, to);
      const tookMs = performance.now() - beganMs;
      const { doc_count } = await to.info();
      if (doc_count !== documents) throw new Error(`${doc_count} of ${documents} documents arrived`);
      await Promise.all([from.destroy(), to.destroy()]);
      return (documents * 1000) / tookMs;
    },
    stop: () => void server.kill(),
  };
}
