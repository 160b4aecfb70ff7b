import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Envelope } from '../main/contract/wire/envelope.ts';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { sampleContent, type TestCase } from './testing/seal.ts';
import { enrolTestTerminal, type TestTerminal } from './testing/terminal.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
}, 60_000);
afterAll(() => platform.stop());

async function held(testCase: TestCase) {
  return (await platform.cases()).filter(({ caseDigest }) => caseDigest === testCase.caseDigest);
}

const flip = (text: string, at: number): string => {
  const bytes = Buffer.from(text, 'base64url');
  const index = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  return bytes.toString('base64url');
};
const append = (text: string): string =>
  Buffer.concat([Buffer.from(text, 'base64url'), Buffer.from([0])]).toString('base64url');
const drop = (text: string): string => Buffer.from(text, 'base64url').subarray(0, -1).toString('base64url');

describe('a good case', () => {
  it('is opened, kept and acknowledged, and equals what was sealed', async () => {
    const terminal = await platform.enrol();
    const one = terminal.seal();
    const { answer, acknowledged } = await terminal.deliver([one.envelope]);
    expect(answer.unfinished).toEqual([]);
    expect(answer.time).toBe('2026-11-23T10:00:00.000Z');
    expect(acknowledged).toEqual({
      v: 1,
      terminal: terminal.terminal,
      incarnation: 1,
      epoch: 1,
      entries: [
        {
          caseNumber: one.caseNumber,
          caseDigest: one.caseDigest,
          bytes: one.bytes,
          ending: { outcome: 'opened' },
          sequence: 1,
        },
      ],
    });
    expect(await held(one)).toMatchObject([
      { caseNumber: one.caseNumber, deliveries: 1, outcome: 'opened', content: one.content },
    ]);
  });

  it('tells how the person was identified, with and without the state of the security module', async () => {
    const terminal = await platform.enrol();
    const identity = { assurance: 'card-read', samId: '05.01-1', samStatus: '000066' };
    const cases = [terminal.seal(), terminal.seal({ counter: 2, header: { v: 2, identity } })];
    await terminal.deliver(cases.map(({ envelope }) => envelope));
    const [before, now] = await Promise.all(cases.map((one) => held(one)));
    expect(before).toMatchObject([{ outcome: 'opened', identity: { samId: '05.01-20230101-0000012345-0123456789' } }]);
    expect(now).toMatchObject([{ outcome: 'opened', identity }]);
  });

  it.each([
    ['a state in a header of before', { v: 1, identity: { assurance: 'card-read', samId: 'x', samStatus: '000090' } }],
    ['no word of the state in one of now', { v: 2, identity: { assurance: 'card-read', samId: 'x' } }],
    ['a state that is none', { v: 2, identity: { assurance: 'card-read', samId: 'x', samStatus: 'ok' } }],
  ])('is not one with %s', async (_what, header) => {
    const terminal = await platform.enrol();
    const one = terminal.seal({ header });
    const { answer } = await terminal.deliver([one.envelope]);
    expect(answer.unfinished).toEqual([{ state: 'not-verified', caseDigest: one.caseDigest }]);
  });

  it('that comes again gets the same acknowledgement and stays one case', async () => {
    const terminal = await platform.enrol();
    const one = terminal.seal();
    const first = await terminal.deliver([one.envelope]);
    await terminal.deliver([terminal.seal({ counter: 2 }).envelope]);
    const again = await terminal.deliver([one.envelope, one.envelope]);
    expect(again.acknowledged?.entries).toEqual(first.acknowledged?.entries);
    expect(await held(one)).toMatchObject([{ deliveries: 3 }]);
  });

  it('that comes twice at the same moment is one case with one answer', async () => {
    const terminal = await platform.enrol();
    const one = terminal.seal();
    const body = terminal.deliveryBody([one.envelope]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => terminal.post('/v1/deliveries', body)));
    const entries = new Set(
      answers.map(({ json }) => (json as { acknowledged: { bytes: string } }).acknowledged.bytes),
    );
    expect(entries.size).toBe(1);
    expect(await held(one)).toMatchObject([{ deliveries: 4, outcome: 'opened' }]);
  });

  it.each([
    ['before', (whole: Envelope, damaged: Envelope) => [damaged, whole]],
    ['after', (whole: Envelope, damaged: Envelope) => [whole, damaged]],
  ])('is acknowledged and nothing else, when a damaged copy stands %s it in the batch', async (_where, batch) => {
    const terminal = await platform.enrol();
    const { envelope, caseDigest } = terminal.seal();
    const damaged = { ...envelope, answers: flip(envelope.answers, 0) };
    const { answer, acknowledged } = await terminal.deliver(batch(envelope, damaged));
    expect(acknowledged?.entries).toMatchObject([{ caseDigest, ending: { outcome: 'opened' } }]);
    expect(answer.unfinished).toEqual([]);
  });

  it('is acknowledged beside bad ones, in a batch of both', async () => {
    const terminal = await platform.enrol();
    const [bad, good, foreign] = [1, 2, 3].map((counter) => terminal.seal({ counter }).envelope) as [
      Envelope,
      Envelope,
      Envelope,
    ];
    const { answer, acknowledged } = await terminal.deliver([
      { ...bad, answers: flip(bad.answers, 0) },
      good,
      { ...foreign, signature: good.signature },
    ]);
    expect(acknowledged?.entries).toHaveLength(1);
    expect(answer.unfinished.map(({ state }) => state)).toEqual(['not-verified', 'not-verified']);
  });
});

