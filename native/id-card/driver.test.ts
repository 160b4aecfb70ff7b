import { describe, expect, it } from 'vitest';
import type { ReaderStatus } from '../../main/contract/devices/id-card-reader.ts';
import { createDriverBench as bench } from './driver-bench.ts';
import { sampleCard, sampleCardBlocks } from './sample-cards.ts';
import { cardSecretOf } from './codec.ts';
import type { FaultKind } from './virtual-reader.ts';

const samId = '05.01-20101129-0001228293-0296863149';
const ready: ReaderStatus = { state: 'ready', samId };
const [first, second] = ['1'.repeat(32), '2'.repeat(32)];

/** A session that has begun over an empty reader and has come to the identity step. */
async function atIdentityStep() {
  const it = bench();
  it.driver.watch(first);
  await it.clock.advance(1000);
  it.driver.read(first);
  await it.clock.advance(400);
  expect(it.told(first)).toEqual(['waiting']);
  return it;
}

describe('the reader', () => {
  it('is ready, by its SAM id, once it has answered', async () => {
    const it = bench();
    await it.clock.advance(100);
    expect(it.statuses).toEqual([{ state: 'connecting' }, ready]);
  });

  it('is looked for every second while its port is missing, and ready within two when it comes', async () => {
    const it = bench();
    it.pull();
    await it.clock.advance(30_000);
    expect(it.statuses).toEqual([{ state: 'connecting' }, { state: 'no-reader' }]);
    expect(it.dialledAtMs.length).toBeGreaterThan(28);
    it.plug();
    await it.clock.advance(2000);
    expect(it.statuses.at(-1)).toEqual(ready);
  });

  it('is tried at growing distances while another program holds its port', async () => {
    const it = bench();
    it.pull({ kind: 'busy' });
    await it.clock.advance(60_000);
    const pauses = it.dialledAtMs.slice(1).map((ms, at) => Math.round((ms - (it.dialledAtMs[at] ?? 0)) / 1000));
    expect(pauses.slice(0, 6)).toEqual([1, 2, 4, 4, 4, 4]);
    expect(it.noLine.at(-1)).toEqual({ kind: 'busy' });
  });

  it('is at fault when it says nothing, and well again when it does', async () => {
    const it = bench();
    it.reader.addFault({ kind: 'silent', count: 3 });
    await it.clock.advance(4000);
    expect(it.statuses.at(-1)).toEqual({ state: 'fault', fault: 'silent' });
    await it.clock.advance(3000);
    expect(it.statuses.at(-1)).toEqual(ready);
  });

  it('is at fault when all it says is noise', async () => {
    const it = bench();
    it.answerAlways(Uint8Array.of(1, 2, 0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 9, 3));
    await it.clock.advance(4000);
    expect(it.statuses.at(-1)).toEqual({ state: 'fault', fault: 'garbled' });
  });

  it.each([
    ['sam-self-test', '00046000009064'],
    ['sam-self-test', 'aaaaaa96690004000060 64'],
    ['sam-not-authorised', 'aaaaaa96690004000066 62'],
  ] as const)('is at fault for %s', async (fault, answer) => {
    const it = bench();
    it.answerAlways(Uint8Array.from(Buffer.from(answer.replaceAll(' ', ''), 'hex')));
    await it.clock.advance(5000);
    expect(it.statuses.at(-1)).toEqual({ state: 'fault', fault: answer.startsWith('aa') ? fault : 'garbled' });
  });

  it('is missed within seconds when it dies between two people', async () => {
    const it = bench();
    await it.clock.advance(100);
    it.reader.addFault({ kind: 'silent', count: 1000 });
    await it.clock.advance(10_000);
    expect(it.statuses.at(-1)).toEqual({ state: 'fault', fault: 'silent' });
  });

  it('is missed at once when it is unplugged, even while nothing is asked of it', async () => {
    const it = bench();
    await it.clock.advance(100);
    it.pull();
    await it.clock.advance(1);
    expect(it.statuses.at(-1)).toEqual({ state: 'no-reader' });
  });
});

