import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { bundleContent, bundleNotice, bundlePart, bundlePartBytes } from '../main/contract/wire/bundles.ts';
import { type KeyList } from '../main/contract/wire/keys.ts';
import { ed25519PublicKey, signatureHolds } from './signing.ts';
import { call } from './testing/call.ts';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
}, 60_000);
afterAll(() => platform.stop());

const item = (name: string, text = 'id: a\n') => ({ name, text });
const publish = (items: readonly object[], version: number | null = null) =>
  platform.inside('POST', '/bundles', { settings: null, items, version });
const published = z.object({ version: z.number(), digest: z.string(), bytes: z.number() });

/** What a terminal hears now, the signature checked with the key that the list names. */
async function heard() {
  const { answer } = await (await platform.enrol()).deliver([]);
  if (answer.bundle === undefined) return null;
  const { bytes, key: id, signature } = answer.bundle;
  const list = (await platform.inside('GET', '/keys')) as KeyList;
  const key = list.keys.find((one) => one.id === id);
  if (key?.use !== 'bundle' || key.revoked) throw new Error(`${id} is no bundle key in force`);
  const raw = Buffer.from(bytes, 'base64url');
  const holds = signatureHolds(
    'bundle-notice',
    ed25519PublicKey(key.publicKey),
    Buffer.from(signature, 'base64url'),
    raw,
  );
  if (!holds) throw new Error('the notice is not signed');
  return { key: id, notice: bundleNotice.parse(JSON.parse(raw.toString())) };
}

async function part(digest: string, at: number): Promise<Buffer | number> {
  const { status, body } = await call(platform.url, 'GET', `/v1/bundles/${digest}/${at}`, {}, Buffer.alloc(0));
  return status === 200 ? Buffer.from(bundlePart.parse(JSON.parse(body.toString())).bytes, 'base64url') : status;
}

it('tells of the newest bundle, with the time as it is, and hands it out in parts', async () => {
  expect(await heard()).toBeNull();
  // What cannot be packed smaller, so that it takes several parts.
  const noise = Array.from({ length: 12_000 }, (_, n) => createHash('sha256').update(`${n}`).digest('base64')).join(
    '\n',
  );
  const first = published.parse(await publish([item('a.yaml', noise), item('b.yaml')]));
  expect(first.version).toBe(1);
  platform.setNow(new Date('2026-11-25T00:00:00Z'));
  const one = await heard();
  expect(one).toEqual({
    key: 'bundle-1',
    notice: { v: 1, version: 1, digest: first.digest, bytes: first.bytes, at: '2026-11-25T00:00:00.000Z' },
  });
  const parts: Buffer[] = [];
  for (let at = 0; ; at += 1) {
    const got = await part(first.digest, at);
    if (typeof got === 'number') break;
    parts.push(got);
  }
  expect(parts.length).toBe(Math.ceil(first.bytes / bundlePartBytes));
  expect(parts.length).toBeGreaterThan(1);
  const whole = Buffer.concat(parts);
  expect(createHash('sha256').update('tongban/1/bundle\0').update(whole).digest('base64url')).toBe(first.digest);
  const content = bundleContent.parse(JSON.parse(gunzipSync(whole).toString()));
  expect(content).toMatchObject({ version: 1, settings: null, items: [{ name: 'a.yaml' }, { name: 'b.yaml' }] });
  expect(await part('no-such-digest', 0)).toBe(404);
});

it('counts up only, and leaves a gap where it is told to', async () => {
  await expect(publish([item('a.yaml')], 1)).rejects.toThrow('version-not-higher');
  expect(await publish([item('a.yaml')], 9)).toMatchObject({ version: 9 });
  expect(await publish([item('a.yaml', 'id: b\n')])).toMatchObject({ version: 10 });
  expect((await heard())?.notice.version).toBe(10);
  expect(
    z
      .array(published)
      .parse(await platform.inside('GET', '/bundles'))
      .map((one) => one.version),
  ).toEqual([10, 9, 1]);
});

it('takes no file that lies elsewhere, and nothing empty', async () => {
  await expect(publish([item('../a.yaml')])).rejects.toThrow('malformed');
  await expect(publish([])).rejects.toThrow('malformed');
});

it('signs the same bundle under the next key when the one before is retired', async () => {
  const before = await heard();
  await platform.inside('POST', '/keys', { use: 'bundle' });
  expect((await heard())?.key).toBe('bundle-1');
  await platform.inside('POST', '/keys/retired', { id: 'bundle-1' });
  const after = await heard();
  expect(after?.key).toMatch(/^bundle-[2-9]$/);
  expect(after?.notice).toEqual(before?.notice);
  await expect(platform.inside('POST', '/keys/retired', { id: after?.key })).rejects.toThrow('last-key');
});