describe('an envelope that was touched', () => {
  let terminal: TestTerminal;
  let one: TestCase;
  let other: TestCase;
  beforeAll(async () => {
    terminal = await platform.enrol();
    one = terminal.seal({ counter: 11 });
    other = terminal.seal({ counter: 12 });
  });

  const parts = ['header', 'manifest', 'answers', 'signature'] as const;
  const attacks: readonly (readonly [string, (envelope: Envelope, other: Envelope) => Envelope])[] = [
    ...parts.flatMap(
      (part) =>
        [
          [`first bit of the ${part} flipped`, (e: Envelope) => ({ ...e, [part]: flip(e[part], 0) })],
          [`last bit of the ${part} flipped`, (e: Envelope) => ({ ...e, [part]: flip(e[part], -1) })],
        ] as const,
    ),
    ...(['header', 'manifest', 'answers'] as const).flatMap(
      (part) =>
        [
          [`a byte appended to the ${part}`, (e: Envelope) => ({ ...e, [part]: append(e[part]) })],
          [`a byte dropped from the ${part}`, (e: Envelope) => ({ ...e, [part]: drop(e[part]) })],
          [`the ${part} left out`, (e: Envelope) => ({ ...e, [part]: '' })],
        ] as const,
    ),
    ...parts.map(
      (part) => [`the ${part} of another case`, (e: Envelope, o: Envelope) => ({ ...e, [part]: o[part] })] as const,
    ),
    ['header and manifest of another case', (e, o) => ({ ...e, header: o.header, manifest: o.manifest })],
    ['header and manifest changed places', (e) => ({ ...e, header: e.manifest, manifest: e.header })],
    [
      'a tag of four bytes',
      (e) => ({ ...e, answers: Buffer.from(e.answers, 'base64url').subarray(0, -12).toString('base64url') }),
    ],
  ];
  it.each(attacks)('%s: not verified, nothing kept', async (_what, attack) => {
    const { answer, acknowledged } = await terminal.deliver([attack(one.envelope, other.envelope)]);
    expect(acknowledged).toBeNull();
    expect(answer.unfinished.map(({ state }) => state)).toEqual(['not-verified']);
    expect(await held(one)).toEqual([]);
    expect(await held(other)).toEqual([]);
  });

  it('is taken when it comes whole after that', async () => {
    const { acknowledged } = await terminal.deliver([one.envelope]);
    expect(acknowledged?.entries).toMatchObject([{ ending: { outcome: 'opened' } }]);
  });
});

