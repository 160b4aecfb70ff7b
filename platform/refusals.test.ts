import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxDeliveriesPerBatch } from '../main/contract/wire/deliveries.ts';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { call } from './testing/call.ts';
import { enrolTestTerminal, readKeys, type RequestTwist, type TestTerminal } from './testing/terminal.ts';

let platform: PlatformUnderTest;
let terminal: TestTerminal;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
  terminal = await platform.enrol();
}, 60_000);
afterAll(() => platform.stop());

const refused = (status: number, error: string) => ({ status, signed: true, json: { error } });

describe('a signed request', () => {
  it.each([
    ['no JSON', Buffer.from('<html>')],
    ['half a body', Buffer.from('{"v":1,"lease":')],
    ['nothing', Buffer.alloc(0)],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['another form', Buffer.from('{"v":1}')],
    ['an array', Buffer.from('[]')],
  ])('with %s is malformed, and that is signed', async (_what, body) => {
    expect(await terminal.post('/v1/deliveries', body)).toMatchObject(refused(400, 'malformed'));
    expect(await terminal.post('/v1/case-look-ups', body)).toMatchObject(refused(400, 'malformed'));
  });

  it('with a field too many, or more cases than a batch may carry, is malformed', async () => {
    const body = { ...terminal.deliveryBody([]), more: 1 };
    expect(await terminal.post('/v1/deliveries', body)).toMatchObject(refused(400, 'malformed'));
    const { envelope } = terminal.seal();
    const crowd = terminal.deliveryBody(Array.from({ length: maxDeliveriesPerBatch + 1 }, () => envelope));
    expect(await terminal.post('/v1/deliveries', crowd)).toMatchObject(refused(400, 'malformed'));
  });

  const foreignKey = generateKeyPairSync('ed25519').privateKey;
  const forgeries: readonly (readonly [string, RequestTwist])[] = [
    ['by another key', { key: foreignKey }],
    ['by a terminal that never enrolled', { keyId: 'NOT01/1' }],
    ['by an incarnation that never was', { keyId: 'LLZ01/2' }],
    ['by a key id that is none', { keyId: '../LLZ01' }],
    ['over another body', { sendBody: Buffer.from('{}') }],
    ['over another path', { signPath: '/v1/case-look-ups' }],
  ];
  it.each(forgeries)('signed %s is not believed', async (_what, twist) => {
    const answer = await terminal.post('/v1/deliveries', terminal.deliveryBody([]), twist);
    expect(answer).toMatchObject(refused(401, 'signature'));
  });

  it('for another terminal, signed by its own key, is not believed', async () => {
    const other = await platform.enrol();
    const answer = await other.post('/v1/deliveries', other.deliveryBody([]), {
      keyId: `${terminal.terminal}/${terminal.incarnation}`,
    });
    expect(answer).toMatchObject(refused(401, 'signature'));
  });

  it('over 16 MiB is too large', async () => {
    const body = Buffer.alloc(16 * 1024 * 1024 + 1, 0x20);
    expect(await terminal.post('/v1/deliveries', body)).toMatchObject(refused(413, 'too-large'));
  });

  it('to a path that is none gets a signed answer too', async () => {
    expect(await terminal.post('/v1/nothing', {})).toMatchObject(refused(404, 'not-found'));
  });

  it('of a revoked enrolment is told so, and the key list says it', async () => {
    const stolen = await platform.enrol();
    const { incarnation } = stolen;
    await platform.inside('POST', '/revocations', { terminal: stolen.terminal, incarnation });
    const answer = await stolen.post('/v1/deliveries', stolen.deliveryBody([]));
    expect(answer).toMatchObject(refused(401, 'incarnation-revoked'));
    const list = await readKeys(platform.url, platform.roots);
    expect(list.version).toBe(platform.list.version + 1);
    expect(list.revokedIncarnations).toEqual([`${stolen.terminal}/${incarnation}`]);
    expect((await terminal.deliver([])).answer.keyListVersion).toBe(list.version);
  });
});

describe('an unsigned request', () => {
  it('is not believed, and has nothing an answer could be bound to', async () => {
    const body = Buffer.from(JSON.stringify(terminal.deliveryBody([])));
    const headers = { 'content-type': 'application/json' };
    const answer = await call(platform.url, 'POST', '/v1/deliveries', headers, body);
    expect(answer.status).toBe(401);
    expect(answer.headers['signature']).toBeUndefined();
  });

  it('with a signature header that is garbage is not believed', async () => {
    const headers = { 'content-type': 'application/json', signature: '%%%', 'signature-input': 'tongban=(((' };
    const answer = await call(platform.url, 'POST', '/v1/deliveries', headers, Buffer.from('{}'));
    expect(answer.status).toBe(401);
  });

  it('to enrol that is no JSON is malformed', async () => {
    const headers = { 'content-type': 'text/html' };
    const answer = await call(platform.url, 'POST', '/v1/enrolments', headers, Buffer.from('<html>'));
    expect([answer.status, answer.body.toString()]).toEqual([400, '{"error":"malformed"}']);
  });
});

describe('the line', () => {
  it('is TLS 1.3 or nothing', async () => {
    const { hostname, port } = new URL(platform.url);
    const refusal = await new Promise((resolve) => {
      const options = { host: hostname, port: Number(port), rejectUnauthorized: false, maxVersion: 'TLSv1.2' } as const;
      const socket = connect(options, () => resolve('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(refusal).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  it('is busy when 32 requests are under way, says when to come again, and recovers', async () => {
    const { hostname, port } = new URL(platform.url);
    const held = await Promise.all(
      Array.from(
        { length: 32 },
        () =>
          new Promise<ReturnType<typeof connect>>((resolve) => {
            const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
              socket.write('POST /v1/deliveries HTTP/1.1\r\nhost: platform\r\ncontent-type: application/json\r\n');
              // The gateway answers this only once it has counted the request.
              socket.write('expect: 100-continue\r\ncontent-length: 10\r\n\r\n');
            });
            socket.once('data', () => resolve(socket));
          }),
      ),
    );
    const busy = await terminal.post('/v1/deliveries', terminal.deliveryBody([]));
    expect(busy).toMatchObject(refused(429, 'busy'));
    expect(busy.headers['retry-after']).toBe('2');

    const closed = held.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of held) socket.write('{"v":1    ');
    for (const socket of held) socket.end();
    await Promise.all(closed);
    await terminal.deliver([]);
  });
});

it('a terminal whose key was enrolled a second time keeps both its names apart', async () => {
  const code = await platform.code({ prefix: 'LLZ' });
  const twin = await enrolTestTerminal(platform.url, platform.list, code, { signingKey: terminal.signingKey });
  expect(twin.terminal).not.toBe(terminal.terminal);
  const { answer } = await twin.deliver([terminal.seal({ counter: 900 }).envelope]);
  expect(answer.unfinished).toMatchObject([{ state: 'not-verified' }]);
});