describe('a card laid down in its session', () => {
  it('is read, once', async () => {
    const it = await atIdentityStep();
    it.lay('rare-name');
    await it.clock.advance(3000);
    expect(it.told(first)).toEqual(['waiting', 'reading', 'read']);
    expect(it.cards.at(-1)?.event).toEqual({
      event: 'read',
      card: sampleCard('rare-name'),
      samId,
      samStatus: '000090',
      cardSecret: cardSecretOf(sampleCardBlocks('rare-name')),
    });
  });

  it('brings what the security module says of itself right after, whatever that is', async () => {
    const it = await atIdentityStep();
    it.atCommand(0x3001, () => it.reader.setSamStatus('sam-not-authorised'));
    it.lay('resident-wang');
    await it.clock.advance(3000);
    expect(it.cards.at(-1)?.event).toMatchObject({ event: 'read', samStatus: '000066' });
  });

  it('counts without that where the reader is pulled out, or falls silent, right after', async () => {
    const pulled = await atIdentityStep();
    pulled.atCommand(0x11ff, pulled.pull);
    pulled.lay('resident-wang');
    await pulled.clock.advance(3000);
    expect(pulled.cards.at(-1)?.event).toMatchObject({ event: 'read', samStatus: null });
    expect(pulled.statuses.at(-1)).toEqual({ state: 'no-reader' });

    const silent = await atIdentityStep();
    silent.reader.addFault({ kind: 'silent', count: 3, on: 'sam-status' });
    silent.lay('resident-wang');
    await silent.clock.advance(5000);
    expect(silent.cards.at(-1)?.event).toMatchObject({ event: 'read', samStatus: null });
  });

  it('may lie there already when its turn comes, if it was laid down after the session began', async () => {
    const it = bench();
    it.driver.watch(first);
    await it.clock.advance(1000);
    it.lay('resident-wang');
    await it.clock.advance(1000);
    it.driver.read(first);
    await it.clock.advance(300);
    expect(it.told(first)).toEqual(['reading', 'read']);
  });

  it('is told apart when no layout fits it, and the next one is read', async () => {
    const it = await atIdentityStep();
    it.lay('unknown-type');
    await it.clock.advance(2000);
    expect(it.told(first)).toEqual(['waiting', 'reading', 'unknown-card']);
    expect(it.unknown).toEqual([{ kind: 'unknown-type', codeUnit: 0x4b }]);
    it.reader.lift();
    await it.clock.advance(1000);
    it.lay('resident-li');
    await it.clock.advance(1000);
    expect(it.told(first).slice(3)).toEqual(['reading', 'read']);
  });

  it('has to be lifted to be read a second time', async () => {
    const it = await atIdentityStep();
    it.lay('resident-wang');
    await it.clock.advance(1000);
    it.driver.read(first);
    await it.clock.advance(1000);
    expect(it.told(first)).toEqual(['waiting', 'reading', 'read', 'lift-first']);
    it.reader.lift();
    await it.clock.advance(1000);
    it.lay('resident-wang');
    await it.clock.advance(1000);
    expect(it.told(first).slice(4)).toEqual(['waiting', 'reading', 'read']);
  });

  it('is not read after the person went back', async () => {
    const it = await atIdentityStep();
    it.driver.stop(first);
    it.lay('resident-wang');
    await it.clock.advance(2000);
    expect(it.told(first)).toEqual(['waiting']);
    it.driver.read(first);
    await it.clock.advance(500);
    expect(it.told(first)).toEqual(['waiting', 'reading', 'read']);
  });

  it.each<[FaultKind, number]>([
    ['garbage', 2],
    ['wrong-checksum', 2],
    ['cut', 2],
    ['glued', 3],
    ['slow', 3],
    ['silent', 2],
  ])('is read in spite of %s answers to the find before it', async (kind, count) => {
    const it = await atIdentityStep();
    it.lay('resident-wang');
    it.reader.addFault({ kind, count, on: 'find' });
    await it.clock.advance(6000);
    expect(it.told(first)).toEqual(['waiting', 'reading', 'read']);
    expect(it.statuses).toEqual([{ state: 'connecting' }, ready]);
  });

  it.each<FaultKind>(['glued', 'slow'])('is read although its own answer comes %s', async (kind) => {
    const it = await atIdentityStep();
    it.lay('resident-wang');
    it.reader.addFault({ kind, count: 1, on: 'read' });
    await it.clock.advance(2000);
    expect(it.told(first)).toEqual(['waiting', 'reading', 'read']);
  });

  it.each<FaultKind>(['garbage', 'wrong-checksum', 'cut'])(
    'is to be laid again when its own answer is %s',
    async (kind) => {
      const it = await atIdentityStep();
      it.lay('resident-wang');
      it.reader.addFault({ kind, count: 1, on: 'read' });
      await it.clock.advance(3000);
      expect(it.told(first)).toEqual(['waiting', 'reading', 'lay-again']);
      it.reader.lift();
      await it.clock.advance(1000);
      it.lay('resident-wang');
      await it.clock.advance(1000);
      expect(it.told(first).slice(3)).toEqual(['reading', 'read']);
      expect(it.statuses).toEqual([{ state: 'connecting' }, ready]);
    },
  );

  it('is to be laid again when the reader fell silent over it', async () => {
    const it = await atIdentityStep();
    it.lay('resident-wang');
    it.reader.addFault({ kind: 'silent', count: 1, on: 'read' });
    await it.clock.advance(9000);
    expect(it.told(first)).toEqual(['waiting', 'reading', 'lay-again']);
    expect(it.statuses.slice(2)).toEqual([{ state: 'fault', fault: 'silent' }, ready]);
  });

  it.each([
    ['before it is selected', 0x2002],
    ['before it is read', 0x3001],
  ])('is to be laid again when it is pulled away %s', async (_, command) => {
    const it = await atIdentityStep();
    it.atCommand(command, it.reader.lift);
    it.lay('resident-wang');
    await it.clock.advance(2000);
    expect(it.told(first)).toEqual(['waiting', 'reading', 'lay-again']);
    it.lay('resident-wang');
    await it.clock.advance(1000);
    expect(it.told(first).slice(3)).toEqual(['reading', 'read']);
  });

  it('is read after the port was lost in the middle and came back', async () => {
    const it = await atIdentityStep();
    it.atCommand(0x3001, it.pull);
    it.lay('resident-wang');
    await it.clock.advance(3000);
    expect(it.statuses.at(-1)).toEqual({ state: 'no-reader' });
    it.plug();
    await it.clock.advance(3000);
    expect(it.told(first)).toEqual(['waiting', 'reading', 'lay-again']);
    it.reader.lift();
    await it.clock.advance(1000);
    it.lay('resident-wang');
    await it.clock.advance(1000);
    expect(it.told(first).slice(3)).toEqual(['reading', 'read']);
  });
});