describe('an envelope that its terminal signed, and that does not hold', () => {
  const sampleBytes = Buffer.byteLength(JSON.stringify(sampleContent(Buffer.alloc(16))));
  it.each([
    ['a number of another sequence', { header: { sequence: 7 } }],
    ['a number of another terminal', { header: { caseNumber: 'XXX01-1-0001-5' } }],
    ['a number with a wrong check character', { header: { caseNumber: 'LLZ01-1-0001-0' } }],
    ['another terminal in the header', { header: { terminal: 'XXX01' } }],
    ['an incarnation that is not there', { header: { incarnation: 2 } }],
    ['a sealing key that is not held', { header: { sealingKey: 'sealing-9' } }],
    ['suite 2 under this version', { header: { suite: 2 } }],
    ['a content size that is not so', { header: { sizes: { contentBytes: 5, papers: 0 } } }],
    ['an ephemeral key of zeros', { enc: new Uint8Array(32) }],
    ['papers that were not delivered', { header: { sizes: { contentBytes: sampleBytes, papers: 1 } } }],
    [
      'a paper in the manifest',
      { manifest: { papers: [{ id: 'A'.repeat(22), digest: 'A'.repeat(43), bytes: 1, chunks: 1 }] } },
    ],
    ['answers of another length', { manifest: { answers: { digest: 'A'.repeat(43), bytes: 1 } } }],
    ['a header digest of nothing', { manifest: { hh: 'A'.repeat(43) } }],
    ['a manifest with a field too many', { manifest: { more: 1 } as never }],
  ])('%s: not verified', async (_what, twist) => {
    const terminal = await platform.enrol();
    const one = terminal.seal(twist);
    const { answer, acknowledged } = await terminal.deliver([one.envelope]);
    expect(acknowledged).toBeNull();
    expect(answer.unfinished).toEqual([{ state: 'not-verified', caseDigest: one.caseDigest }]);
    expect(await held(one)).toEqual([]);
  });

  it('content that opens and is no content is refused, signed, and kept', async () => {
    const terminal = await platform.enrol();
    const one = terminal.seal({ content: { v: 1, something: 'else' } });
    const { acknowledged } = await terminal.deliver([one.envelope]);
    const { acknowledged: again } = await terminal.deliver([one.envelope]);
    expect(acknowledged?.entries).toMatchObject([
      { caseDigest: one.caseDigest, ending: { outcome: 'refused', reason: 'content-not-readable' }, sequence: 1 },
    ]);
    expect(again?.entries).toEqual(acknowledged?.entries);
    expect(await held(one)).toMatchObject([{ outcome: 'refused', content: null }]);
  });

  it.each([
    ['header', { header: { v: 3 } }],
    ['manifest', { manifest: { v: 2 } }],
    ['content', { content: { ...sampleContent(Buffer.alloc(16)), v: 2 } }],
  ])('a version of the %s that is not known is kept and not acknowledged', async (_part, twist) => {
    const terminal = await platform.enrol();
    const one = terminal.seal(twist);
    const { answer, acknowledged } = await terminal.deliver([one.envelope]);
    expect(acknowledged).toBeNull();
    expect(answer.unfinished).toEqual([{ state: 'unknown-version', caseDigest: one.caseDigest }]);
    expect(await held(one)).toMatchObject([{ outcome: 'unknown-version', content: null }]);
  });
});

