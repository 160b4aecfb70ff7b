import { sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { oldLease } from '../main/contract/wire/deliveries.ts';
import type { TestTerminal } from './testing/terminal.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
}, 60_000);
afterAll(() => platform.stop());

const leaseOld = { status: 409, signed: true, json: { error: 'lease-old' } };
const forked = { status: 401, signed: true, json: { error: 'incarnation-forked' } };

/** A sign of life whose answer never arrives: the lease stays what it was. */
async function lostAnswer(terminal: TestTerminal): Promise<string> {
  const { lease } = terminal;
  await terminal.deliver([]);
  const lost = terminal.lease;
  terminal.lease = lease;
  return lost;
}
/** Comes with an old lease, and is alive: it takes up what it is answered. */
async function isFoundOut(terminal: TestTerminal): Promise<void> {
  const first = await signOfLife(terminal);
  expect(first).toMatchObject(leaseOld);
  terminal.lease = oldLease.parse(first.json).lease;
  expect(await signOfLife(terminal)).toMatchObject(forked);
}
const signOfLife = (terminal: TestTerminal) => terminal.post('/v1/deliveries', terminal.deliveryBody([]));

describe('leases', () => {
  it('go from answer to request', async () => {
    const terminal = await platform.enrol();
    const seen = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      seen.add(terminal.lease);
      await terminal.deliver([]);
    }
    expect(seen.size).toBe(4);
  });

  it('survive any number of lost answers', async () => {
    const terminal = await platform.enrol();
    for (let round = 0; round < 20; round += 1) await lostAnswer(terminal);
    await terminal.deliver([]);
    await lostAnswer(terminal);
    await terminal.deliver([]);
  });

  it('take an answer that was overtaken by its own repetition', async () => {
    const terminal = await platform.enrol();
    const slow = await lostAnswer(terminal);
    await lostAnswer(terminal);
    terminal.lease = slow;
    await terminal.deliver([]);
  });

  it('of a restored platform are behind, and one of each terminal is taken as it comes', async () => {
    const [terminal, copy] = [await platform.enrol(), await platform.enrol()];
    await terminal.deliver([]);
    const old = terminal.lease;
    await terminal.deliver([]);
    // Neither was given by this database as far as it can know: one from after the backup, one from long before.
    terminal.lease = Buffer.alloc(16, 7).toString('base64url');
    terminal.auditLength = 100;
    await platform.inside('POST', '/epochs');
    await terminal.deliver([]);
    await copy.deliver([]);
    terminal.lease = old;
    await isFoundOut(terminal);
  });

  it('an old one is a copied disk: the enrolment is heard no more, whatever it brings', async () => {
    const terminal = await platform.enrol();
    const old = terminal.lease;
    await terminal.deliver([]);
    await terminal.deliver([]);
    const good = terminal.lease;
    terminal.lease = old;
    await isFoundOut(terminal);
    terminal.lease = good;
    expect(await signOfLife(terminal)).toMatchObject(forked);
    expect(await platform.inside('GET', '/terminals')).toContainEqual(
      expect.objectContaining({ terminal: terminal.terminal, standing: 'forked' }),
    );
  });

  it('show a copy that keeps step with its original', async () => {
    const terminal = await platform.enrol();
    const heldByCopy = await lostAnswer(terminal);
    await terminal.deliver([]);
    await terminal.deliver([]);
    terminal.lease = heldByCopy;
    await isFoundOut(terminal);
  });

  it('a made-up one is refused', async () => {
    const terminal = await platform.enrol();
    terminal.lease = 'A'.repeat(22);
    await isFoundOut(terminal);
  });

  it('a request that was held up on the way, and comes in when its terminal has long gone on, is taken for no copy', async () => {
    const terminal = await platform.enrol();
    const { envelope, caseDigest } = terminal.seal();
    const body = terminal.deliveryBody([envelope]);
    await terminal.deliver([]);
    await terminal.deliver([]);
    // Twice, as a stalled process would: given up on, and repeated into the same process.
    for (let time = 0; time < 2; time += 1) expect(await terminal.post('/v1/deliveries', body)).toMatchObject(leaseOld);
    expect((await terminal.deliver([])).answer.unfinished).toEqual([]);
    expect(await platform.cases()).not.toContainEqual(expect.objectContaining({ caseDigest }));
  });
});

describe('the head of the audit log', () => {
  it('that has become shorter is an old image', async () => {
    const terminal = await platform.enrol();
    terminal.auditLength = 5;
    await terminal.deliver([]);
    terminal.auditLength = 5;
    await terminal.deliver([]);
    terminal.auditLength = 4;
    expect(await signOfLife(terminal)).toMatchObject(forked);
  });

  it('that is shorter in a request that was overtaken by its own repetition is none', async () => {
    const terminal = await platform.enrol();
    terminal.auditLength = 5;
    await lostAnswer(terminal);
    terminal.auditLength = 4;
    await terminal.deliver([]);
    terminal.auditLength = 4;
    expect(await signOfLife(terminal)).toMatchObject(forked);
  });

  it('that is as long and another is an old image', async () => {
    const terminal = await platform.enrol();
    terminal.auditLength = 5;
    await terminal.deliver([]);
    terminal.auditLength = 5;
    terminal.auditLog = 'second';
    expect(await signOfLife(terminal)).toMatchObject(forked);
  });

  it('must be signed by the sender', async () => {
    const [one, other] = [await platform.enrol(), await platform.enrol()];
    const foreign = { ...one.deliveryBody([]), auditHead: (other.deliveryBody([]) as { auditHead: object }).auditHead };
    expect(await one.post('/v1/deliveries', foreign)).toMatchObject({ status: 401, json: { error: 'signature' } });
  });

  it.each([
    ['of another terminal', { terminal: 'LLZ99' }],
    ['of another incarnation', { incarnation: 2 }],
    ['of a log shorter than nothing', { length: -1 }],
  ])('%s is not taken, though the sender signed it, and his lease stays good', async (_what, twist) => {
    const terminal = await platform.enrol();
    const { incarnation, signingKey } = terminal;
    const head = { v: 1, terminal: terminal.terminal, incarnation, length: 1, head: 'A'.repeat(43), ...twist };
    const bytes = Buffer.from(JSON.stringify(head));
    const signature = sign(null, Buffer.concat([Buffer.from('tongban/1/audit-head\0'), bytes]), signingKey);
    const auditHead = { bytes: bytes.toString('base64url'), signature: signature.toString('base64url') };
    const answer = await terminal.post('/v1/deliveries', { ...terminal.deliveryBody([]), auditHead });
    expect(answer).toMatchObject({ status: 400, signed: true, json: { error: 'malformed' } });
    await terminal.deliver([]);
  });
});
