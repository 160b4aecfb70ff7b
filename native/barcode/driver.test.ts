import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import type { TransportEvents } from '../transports/transport.ts';
import { createPointOfSaleDecoder, createSerialDecoder, encodePointOfSale } from './codec.ts';
import { encodeAnswer, encodeCommand, isAnswered, readerCommands, type SerialModel, serialModels } from './commands.ts';
import { type CodeReaderModel, startCodeReader } from './driver.ts';

const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const serialModel = (model: SerialModel): CodeReaderModel => ({
  createDecoder: () => createSerialDecoder(model),
  command: (command) => encodeCommand(model, command),
  answersTrigger: isAnswered(model, 'trigger'),
});
const pointOfSale: CodeReaderModel = {
  createDecoder: createPointOfSaleDecoder,
  command: () => undefined,
  answersTrigger: false,
};

/** A driver with a reader that answers as `model` does, or says what the test has it say. */
async function start(kind: SerialModel | 'hid') {
  const clock = createManualClock();
  const told: string[] = [];
  const sent: string[] = [];
  let events: TransportEvents | undefined;
  const device = { isThere: true, answers: true, says: undefined as string | undefined, dials: 0 };
  const reader = startCodeReader({
    clock,
    model: kind === 'hid' ? pointOfSale : serialModel(kind),
    onStatus: (status) => told.push(status.state === 'fault' ? `fault ${status.fault}` : status.state),
    onCode: (ticket, code) => told.push(`${ticket[0]} ${code.event === 'read' ? code.text : code.event}`),
    onNoLine: () => undefined,
    dial: (given) => {
      device.dials += 1;
      queueMicrotask(() => {
        if (!device.isThere) given.lost({ kind: 'missing' });
        else {
          events = given;
          given.opened();
        }
      });
      return {
        send: (bytes) => {
          const command = readerCommands.find(
            (one) => kind !== 'hid' && Buffer.from(bytes).equals(encodeCommand(kind, one)),
          );
          if (command === undefined || kind === 'hid') throw new Error('no command of this reader');
          sent.push(command);
          const answer = device.says === undefined ? encodeAnswer(kind, command) : text(device.says);
          const to = given;
          if (device.answers && answer !== undefined) queueMicrotask(() => to.bytes(answer));
        },
        close: () => {
          if (events === given) events = undefined;
        },
      };
    },
  });
  await clock.advance(100);
  return {
    clock,
    told,
    sent,
    device,
    reader,
    bytes: (bytes: Uint8Array) => events?.bytes(bytes),
    say: async (bytes: Uint8Array) => {
      events?.bytes(bytes);
      await clock.advance(300);
    },
    breakLine: () => events?.lost({ kind: 'unplugged' }),
  };
}

describe.each(serialModels)('a serial reader (%s)', (model) => {
  it('is greeted, lit while a code is wanted, and gives one code', async () => {
    const { told, sent, reader, say, clock } = await start(model);
    expect(told).toEqual(['connecting', 'ready']);
    sent.length = 0;
    reader.read(first, true);
    await clock.advance(1000);
    expect(sent[0]).toBe('trigger');
    await say(text('通办123\r'));
    expect(told.slice(2)).toEqual(['1 通办123']);
    // Newland's greeting is its stop.
    expect(sent.at(-1)).toBe(model === 'newland' ? 'greet' : 'stop');
    await say(text('another\r'));
    expect(told).toHaveLength(3);
  });

  it('that says nothing is a fault, and is had again within 5 s once it speaks', async () => {
    const { told, device, clock, reader } = await start(model);
    device.answers = false;
    await clock.advance(5000 + 4000);
    expect(told.at(-1)).toBe('fault silent');
    await clock.advance(60_000);
    expect(told.at(-1)).toBe('fault silent');
    device.answers = true;
    await clock.advance(5000);
    expect(told.at(-1)).toBe('ready');
    reader.stop(first);
  });

  it('that is another device is a fault', async () => {
    const { told, device, clock } = await start(model);
    device.says = 'AT ERROR\r\n';
    await clock.advance(9000);
    expect(told.at(-1)).toBe('fault garbled');
  });

  it('gone is told at once, and one that comes back is found, with what was ordered meanwhile', async () => {
    const { told, device, clock, reader, breakLine, say } = await start(model);
    device.isThere = false;
    breakLine();
    await clock.advance(0);
    expect(told.at(-1)).toBe('no-reader');
    reader.read(first, true);
    await clock.advance(60_000);
    device.isThere = true;
    await clock.advance(1100);
    expect(told.at(-1)).toBe('ready');
    await say(text('A-1\r\n'));
    expect(told.at(-1)).toBe('1 A-1');
  });

  it('cut off in the middle of a code gives nothing of it', async () => {
    const { told, clock, reader, breakLine, say } = await start(model);
    reader.read(first, false);
    await say(text('HALF'));
    expect(told.at(-1)).toBe('1 unreadable');
    breakLine();
    await clock.advance(1100);
    await say(text('WHOLE\r'));
    expect(told.slice(-3)).toEqual(['no-reader', 'ready', '1 WHOLE']);
  });
});