describe('another terminal, another incarnation', () => {
  it('a case of another terminal is not verified', async () => {
    const [mine, theirs] = [await platform.enrol(), await platform.enrol()];
    const { answer } = await mine.deliver([theirs.seal().envelope]);
    expect(answer.unfinished).toMatchObject([{ state: 'not-verified' }]);
  });

  it('a case with the present number and the key before is not verified', async () => {
    const before = await platform.enrol();
    const now = await reEnrol(before);
    const signedByTheOld = { ...now, signingKey: before.signingKey };
    const one = before.seal({ header: { incarnation: 2, caseNumber: signedByTheOld.seal().caseNumber } });
    const { answer } = await now.deliver([one.envelope]);
    expect(answer.unfinished).toMatchObject([{ state: 'not-verified' }]);
  });

  it('a case still waiting from the enrolment before is taken, acknowledged for that enrolment', async () => {
    const before = await platform.enrol();
    const waiting = before.seal();
    const now = await reEnrol(before);
    const { acknowledged } = await now.deliver([waiting.envelope]);
    expect(acknowledged).toMatchObject({ incarnation: 1, entries: [{ caseNumber: waiting.caseNumber }] });
  });

  it('one answer names one incarnation: the other ones of a mixed batch wait', async () => {
    const before = await platform.enrol();
    const now = await reEnrol(before);
    const { answer, acknowledged } = await now.deliver([now.seal().envelope, before.seal().envelope]);
    expect(acknowledged).toMatchObject({ incarnation: 2, entries: [{}] });
    expect(answer.unfinished).toMatchObject([{ state: 'not-verified' }]);
  });

  it('nothing that a revoked enrolment signed is taken', async () => {
    const before = await platform.enrol();
    const now = await reEnrol(before);
    await platform.inside('POST', '/revocations', { terminal: before.terminal, incarnation: 1 });
    const { answer } = await now.deliver([before.seal().envelope]);
    expect(answer.unfinished).toMatchObject([{ state: 'not-verified' }]);
  });

  async function reEnrol({ terminal }: TestTerminal): Promise<TestTerminal> {
    return enrolTestTerminal(platform.url, platform.list, await platform.code({ terminal }));
  }
});

describe('the same number with another content', () => {
  it('keeps both, acknowledges the first only, and hears this enrolment no more', async () => {
    const terminal = await platform.enrol();
    const [first, second] = [terminal.seal(), terminal.seal()];
    const before = await terminal.deliver([first.envelope]);
    const { answer, acknowledged } = await terminal.deliver([second.envelope, first.envelope]);
    expect(answer.unfinished).toEqual([{ state: 'conflict', caseDigest: second.caseDigest }]);
    expect(acknowledged?.entries).toEqual(before.acknowledged?.entries);
    expect(await held(first)).toMatchObject([{ outcome: 'opened' }]);
    expect(await held(second)).toMatchObject([{ outcome: 'conflict', content: second.content }]);

    const refused = await terminal.post('/v1/deliveries', terminal.deliveryBody([]));
    expect(refused).toMatchObject({ status: 401, signed: true, json: { error: 'incarnation-forked' } });
  });

  it('at the same moment, ends as one case and one conflict', async () => {
    const terminal = await platform.enrol();
    const both = [terminal.seal(), terminal.seal()];
    const body = terminal.deliveryBody(both.map(({ envelope }) => envelope));
    await Promise.all([terminal.post('/v1/deliveries', body), terminal.post('/v1/deliveries', body)]);
    const outcomes = (await platform.cases())
      .filter(({ caseNumber }) => caseNumber === both[0]?.caseNumber)
      .map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['conflict', 'opened']);
  });
});

describe('looking a case up', () => {
  it('shows that it exists by its number, and how it stands by the secret of the receipt alone', async () => {
    const terminal = await platform.enrol();
    const good = terminal.seal();
    const unreadable = terminal.seal({ counter: 2, content: { v: 1 } });
    await terminal.deliver([good.envelope, unreadable.envelope]);
    const ask = async (caseNumber: string, secret: string | null) =>
      (await terminal.post('/v1/case-look-ups', { v: 1, caseNumber, secret })).json;
    const { caseNumber, receiptSecret } = good;
    expect(await ask(caseNumber, null)).toEqual({ v: 1, found: true, state: null });
    expect(await ask(caseNumber, receiptSecret)).toEqual({ v: 1, found: true, state: 'received' });
    expect(await ask(caseNumber, 'A'.repeat(22))).toEqual({ v: 1, found: true, state: null });
    expect(await ask('LLZ99-1-0001-X', receiptSecret)).toEqual({ v: 1, found: false, state: null });
    expect(await ask(unreadable.caseNumber, unreadable.receiptSecret)).toEqual({ v: 1, found: true, state: null });
  });
});
