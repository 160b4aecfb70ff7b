import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolmentCodePattern, enrolmentResponse } from '../main/contract/wire/enrolment.ts';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { enrolTestTerminal, type EnrolmentTwist, postEnrolment } from './testing/terminal.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
}, 60_000);
afterAll(() => platform.stop());

const newKey = () => generateKeyPairSync('ed25519').privateKey;

async function tryCode(code: string, twist: EnrolmentTwist = {}) {
  const { status, body } = await postEnrolment(platform.url, platform.list, code, twist);
  return { status, body: JSON.parse(body.toString('utf8')) as unknown };
}
const refused = { status: 403, body: { error: 'code-not-accepted' } };
const wrongSecret = (code: string) => code.replace(/.{4}$/, (end) => (end === '0000' ? '1111' : '0000'));

describe('enrolment', () => {
  it('numbers the terminals of a prefix, and the incarnations of a terminal', async () => {
    const codes = [await platform.code({ prefix: 'FYA' }), await platform.code({ prefix: 'FYA' })];
    const terminals = [];
    for (const code of codes) terminals.push(await enrolTestTerminal(platform.url, platform.list, code));
    expect(terminals.map(({ terminal, incarnation }) => `${terminal}/${incarnation}`)).toEqual(['FYA01/1', 'FYA02/1']);

    const next = await enrolTestTerminal(platform.url, platform.list, await platform.code({ terminal: 'FYA01' }));
    expect([next.terminal, next.incarnation]).toEqual(['FYA01', 2]);
  });

  it('lets the machine that was replaced in no more', async () => {
    const before = await platform.enrol();
    await enrolTestTerminal(platform.url, platform.list, await platform.code({ terminal: before.terminal }));
    const answer = await before.post('/v1/deliveries', before.deliveryBody([]));
    expect(answer).toMatchObject({ status: 401, signed: true, json: { error: 'incarnation-revoked' } });
  });

  it('makes codes of 24 characters', async () => {
    expect(await platform.code({ prefix: 'FYB' })).toMatch(enrolmentCodePattern);
  });

  it('gives the same key the same answer, and another key none', async () => {
    const code = await platform.code({ prefix: 'FYC' });
    const signingKey = newKey();
    const first = await tryCode(code, { signingKey });
    expect(enrolmentResponse.parse(first.body)).toMatchObject({ terminal: 'FYC01', incarnation: 1 });
    expect(await tryCode(code)).toEqual(refused);
    expect(await tryCode(code, { signingKey })).toEqual(first);
  });

  it('burns a code with the fifth wrong proof', async () => {
    const [burnt, kept] = [await platform.code({ prefix: 'FYD' }), await platform.code({ prefix: 'FYD' })];
    for (let guess = 1; guess <= 5; guess += 1) {
      expect(await tryCode(burnt, { secretOf: wrongSecret(burnt) })).toEqual(refused);
      if (guess < 5) expect(await tryCode(kept, { secretOf: wrongSecret(kept) })).toEqual(refused);
    }
    expect(await tryCode(burnt)).toEqual(refused);
    expect(await tryCode(kept)).toMatchObject({ status: 200 });
  });

  it('counts guesses that come at the same moment', async () => {
    const code = await platform.code({ prefix: 'FYE' });
    await Promise.all([1, 2, 3, 4, 5].map(() => tryCode(code, { secretOf: wrongSecret(code) })));
    expect(await tryCode(code)).toEqual(refused);
  });

  it('knows a code for 24 hours', async () => {
    const made = new Date('2026-11-23T10:00:00Z');
    const [late, intime] = [await platform.code({ prefix: 'FYF' }), await platform.code({ prefix: 'FYF' })];
    platform.setNow(new Date(made.getTime() + 24 * 3_600_000 - 1));
    expect(await tryCode(intime)).toMatchObject({ status: 200 });
    platform.setNow(new Date(made.getTime() + 24 * 3_600_000));
    expect(await tryCode(late)).toEqual(refused);
    platform.setNow(made);
  });

  it('says the same of a code that was never made', async () => {
    expect(await tryCode('0000-0000-0000-0000-0000-0000')).toEqual(refused);
  });

  it.each([
    ['zero', '00'.repeat(32)],
    ['one', `01${'00'.repeat(31)}`],
    ['zero with the sign bit', `${'00'.repeat(31)}80`],
  ])('refuses a terminal whose public key is %s, and the code stays good', async (_what, hex) => {
    const code = await platform.code({ prefix: 'FYG' });
    expect(await tryCode(code, { terminalKey: Buffer.from(hex, 'hex').toString('base64url') })).toEqual(refused);
    expect(await tryCode(code)).toMatchObject({ status: 200 });
  });

  it('is not signed for by a response key that is not the first', async () => {
    const code = await platform.code({ prefix: 'FYH' });
    const list = {
      ...platform.list,
      keys: platform.list.keys.map((key) => (key.use === 'response' ? { ...key, id: 'response-9' } : key)),
    };
    expect((await postEnrolment(platform.url, list, code)).status).toBe(403);
  });

  it('makes no code for a terminal that never was, or for a prefix that could be taken for a name', async () => {
    await expect(platform.code({ terminal: 'NOT01' })).rejects.toThrow('404');
    await expect(platform.code({ prefix: 'LLZ0' })).rejects.toThrow('400');
  });
});
