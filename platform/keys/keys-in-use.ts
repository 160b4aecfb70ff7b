import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import type { KeyList } from '../../main/contract/wire/keys.ts';
import { currentKey, type KeyFolder, readPrivateKey, readTlsFiles, type TlsFiles } from './folder.ts';

export interface NamedKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** What the list in force makes of the key folder. */
export interface KeysInUse {
  readonly version: number;
  /** A revoked one still opens what was sealed to it before. */
  readonly sealing: ReadonlyMap<string, KeyObject>;
  readonly acknowledgement: NamedKey;
  /** Null on a platform from before there were bundles, until one is announced. */
  readonly bundle: NamedKey | null;
  readonly response: NamedKey;
  readonly tls: TlsFiles;
}

export interface KeysKeeper {
  current(): KeysInUse;
  /** Takes over what the operator changed, through this process or another. */
  refresh(): Promise<void>;
  /** Called after each change. */
  onChange(listener: (keys: KeysInUse) => void): void;
  stop(): void;
}

/** How long a process may go on with keys that another has changed. */
const lookEveryMs = 1000;

export async function keepKeysInUse(keys: KeyFolder, log: Logger): Promise<KeysKeeper> {
  let inUse = await readKeysInUse(keys, (await keys.readKeyList()).list);
  const listeners: ((keys: KeysInUse) => void)[] = [];
  const refresh = async (): Promise<void> => {
    const { list } = await keys.readKeyList();
    if (list.version === inUse.version) return;
    inUse = await readKeysInUse(keys, list);
    for (const listener of listeners) listener(inUse);
  };
  const looking = setInterval(() => {
    refresh().catch((error: unknown) => log.error({ err: error }, 'the key list could not be read'));
  }, lookEveryMs);
  looking.unref();
  return {
    current: () => inUse,
    refresh,
    onChange: (listener) => void listeners.push(listener),
    stop: () => clearInterval(looking),
  };
}

async function readKeysInUse(keys: KeyFolder, list: KeyList): Promise<KeysInUse> {
  const sealing = new Map<string, KeyObject>();
  for (const { id, use } of list.keys) if (use === 'sealing') sealing.set(id, await readPrivateKey(keys.inner, id));
  const named = async (folder: string, id: string): Promise<NamedKey> => ({
    id,
    key: await readPrivateKey(folder, id),
  });
  const bundle = list.keys.find(({ use, revoked }) => use === 'bundle' && !revoked);
  return {
    version: list.version,
    sealing,
    acknowledgement: await named(keys.inner, currentKey(list, 'acknowledgement').id),
    bundle: bundle === undefined ? null : await named(keys.inner, bundle.id),
    response: await named(keys.gateway, currentKey(list, 'response').id),
    tls: await readTlsFiles(keys, list),
  };
}
