import { randomBytes } from 'node:crypto';
import https from 'node:https';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { type SealedPage, sealPage, type TestCase } from './testing/seal.ts';
import type { TestTerminal } from './testing/terminal.ts';

let platform: PlatformUnderTest;
let terminal: TestTerminal;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
  terminal = await platform.enrol();
}, 60_000);
afterAll(() => platform.stop());

let counter = 0;
function caseWith(...papers: readonly SealedPage[]): TestCase {
  counter += 1;
  return terminal.seal({ counter, papers });
}
const first = ({ caseDigest }: TestCase, page: SealedPage) => ({ caseDigest, paper: page.id });
async function send(one: TestCase, page: SealedPage, from = 0, to = page.ciphertext.length) {
  const part = { at: from, bytes: page.ciphertext.subarray(from, to) };
  return terminal.upload({ ...first(one, page), part });
}
describe('an upload is refused, and the refusal signed', () => {
  const page = sealPage(randomBytes(5_000));
  let one: TestCase;
  beforeAll(async () => {
    one = caseWith(page);
    await terminal.deliver([one.envelope]);
  });
  const part = { at: 0, bytes: page.ciphertext };

  it('at another offset than what is here, with what is here', async () => {
    await send(one, page, 0, 1_000);
    expect(await send(one, page, 2_000)).toMatchObject({ status: 409, signed: true, offset: 1_000 });
    expect(await send(one, page, 0)).toMatchObject({ status: 409, signed: true, offset: 1_000 });
  });

  it('beyond the length that the manifest gives', async () => {
    const { status, signed } = await terminal.upload({
      ...first(one, page),
      part: { at: 1_000, bytes: Buffer.concat([page.ciphertext.subarray(1_000), Buffer.alloc(1)]) },
    });
    expect([status, signed]).toEqual([413, true]);
    expect(await terminal.upload(first(one, page))).toMatchObject({ status: 200, signed: true, offset: 1_000 });
  });

  it('that does not say how long it is, once it is too long; and the connection serves the next request', async () => {
    const [small, large] = [sealPage(randomBytes(500)), Buffer.alloc(3_000_000)];
    const its = caseWith(small);
    await terminal.deliver([its.envelope]);
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    const chunked = (bytes: Buffer) =>
      terminal.upload({ ...first(its, small), part: { at: 0, bytes }, chunkedOver: agent });
    const tooLong = await chunked(large);
    expect([tooLong.status, tooLong.signed]).toEqual([413, true]);
    const { length } = small.ciphertext;
    expect(await chunked(small.ciphertext)).toMatchObject({ status: 204, signed: true, offset: length });
    agent.destroy();
  });

  it('for a case, a paper or a terminal that it does not belong to', async () => {
    const other = await platform.enrol();
    const stranger = sealPage(Buffer.from('x'));
    for (const answer of [
      await terminal.upload({ caseDigest: caseWith(page).caseDigest, paper: page.id, part }),
      await terminal.upload({ caseDigest: one.caseDigest, paper: stranger.id, part }),
      await other.upload({ ...first(one, page), part }),
      await other.upload(first(one, page)),
      await terminal.upload({ caseDigest: '../../keys', paper: page.id, part }),
    ]) {
      expect([answer.status, answer.signed]).toEqual([404, true]);
    }
  });

  it('when the offset was changed after signing or never signed, or nobody signed at all', async () => {
    const touched = await terminal.upload({ ...first(one, page), part, sendAt: 1_000 });
    expect(touched.status).toBe(401);
    const open = await terminal.upload({ ...first(one, page), part, offsetUnsigned: true });
    expect([open.status, open.signed]).toEqual([401, true]);
    const unsigned = await terminal.upload({ ...first(one, page), part, headers: { signature: 'tongban=:AAAA:' } });
    expect(unsigned.status).toBe(401);
  });

  it('in another version of tus', async () => {
    const answer = await terminal.upload({ ...first(one, page), headers: { 'tus-resumable': '0.2.2' } });
    expect([answer.status, answer.headers['tus-version']]).toEqual([412, '1.0.0']);
  });

  it('of a terminal that was revoked or goes as two', async () => {
    const gone = await platform.enrol();
    const its = gone.seal({ papers: [page] });
    await gone.deliver([its.envelope]);
    await platform.inside('POST', '/revocations', { terminal: gone.terminal, incarnation: 1 });
    const answer = await gone.upload({ ...first(its, page), part });
    expect([answer.status, answer.signed]).toEqual([401, true]);
  });

  it('and leaves no file but of papers that were asked for', async () => {
    const files = await readdir(path.join(platform.folder, 'papers'));
    expect(files.filter((name) => !/^[\w-]{43}\.[\w-]{22}$/.test(name))).toEqual([]);
  });
});
