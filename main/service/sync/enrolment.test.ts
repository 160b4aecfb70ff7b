import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type EnrolmentRequest, enrolmentRequest } from '../../contract/wire/enrolment.ts';
import { withPurpose } from '../../contract/wire/purposes.ts';
import { digestFor } from '../sealing/envelope.ts';
import { readTerminalKeys } from '../sealing/terminal-keys.ts';
import { signKeyList, testKeys } from '../sealing/test-case.ts';
import { systemTimers } from '../timers.ts';
import { enrolTerminal } from './enrolment.ts';
import { readEnrolmentFile } from './enrolment-file.ts';
import { makeTestIdentity, type TestIdentity } from './test-tls.ts';

const code = 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ01';
const keys = testKeys();
let identity: TestIdentity;
beforeAll(async () => {
  identity = await makeTestIdentity();
});

let folder: string;
const open: (() => void)[] = [];
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'tb-enrol-')), 'data');
});
afterEach(() => {
  for (const close of open.splice(0)) close();
  rmSync(join(folder, '..'), { recursive: true });
});

/** `answers`: what it says to each enrolment, one after the other. */
async function platformThat(
  answers: readonly ((request: EnrolmentRequest) => { readonly status: number; readonly body: object } | 'cut')[],
  list = { ...keys.list, pins: [identity.pin] },
) {
  const asked: EnrolmentRequest[] = [];
  const server = createServer(identity, (request, response) => {
    const reply = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/v1/keys') {
      reply(200, signKeyList(list, keys.root.privateKey));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const wanted = enrolmentRequest.parse(JSON.parse(Buffer.concat(chunks).toString()));
      asked.push(wanted);
      const answer = answers[asked.length - 1]?.(wanted) ?? 'cut';
      if (answer === 'cut') request.socket.destroy();
      else reply(answer.status, answer.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const raw = (key: string): Buffer => Buffer.from(key, 'base64url');
const responseKey = keys.list.keys[2]?.publicKey ?? '';

const accept = (request: EnrolmentRequest, knownCode = code) => acceptAs('LLZ07', 2, request, knownCode);

function acceptAs(terminal: string, incarnation: number, { terminalKey }: EnrolmentRequest, knownCode = code) {
  const codeKey = digestFor('enrolment-code', Buffer.from(knownCode.replaceAll('-', '')));
  const name = Buffer.from(`${terminal}/${incarnation}`);
  const bytes = withPurpose('enrolment-platform', raw(terminalKey), raw(responseKey), name);
  const proof = createHmac('sha256', codeKey).update(bytes).digest('base64url');
  return { status: 200, body: { v: 1, terminal, incarnation, lease: 'Q'.repeat(22), proof } };
}

const enrol = async (
  url: string,
  typed = code,
  roots = keys.roots,
  past = { again: false, waiting: 0, keyListVersion: 0 },
) => {
  const enrolled = await enrolTerminal(folder, { url, roots }, typed, systemTimers, past);
  return enrolled.ok ? enrolled.value : enrolled.error;
};
const enrolAgain = (url: string, waiting = 0) =>
  enrol(url, code, keys.roots, { again: true, waiting, keyListVersion: 0 });
const readKeys = () => {
  const read = readTerminalKeys(folder);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};
const isEnrolled = () => {
  const read = readTerminalKeys(folder);
  return read.ok && read.value.enrolment !== null;
};

describe('enrolling', () => {
  test('proves the code without sending it, and writes what the service starts from', async () => {
    const { url, asked } = await platformThat([accept]);
    expect(await enrol(url)).toEqual({ terminal: 'LLZ07', incarnation: 2 });

    const [request] = asked;
    if (request === undefined) throw new Error('nothing was asked');
    const codeKey = digestFor('enrolment-code', Buffer.from('ABCDEFGHJKMNPQRSTVWXYZ01'));
    const bytes = withPurpose('enrolment-terminal', raw(request.terminalKey), raw(responseKey));
    expect(request.proof).toBe(createHmac('sha256', codeKey).update(bytes).digest('base64url'));
    expect(request.enrolment).toBe('ABCD');
    expect(JSON.stringify(request)).not.toContain('EFGH');

    const file = readEnrolmentFile(folder);
    if (!file.ok) throw new Error(file.error);
    expect(file.value).toMatchObject({ terminal: 'LLZ07', incarnation: 2, lease: 'Q'.repeat(22) });
    expect(statSync(join(folder, 'enrolment.json')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(isEnrolled()).toBe(true);
  });

  test.each(['abcd-efgh-jkmn-pqrs-tvwx-yzo1', ' ABCD EFGH JKMN PQRS TVWX YZ0I ', 'ABCDEFGHJKMNPQRSTVWXYZ0L'])(
    'takes the code as people type it: %s',
    async (typed) => {
      const { url } = await platformThat([accept]);
      expect(await enrol(url, typed)).toEqual({ terminal: 'LLZ07', incarnation: 2 });
    },
  );

  test('whose answer was lost is done again with the same key', async () => {
    const { url, asked } = await platformThat([() => 'cut', accept]);
    expect(await enrol(url)).toMatchObject({ fault: 'line', why: { reason: 'platform-does-not-answer' } });
    expect(isEnrolled()).toBe(false);
    expect(await enrol(url)).toEqual({ terminal: 'LLZ07', incarnation: 2 });
    expect(asked[0]).toEqual(asked[1]);
  });

  test('happens once', async () => {
    const { url, asked } = await platformThat([accept, accept]);
    await enrol(url);
    expect(await enrol(url)).toEqual({ fault: 'already-enrolled', as: { terminal: 'LLZ07', incarnation: 2 } });
    expect(asked).toHaveLength(1);
  });
});

describe('enrolling again', () => {
  test('makes the next incarnation with a signing key of its own and the storage key of before', async () => {
    const { url } = await platformThat([accept, (request) => acceptAs('LLZ07', 3, request)]);
    await enrol(url);
    const before = readKeys();
    expect(await enrolAgain(url, 5)).toEqual({ terminal: 'LLZ07', incarnation: 3 });
    const after = readKeys();
    expect(after.enrolment).toEqual({ terminal: 'LLZ07', incarnation: 3 });
    expect(Buffer.from(after.publicKey)).not.toEqual(Buffer.from(before.publicKey));
    expect(Buffer.from(after.storageKey)).toEqual(Buffer.from(before.storageKey));
    expect(readdirSync(folder).toSorted()).toEqual(['enrolment.json', 'terminal-keys.json']);
  });

  test('leaves the terminal what it was when the answer is lost, and goes on with the same key', async () => {
    const { url, asked } = await platformThat([accept, () => 'cut', (request) => acceptAs('LLZ07', 3, request)]);
    await enrol(url);
    const before = readKeys();
    expect(await enrolAgain(url)).toMatchObject({ fault: 'line' });
    expect(readKeys()).toMatchObject({ enrolment: before.enrolment, publicKey: before.publicKey });
    expect(await enrolAgain(url)).toEqual({ terminal: 'LLZ07', incarnation: 3 });
    expect(asked[1]).toEqual(asked[2]);
  });

  test('takes no key list older than the one it knew', async () => {
    const { url, asked } = await platformThat([accept, accept]);
    await enrol(url);
    const past = { again: true, waiting: 0, keyListVersion: keys.list.version + 1 };
    expect(await enrol(url, code, keys.roots, past)).toEqual({ fault: 'key-list-not-believed', why: 'older-version' });
    expect(asked).toHaveLength(1);
  });

  test.each([0, 3])('never under another name: %i cases here are the old one’s', async (waiting) => {
    const { url } = await platformThat([accept, (request) => acceptAs('LLZ08', 1, request)]);
    await enrol(url);
    const as = { terminal: 'LLZ07', incarnation: 2 };
    expect(await enrolAgain(url, waiting)).toEqual({ fault: 'another-terminal', as, waiting });
    expect(readKeys().enrolment).toEqual(as);
  });
});

describe('enrolling goes no further', () => {
  test.each(['', 'ABCD', 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ0U', 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2'])(
    'with a code that is none: "%s"',
    async (typed) => {
      const { url, asked } = await platformThat([accept]);
      expect(await enrol(url, typed)).toEqual({ fault: 'code-form' });
      expect(asked).toEqual([]);
    },
  );

  test('when no root of the profile signed the key list', async () => {
    const { url, asked } = await platformThat([accept]);
    const roots = [{ id: 'test-root', publicKey: testKeys().roots[0]?.publicKey ?? '' }];
    expect(await enrol(url, code, roots)).toEqual({ fault: 'key-list-not-believed', why: 'signature' });
    expect(asked).toEqual([]);
  });

  test('when the list’s pins are of somebody else', async () => {
    const { url, asked } = await platformThat([accept], { ...keys.list, pins: ['Q'.repeat(43)] });
    expect(await enrol(url)).toMatchObject({ fault: 'line', why: { reason: 'platform-identity-not-proven' } });
    expect(asked).toEqual([]);
  });

  test('when the other side does not know the code', async () => {
    const { url } = await platformThat([(request) => accept(request, 'ABCD-0000-0000-0000-0000-0000')]);
    expect(await enrol(url)).toEqual({ fault: 'platform-proof-wrong' });
    expect(isEnrolled()).toBe(false);
    expect(readEnrolmentFile(folder)).toEqual({ ok: false, error: 'missing' });
  });

  test.each([
    [403, { error: 'code-not-accepted' }, { fault: 'code-not-accepted' }],
    [500, { error: 'platform-fault' }, { fault: 'line', why: { reason: 'platform-error' } }],
    [429, { error: 'busy' }, { fault: 'line', why: { reason: 'platform-busy' } }],
    [200, { v: 1 }, { fault: 'line', why: { reason: 'answer-not-understood' } }],
  ])('when the platform says %s', async (status, body, fault) => {
    const { url } = await platformThat([() => ({ status, body })]);
    expect(await enrol(url)).toMatchObject(fault);
    expect(isEnrolled()).toBe(false);
  });

  test('when nobody is there', async () => {
    const { url } = await platformThat([]);
    for (const close of open.splice(0)) close();
    expect(await enrol(url)).toMatchObject({ fault: 'line', why: { reason: 'no-network' } });
  });

  test('with a key file that others can read', async () => {
    const { url } = await platformThat([() => 'cut']);
    await enrol(url);
    chmodSync(join(folder, 'terminal-keys.json'), 0o644);
    expect(await enrol(url)).toEqual({ fault: 'keys-unusable', why: 'readable-by-others' });
  });
});