describe('a session', () => {
  it('gets no code that was read before it asked', async () => {
    const { told, reader, say } = await start('gm65');
    await say(text('OLD\r'));
    reader.read(first, false);
    await say(text('NEW\r'));
    expect(told.slice(2)).toEqual(['1 NEW']);
  });

  it('gets no rest of a code that was coming in when it asked', async () => {
    const { told, clock, reader, bytes, say } = await start('honeywell');
    bytes(text('OLD-'));
    await clock.advance(10);
    reader.read(first, false);
    await say(text('TAIL\r'));
    expect(told).toEqual(['connecting', 'ready']);
    await say(text('MINE\r'));
    expect(told.at(-1)).toBe('1 MINE');
  });

  it('gets its code whole, though an answer was coming in when it asked', async () => {
    const { told, clock, reader, bytes, say } = await start('newland');
    const answer = encodeAnswer('newland', 'stop') ?? new Uint8Array();
    bytes(answer.subarray(0, 5));
    reader.read(first, false);
    bytes(answer.subarray(5));
    await clock.advance(10);
    await say(text('MINE\r'));
    expect(told.slice(2)).toEqual(['1 MINE']);
  });

  it('has nothing told to it after its end, nor to the next one', async () => {
    const { told, reader, say } = await start('newland');
    reader.read(first, true);
    reader.stopAll();
    await say(text('LATE\r'));
    reader.read(second, true);
    reader.stop(first);
    await say(text('SECOND\r'));
    expect(told.slice(2)).toEqual(['2 SECOND']);
  });

  it('sees a reader that dies while it is lit', async () => {
    const { told, device, clock, reader } = await start('gm65');
    reader.read(first, true);
    device.answers = false;
    await clock.advance(10_000);
    expect(told.at(-1)).toBe('fault silent');
  });
});

describe('a code that the machine is slow to hear', () => {
  it('is whole after a gap', async () => {
    const { told, clock, reader, bytes } = await start('gm65');
    reader.read(first, false);
    await clock.advance(100);
    bytes(text('WF-2026'));
    await clock.advance(200);
    bytes(text('-0012\r'));
    await clock.advance(100);
    expect(told.slice(2)).toEqual(['1 WF-2026-0012']);
  });

  it('is never its last part alone', async () => {
    const { told, clock, reader, bytes, say } = await start('gm65');
    reader.read(first, false);
    await clock.advance(100);
    bytes(text('WF-2026'));
    await clock.advance(600);
    bytes(text('-0012\r'));
    await clock.advance(100);
    expect(told.slice(2)).toEqual(['1 unreadable', '1 unreadable']);
    await clock.advance(1000);
    await say(text('WF-2026-0012\r'));
    expect(told.at(-1)).toBe('1 WF-2026-0012');
  });
});

describe('a HID point-of-sale reader', () => {
  it('is ready when it is there, and gives long codes whole', async () => {
    const { told, reader, bytes, clock } = await start('hid');
    expect(told).toEqual(['connecting', 'ready']);
    reader.read(first, true);
    await clock.advance(60_000);
    const code = '通办'.repeat(60);
    for (const report of encodePointOfSale(text(code))) bytes(report);
    await clock.advance(300);
    expect(told.slice(2)).toEqual([`1 ${code}`]);
  });

  it('that stops in the middle of a code has it held there again', async () => {
    const { told, clock, reader, say } = await start('hid');
    reader.read(first, true);
    const [beginning] = encodePointOfSale(text('x'.repeat(100)));
    if (beginning !== undefined) await say(beginning);
    expect(told.slice(2)).toEqual(['1 unreadable']);
    await clock.advance(1000);
    for (const report of encodePointOfSale(text('short'))) await say(report);
    expect(told.at(-1)).toBe('1 short');
  });
});
