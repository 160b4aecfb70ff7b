import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { keyList, type KeyList, signedKeyList, type SignedKeyList } from '../../main/contract/wire/keys.ts';
import { rawPublicKey } from '../signing.ts';
import { type DevelopmentRoot, signKeyList } from './development-root.ts';
import { makeFolderOnce, writeSecretFile } from './files.ts';
import { makeTlsIdentity, pinOf } from './tls-identity.ts';

/**
 * DIR/keys: `gateway/` (response key, TLS key and certificate), `inner/` (sealing, acknowledgement and bundle keys), each private
 * key in a file named by its id, `key-list.json`, the signed list of their public halves, and `highest-epoch`, which must
 * outlive a restore of the database. Split so that an installation gives each zone its own folder and no other.
 */
export interface KeyFolder {
  readonly gateway: string;
  readonly inner: string;
  /** Read anew each time: another process of the same platform may have revoked something. */
  readKeyList(): Promise<{ readonly signed: SignedKeyList; readonly list: KeyList }>;
  replaceKeyList(signed: SignedKeyList): Promise<void>;
  /** The last one that was written; 0 where the epoch was never raised. */
  readHighestEpoch(): Promise<number>;
  writeHighestEpoch(epoch: number): Promise<void>;
}

/** Makes every key at the first start, signed for by the development root. */
export async function openKeyFolder(dataFolder: string, root: DevelopmentRoot, now: () => Date): Promise<KeyFolder> {
  const folder = path.join(dataFolder, 'keys');
  if (!existsSync(folder)) await makeFolderOnce(folder, (into) => makeKeys(into, root, now));
  const listFile = path.join(folder, 'key-list.json');
  const epochFile = path.join(folder, 'highest-epoch');
  return {
    gateway: path.join(folder, 'gateway'),
    inner: path.join(folder, 'inner'),
    async readKeyList() {
      const signed = signedKeyList.parse(JSON.parse(await readFile(listFile, 'utf8')));
      const list = keyList.parse(JSON.parse(Buffer.from(signed.bytes, 'base64url').toString('utf8')));
      return { signed, list };
    },
    replaceKeyList: (signed) => writeSecretFile(listFile, JSON.stringify(signed)),
    readHighestEpoch: async () =>
      existsSync(epochFile)
        ? z
            .int()
            .min(1)
            .parse(JSON.parse(await readFile(epochFile, 'utf8')))
        : 0,
    writeHighestEpoch: (epoch) => writeSecretFile(epochFile, JSON.stringify(epoch)),
  };
}

export async function readPrivateKey(folder: string, id: string): Promise<KeyObject> {
  return createPrivateKey(await readFile(path.join(folder, `${id}.pem`)));
}

/** The first key of that use that is not revoked: the one in use. */
export function currentKey(list: KeyList, use: KeyList['keys'][number]['use']): KeyList['keys'][number] {
  const found = list.keys.find((key) => key.use === use && !key.revoked);
  if (found === undefined) throw new Error(`the key list has no unrevoked ${use} key`);
  return found;
}

/** A new key of that use, written before it returns. Nothing of it is in the list yet. */
export async function addKeyFiles(
  keys: KeyFolder,
  use: KeyList['keys'][number]['use'],
  id: string,
): Promise<KeyList['keys'][number]> {
  const { privateKey } = use === 'sealing' ? generateKeyPairSync('x25519') : generateKeyPairSync('ed25519');
  await writePrivateKey(use === 'response' ? keys.gateway : keys.inner, id, privateKey);
  return { id, use, suite: 1, publicKey: rawPublicKey(privateKey), revoked: false };
}

/** A new key for the line; `name` tells its files from those of others. Returns its pin. */
export async function addTlsFiles(keys: KeyFolder, name: string): Promise<string> {
  const { key, certificate, pin } = await makeTlsIdentity();
  await writePrivateKey(keys.gateway, name, key);
  await writeSecretFile(path.join(keys.gateway, `${name}${certificateEnding}`), certificate);
  return pin;
}

export interface TlsFiles {
  /** PEM, both. */
  readonly key: string;
  readonly cert: string;
}

/** The key of the line whose pin comes first in the list: the one in use. */
export async function readTlsFiles(keys: KeyFolder, list: KeyList): Promise<TlsFiles> {
  const [pin] = list.pins;
  for (const file of await readdir(keys.gateway)) {
    if (!file.endsWith(certificateEnding)) continue;
    const cert = await readFile(path.join(keys.gateway, file), 'utf8');
    if (pinOf(cert) !== pin) continue;
    const name = file.slice(0, -certificateEnding.length);
    return { key: await readFile(path.join(keys.gateway, `${name}.pem`), 'utf8'), cert };
  }
  throw new Error(`no certificate here has the pin that the key list names first: ${pin}`);
}

const certificateEnding = '-certificate.pem';

async function makeKeys(into: string, root: DevelopmentRoot, now: () => Date): Promise<void> {
  const gateway = path.join(into, 'gateway');
  const inner = path.join(into, 'inner');
  await mkdir(gateway, { mode: 0o700 });
  await mkdir(inner, { mode: 0o700 });

  const sealing = generateKeyPairSync('x25519').privateKey;
  const acknowledgement = generateKeyPairSync('ed25519').privateKey;
  const response = generateKeyPairSync('ed25519').privateKey;
  const bundle = generateKeyPairSync('ed25519').privateKey;
  await writePrivateKey(inner, 'sealing-1', sealing);
  await writePrivateKey(inner, 'acknowledgement-1', acknowledgement);
  await writePrivateKey(inner, 'bundle-1', bundle);
  await writePrivateKey(gateway, 'response-1', response);
  const tls = await makeTlsIdentity();
  await writePrivateKey(gateway, 'tls', tls.key);
  await writeSecretFile(path.join(gateway, 'tls-certificate.pem'), tls.certificate);

  const list: KeyList = {
    v: 1,
    version: 1,
    issuedAt: now().toISOString(),
    keys: [
      { id: 'sealing-1', use: 'sealing', suite: 1, publicKey: rawPublicKey(sealing), revoked: false },
      {
        id: 'acknowledgement-1',
        use: 'acknowledgement',
        suite: 1,
        publicKey: rawPublicKey(acknowledgement),
        revoked: false,
      },
      { id: 'response-1', use: 'response', suite: 1, publicKey: rawPublicKey(response), revoked: false },
      { id: 'bundle-1', use: 'bundle', suite: 1, publicKey: rawPublicKey(bundle), revoked: false },
    ],
    pins: [tls.pin],
    revokedIncarnations: [],
  };
  await writeSecretFile(path.join(into, 'key-list.json'), JSON.stringify(signKeyList(list, root)));
}

function writePrivateKey(folder: string, id: string, key: KeyObject): Promise<void> {
  return writeSecretFile(path.join(folder, `${id}.pem`), key.export({ type: 'pkcs8', format: 'pem' }).toString());
}
