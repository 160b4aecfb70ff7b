import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const debianFolder = '/usr/lib/postgresql';

export interface PostgresCluster {
  readonly url: string;
  /** As an administrator does it at noon: every connection is cut. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A private PostgreSQL of Debian's: a Unix socket in a folder of its own, no TCP. PostgreSQL refuses to run as root, so
 * root starts it as the user `postgres`. Rejects with the line to install it where it is missing.
 */
export async function startPostgresCluster(): Promise<PostgresCluster> {
  const programs = await findPrograms();
  const folder = await mkdtemp(path.join(tmpdir(), 'tongban-pg-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (which) => (await run('id', [which, 'postgres'])).stdout),
    );
    await chown(folder, Number(uid), Number(gid));
  }
  const data = path.join(folder, 'data');
  const postgres = (program: string, ...args: readonly string[]) => {
    const command = [path.join(programs, program), ...args];
    const [file = '', ...rest] = asRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    return run(file, rest, { cwd: folder });
  };
  await postgres('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync');
  const settings = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c fsync=off`;
  const start = () => postgres('pg_ctl', '-D', data, '-l', path.join(folder, 'log'), '-w', '-o', settings, 'start');
  const stop = () => postgres('pg_ctl', '-D', data, '-m', 'fast', '-w', 'stop');
  await start();
  return {
    url: `postgresql://postgres@${encodeURIComponent(folder)}/postgres`,
    async restart() {
      await stop();
      await start();
    },
    async stop() {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Debian keeps them off the PATH, a folder a version; the newest counts. */
async function findPrograms(): Promise<string> {
  const versions = existsSync(debianFolder) ? await readdir(debianFolder) : [];
  const newest = versions
    .filter((version) => existsSync(path.join(debianFolder, version, 'bin', 'initdb')))
    .toSorted((a, b) => Number(a) - Number(b))
    .at(-1);
  if (newest === undefined) {
    throw new Error('PostgreSQL is not installed: sudo apt-get install -y postgresql');
  }
  return path.join(debianFolder, newest, 'bin');
}
