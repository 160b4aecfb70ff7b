import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { openDatabase } from './database/open.ts';
import { createGateway } from './gateway/server.ts';
import { claimSocket, serveInnerInterface } from './inner/interface.ts';
import { openInnerZone } from './inner/open-inner-zone.ts';
import { openDevelopmentRoot, publicPart, type RootPublicKey } from './keys/development-root.ts';
import { currentKey, openKeyFolder, readPrivateKey } from './keys/folder.ts';

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
  const inner = await openInnerZone({ db, keys, now, log });
  const { list } = await keys.readKeyList();
  const { id } = currentKey(list, 'response');
  const gateway = createGateway({
    tls: {
      key: await readFile(path.join(keys.gateway, 'tls.pem'), 'utf8'),
      cert: await readFile(path.join(keys.gateway, 'tls-certificate.pem'), 'utf8'),
    },
    responseKey: { id, key: await readPrivateKey(keys.gateway, id) },
    inner,
    db,
    now,
    log,
  });
  const innerInterface = await serveInnerInterface({ socket: innerSocket, db, keys, root, now, log });
  const url = await gateway.listen(port);
  return {
    url,
    roots: [publicPart(root)],
    async stop() {
      await gateway.stop();
      await innerInterface.close();
      await db.destroy();
    },
  };
}
