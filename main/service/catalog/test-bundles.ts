import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Item } from '../../contract/item.ts';
import type { BundleContent, BundleNotice, SignedBundleNotice } from '../../contract/wire/bundles.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import type { AuditEvent } from '../audit/entry.ts';
import { createManualTimers } from '../manual-timers.ts';
import { openLog } from '../log.ts';
import { bundleDigest } from '../sealing/bundle.ts';
import { signFor } from '../sealing/ed25519.ts';
import { rawPublicKey, testKeys } from '../sealing/test-case.ts';
import { smallItem } from './test-item.ts';
import { openBundleShelf } from './bundle-shelf.ts';

export interface BundleKey {
  readonly id: string;
  readonly key: KeyObject;
  readonly listed: KeyList['keys'][number];
}

export function bundleKey(id: string): BundleKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const listed = { id, use: 'bundle', suite: 1, publicKey: rawPublicKey(publicKey), revoked: false } as const;
  return { id, key: privateKey, listed };
}

/** A list of a small province with these keys for bundles. */
export const listWith = (...keys: readonly BundleKey['listed'][]): KeyList => {
  const { list } = testKeys();
  return { ...list, keys: [...list.keys, ...keys] };
};

/** An item file: JSON is YAML too. */
export const itemFile = (id: string, version = 1, change: Partial<Item> = {}) => ({
  name: `${id}.yaml`,
  text: JSON.stringify({ ...smallItem, id, version, ...change }),
});

export interface MadeBundle {
  readonly bytes: Buffer;
  readonly notice: BundleNotice;
  readonly signed: SignedBundleNotice;
}

export function makeBundle(
  key: Pick<BundleKey, 'id' | 'key'>,
  version: number,
  {
    items = [itemFile('sample', version)],
    settings = null,
    at = '2026-11-23T06:00:00Z',
    inside = version,
  }: Partial<Pick<BundleContent, 'items' | 'settings'>> & { readonly at?: string; readonly inside?: number } = {},
): MadeBundle {
  const content: BundleContent = {
    v: 1,
    version: inside,
    publishedAt: '2026-11-20T00:00:00Z',
    settings,
    items: [...items],
  };
  const bytes = gzipSync(JSON.stringify(content));
  const notice: BundleNotice = { v: 1, version, digest: bundleDigest(bytes), bytes: bytes.length, at };
  return { bytes, notice, signed: signNotice(notice, key) };
}

export function signNotice(notice: unknown, { id, key }: Pick<BundleKey, 'id' | 'key'>): SignedBundleNotice {
  const bytes = Buffer.from(JSON.stringify(notice));
  const signature = signFor('bundle-notice', key, bytes).toString('base64url');
  return { bytes: bytes.toString('base64url'), key: id, signature };
}

/** A terminal's bundles on a real disk, as after a start. */
export function testShelf(dataFolder: string, keyList: () => KeyList, trustedNowMs: () => number | null = () => null) {
  const timers = createManualTimers();
  const audited: AuditEvent[] = [];
  const shelf = openBundleShelf({
    dataFolder,
    timers,
    log: openLog('/dev/null'),
    keyList,
    trustedNowMs,
    audit: (event) => void audited.push(event),
    onChange: () => {},
  });
  /** As a contact brings it, and the line after it. Returns whether it was fetched. */
  const hear = async ({ signed, bytes }: Pick<MadeBundle, 'signed' | 'bytes'>): Promise<boolean> => {
    const notice = shelf.consider(signed);
    if (notice !== null) await shelf.take(signed, notice, bytes);
    return notice !== null;
  };
  return { shelf, timers, audited, hear };
}