describe('a card of the person before', () => {
  it.each(['resident-wang', 'unknown-type'] as const)('is not read in the next session (%s)', async (name) => {
    const it = bench();
    it.lay(name);
    it.driver.watch(second);
    await it.clock.advance(500);
    it.driver.read(second);
    await it.clock.advance(60_000);
    expect(it.told(second)).toEqual(['lift-first']);
    it.reader.lift();
    await it.clock.advance(1000);
    it.lay('resident-li');
    await it.clock.advance(1000);
    expect(it.told(second)).toEqual(['lift-first', 'waiting', 'reading', 'read']);
    expect(it.cards.at(-1)?.event).toMatchObject({ card: sampleCard('resident-li') });
  });

  it('is not read when it was read before and the reader hides it', async () => {
    const it = await atIdentityStep();
    it.lay('resident-wang');
    await it.clock.advance(1000);
    it.driver.watch(second);
    it.driver.read(second);
    await it.clock.advance(10_000);
    expect(it.told(second)).toEqual(['lift-first']);
  });

  it('is not read by a host that has just been started', async () => {
    const it = await atIdentityStep();
    it.lay('resident-wang');
    await it.clock.advance(1000);
    const restarted = it.startDriver();
    restarted.watch(second);
    restarted.read(second);
    await it.clock.advance(10_000);
    expect(it.told(second)).toEqual(['lift-first']);
  });

  it('is not read when its reader was unplugged and forgot that it had read it', async () => {
    const it = await atIdentityStep();
    it.lay('resident-wang');
    await it.clock.advance(1000);
    it.pull();
    it.driver.watch(second);
    it.driver.read(second);
    it.plug();
    await it.clock.advance(10_000);
    expect(it.told(second)).toEqual(['lift-first']);
  });

  it('is not taken for a new one when it flickers at the edge of the field', async () => {
    const it = bench();
    it.lay('resident-wang');
    it.driver.watch(second);
    it.driver.read(second);
    await it.clock.advance(500);
    for (let flicker = 0; flicker < 20; flicker += 1) {
      it.reader.lift();
      it.atCommand(0x3003, () => it.clock.after(20, () => it.lay('resident-wang')));
      await it.clock.advance(700);
    }
    expect(it.told(second)).toEqual(['lift-first']);
  });

  it('is not handed to the next one when it was being read as the session changed', async () => {
    const it = await atIdentityStep();
    it.atCommand(0x3001, () => it.clock.after(0, () => it.driver.watch(second)));
    it.lay('resident-wang');
    await it.clock.advance(1000);
    it.driver.read(second);
    await it.clock.advance(5000);
    expect(it.told(first)).toEqual(['waiting', 'reading']);
    expect(it.told(second)).toEqual(['lift-first']);
  });
});

