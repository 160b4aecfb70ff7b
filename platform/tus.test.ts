import { randomBytes, sign } from 'node:crypto';
import { DefaultHttpStack, Upload } from 'tus-js-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { sealPage } from './testing/seal.ts';
import type { TestTerminal } from './testing/terminal.ts';

/** Somebody else's tus client against our own few lines of tus: what is no tus shows here. */
let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
}, 60_000);
afterAll(() => platform.stop());

function sent(terminal: TestTerminal, path: string, bytes: Buffer, stopAfterBytes = Number.POSITIVE_INFINITY) {
  return new Promise<{ readonly methods: readonly string[] }>((resolve, reject) => {
    const methods: string[] = [];
    const upload = new Upload(bytes, {
      uploadUrl: new URL(path, platform.url).href,
      uploadSize: bytes.length,
      chunkSize: 200_000,
      retryDelays: null,
      httpStack: new DefaultHttpStack({ rejectUnauthorized: false }),
      onBeforeRequest(request) {
        methods.push(request.getMethod());
        const offset = request.getHeader('Upload-Offset');
        const covered = offset === undefined ? [] : [`"upload-offset": ${offset}`];
        const names = ['"@method"', '"@path"', ...covered.map(() => '"upload-offset"')].join(' ');
        const parameters = `(${names});keyid="${terminal.terminal}/${terminal.incarnation}";alg="ed25519"`;
        const base = [
          `"@method": ${request.getMethod()}`,
          `"@path": ${path}`,
          ...covered,
          `"@signature-params": ${parameters}`,
        ].join('\n');
        const signature = sign(null, Buffer.from(base), terminal.signingKey).toString('base64');
        request.setHeader('Signature-Input', `tongban=${parameters}`);
        request.setHeader('Signature', `tongban=:${signature}:`);
      },
      onChunkComplete(_size, accepted) {
        if (accepted < stopAfterBytes) return;
        void upload.abort();
        resolve({ methods });
      },
      onSuccess: () => resolve({ methods }),
      onError: reject,
    });
    upload.start();
  });
}

it('tus-js-client begins a paper, stops, comes back and ends it', async () => {
  const terminal = await platform.enrol();
  const page = sealPage(randomBytes(1_000_000));
  const one = terminal.seal({ papers: [page] });
  await terminal.deliver([one.envelope]);
  const path = `/v1/papers/${one.caseDigest}.${page.id}`;
  expect((await sent(terminal, path, page.ciphertext, 400_000)).methods).toEqual(['HEAD', 'PATCH', 'PATCH']);
  expect((await sent(terminal, path, page.ciphertext)).methods).toEqual(['HEAD', 'PATCH', 'PATCH', 'PATCH', 'PATCH']);
  const { acknowledged } = await terminal.deliver([one.envelope]);
  expect(acknowledged?.entries).toMatchObject([{ caseDigest: one.caseDigest, ending: { outcome: 'opened' } }]);
  expect((await platform.page(one.caseDigest, page.id)).equals(page.page)).toBe(true);
});
