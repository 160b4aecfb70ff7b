import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { openDatabase } from './database/open.ts';
import { createGateway } from './gateway/server.ts';
import { claimSocket, serveInnerInterface } from './inner/interface.ts';
import { openInnerZone } from './inner/open-inner-zone.ts';
import { openDevelopmentRoot, publicPart, type RootPublicKey } from './keys/development-root.ts';
import { openKeyFolder } from './keys/folder.ts';
import { keepKeysInUse } from './keys/keys-in-use.ts';
import { openPaperFiles } from './papers/paper-files.ts';

export interface PlatformOptions {
  /** Keys, root, and the embedded database where it is used. Made when it is not there. */
  readonly dataFolder: string;
  /** Null for the embedded database in the data folder. */
  readonly databaseUrl: string | null;
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly innerSocket: string;
  readonly now: () => Date;
  readonly log: Logger;
}

export interface Platform {
  readonly url: string;
  readonly roots: readonly RootPublicKey[];
  stop(): Promise<void>;
}

/**
 * The whole reference platform in one process: the gateway and the inner zone keep to their own folders and keys, and
 * meet in inner/inner.ts alone.
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { dataFolder, databaseUrl, port, innerSocket, now, log } = options;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const root = await openDevelopmentRoot(dataFolder);
  const keys = await openKeyFolder(dataFolder, root, now);
  await claimSocket(innerSocket);
  const db = await openDatabase({ databaseUrl, folder: dataFolder, log });
  const papers = await openPaperFiles(path.join(dataFolder, 'papers'));
  const inUse = await keepKeysInUse(keys, log);
  const inner = openInnerZone({ db, keys, inUse, papers, now, log });
  const gateway = createGateway({ inUse, inner, papers, db, now, log });
  const innerInterface = await serveInnerInterface({ socket: innerSocket, db, keys, inUse, papers, root, now, log });
  const url = await gateway.listen(port);
  return {
    url,
    roots: [publicPart(root)],
    async stop() {
      inUse.stop();
      await gateway.stop();
      await innerInterface.close();
      await db.destroy();
    },
  };
}
