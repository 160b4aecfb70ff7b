import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { KeyList, SignedKeyList } from '../../main/contract/wire/keys.ts';
import { rawPublicKey, signFor } from '../signing.ts';
import { makeFolderOnce, writeSecretFile } from './files.ts';

/**
 * A root beside the platform it vouches for: for development and demonstration only, because whoever takes this machine
 * takes the root too. A province keeps its roots offline and signs its key lists there.
 */
export interface DevelopmentRoot {
  readonly id: string;
  readonly key: KeyObject;
}

/** As a terminal's profile lists them. */
export interface RootPublicKey {
  readonly id: string;
  /** Ed25519, raw, base64url. */
  readonly publicKey: string;
}

const rootId = 'development-root-1';

/** Reads DIR/root, made at the first start, and writes its public part to DIR/roots.json. */
export async function openDevelopmentRoot(dataFolder: string): Promise<DevelopmentRoot> {
  const folder = path.join(dataFolder, 'root');
  if (!existsSync(folder)) {
    await makeFolderOnce(folder, async (into) => {
      const { privateKey } = generateKeyPairSync('ed25519');
      await writeSecretFile(
        path.join(into, `${rootId}.pem`),
        privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      );
    });
  }
  const key = createPrivateKey(await readFile(path.join(folder, `${rootId}.pem`)));
  const root = { id: rootId, key };
  await writeSecretFile(path.join(dataFolder, 'roots.json'), `${JSON.stringify([publicPart(root)])}\n`);
  return root;
}

export const publicPart = ({ id, key }: DevelopmentRoot): RootPublicKey => ({ id, publicKey: rawPublicKey(key) });

export function signKeyList(list: KeyList, root: DevelopmentRoot): SignedKeyList {
  const bytes = Buffer.from(JSON.stringify(list), 'utf8');
  return {
    bytes: bytes.toString('base64url'),
    signatures: [{ root: root.id, signature: signFor('key-list', root.key, bytes).toString('base64url') }],
  };
}