describe('after the goodbye', () => {
  it('a card that still lies there is told, and its going', async () => {
    const it = await atIdentityStep();
    it.lay('resident-wang');
    await it.clock.advance(1000);
    it.driver.release(first);
    await it.clock.advance(2000);
    expect(it.presences).toEqual([{ ticket: first, present: true }]);
    it.reader.lift();
    await it.clock.advance(1000);
    expect(it.presences.slice(1)).toEqual([{ ticket: first, present: false }]);
    it.lay('resident-wang');
    await it.clock.advance(2000);
    expect(it.presences).toHaveLength(2);
  });

  it('an empty reader is told within half a second', async () => {
    const it = bench();
    await it.clock.advance(100);
    it.driver.release(first);
    await it.clock.advance(500);
    expect(it.presences).toEqual([{ ticket: first, present: false }]);
  });

  it('the next session is not ended by the last look at the one before', async () => {
    const it = bench();
    await it.clock.advance(100);
    it.driver.release(first);
    await it.clock.advance(50);
    it.atCommand(0x3003, () => it.driver.watch(second));
    await it.clock.advance(1500);
    it.lay('resident-wang');
    it.driver.read(second);
    await it.clock.advance(500);
    expect(it.presences).toEqual([]);
    expect(it.told(second)).toEqual(['reading', 'read']);
  });

  it('nobody waits for a reader that is not there, and a card found when it returns is told', async () => {
    const it = bench();
    it.pull();
    await it.clock.advance(100);
    it.driver.release(first);
    expect(it.presences).toEqual([{ ticket: first, present: false }]);
    it.lay('resident-wang');
    it.plug();
    await it.clock.advance(2000);
    expect(it.presences.slice(1)).toEqual([{ ticket: first, present: true }]);
  });
});
