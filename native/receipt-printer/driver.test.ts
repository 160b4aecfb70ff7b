import { expect, test } from 'vitest';
import type { PrinterStatus, PrintOutcome, ReceiptDocument } from '../../main/contract/devices/receipt-printer.ts';
import { createManualClock } from '../manual-clock.ts';
import { createReceiptPrinter, faultPatienceMs, printLimitMs } from './driver.ts';
import { coverOpen, createFakePrinter, cutterStuck, headTooHot, idle, noPaper } from './fake-printer.ts';
import { answerLimitMs } from './line.ts';

const receipt: ReceiptDocument = [{ block: 'text', text: '办件回执', size: 2, bold: true, align: 'centre' }];
const longReceipt: ReceiptDocument = Array.from({ length: 100 }, () => ({
  block: 'row' as const,
  label: '办理地',
  value: '安徽省阜阳市公安局颍州分局',
}));
const ready: PrinterStatus = { state: 'ready', paperNearEnd: false };

async function setUp(prepare: (printer: ReturnType<typeof createFakePrinter>) => void = () => {}) {
  const clock = createManualClock();
  const printer = createFakePrinter();
  prepare(printer);
  const told: PrinterStatus[] = [];
  const driver = createReceiptPrinter({
    dial: printer.dial,
    clock,
    paperWidthMm: 80,
    onStatus: (status) => told.push(status),
  });
  await clock.advance(0);
  /** Starts a job and lets everything happen that needs no time. */
  const start = async (document: ReceiptDocument = receipt) => {
    const job: { outcome?: PrintOutcome } = {};
    void driver.print(document).then((outcome) => {
      job.outcome = outcome;
    });
    await clock.advance(0);
    return job;
  };
  const commandNames = () => printer.received.map(({ command }) => command);
  return { clock, printer, told, driver, start, commandNames };
}

test('says connecting until the printer has answered, then ready', async () => {
  const clock = createManualClock();
  const printer = createFakePrinter();
  const driver = createReceiptPrinter({ dial: printer.dial, clock, paperWidthMm: 80, onStatus: () => {} });
  expect(driver.status()).toEqual({ state: 'connecting' });
  await clock.advance(0);
  expect(driver.status()).toEqual(ready);
});

test('prints, and says so when the fence after the cut is answered', async () => {
  const { printer, start, told, clock, commandNames } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const job = await start();
  expect(commandNames().slice(-2)).toEqual(['cut', 'fence']);
  expect(job.outcome).toBeUndefined();
  await clock.advance(5_000);
  expect(job.outcome).toBeUndefined();
  printer.answerFence();
  await clock.advance(0);
  expect(job.outcome).toEqual({ outcome: 'printed' });
  expect(told).toEqual([ready, { state: 'printing' }, ready]);
});

test('a new driver cuts off first what the one before may have left hanging, and only the first time', async () => {
  const { printer, start, commandNames } = await setUp();
  await start();
  expect(commandNames()[0]).toBe('cut');
  printer.received.length = 0;
  await start();
  expect(commandNames()[0]).not.toBe('cut');
});

test('a long document goes out no faster than a small buffer takes it', async () => {
  const { printer, start, clock } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const job = await start(longReceipt);
  let sent = printer.receivedBytes();
  expect(sent).toBeLessThan(4_096);
  for (let fences = 0; job.outcome === undefined; fences += 1) {
    expect(fences).toBeLessThan(30);
    printer.answerFence();
    await clock.advance(0);
    expect(printer.receivedBytes() - sent).toBeLessThan(2_048);
    sent = printer.receivedBytes();
  }
  expect(sent).toBeGreaterThan(4_096);
  expect(job.outcome).toEqual({ outcome: 'printed' });
});

test.each([
  ['no paper', noPaper, { state: 'no-paper' }],
  ['an open cover', coverOpen, { state: 'cover-open' }],
  ['a stuck cutter', cutterStuck, { state: 'cutter-stuck' }],
  ['a hot head', headTooHot, { state: 'fault' }],
])('with %s it refuses and sends nothing', async (_, statusBytes, because) => {
  const { printer, start, clock, driver } = await setUp();
  printer.statusBytes = statusBytes;
  const job = await start();
  await clock.advance(0);
  expect(job.outcome).toEqual({ outcome: 'not-printed', because, onPaper: 'nothing' });
  expect(printer.received).toEqual([]);
  expect(driver.status()).toEqual(because);
});

test('paper near its end is told, and prints', async () => {
  const { driver, start } = await setUp((fake) => {
    fake.statusBytes = [0x12, 0x12, 0x12, 0x1e];
  });
  expect(driver.status()).toEqual({ state: 'ready', paperNearEnd: true });
  expect((await start()).outcome).toEqual({ outcome: 'printed' });
});

test('a printer that stays online without paper is without paper', async () => {
  const { driver } = await setUp((fake) => {
    fake.statusBytes = [0x12, 0x12, 0x12, 0x72];
  });
  expect(driver.status()).toEqual({ state: 'no-paper' });
});

test.each([
  ['paper ends', noPaper, { state: 'no-paper' }],
  ['the cover is opened', coverOpen, { state: 'cover-open' }],
  ['the cutter sticks', cutterStuck, { state: 'cutter-stuck' }],
])(
  '%s in the middle: the rest is cleared, the job is part, and the next one prints whole',
  async (_, statusBytes, because) => {
    const { printer, start, clock, driver, told } = await setUp((fake) => {
      fake.fencesLeft = 0;
    });
    const job = await start();
    printer.statusBytes = statusBytes;
    await clock.advance(500);
    expect(job.outcome).toEqual({ outcome: 'not-printed', because, onPaper: 'part' });
    expect(printer.clearings()).toBe(1);
    expect(told.at(-1)).toEqual(because);

    printer.statusBytes = idle;
    printer.fencesLeft = Number.POSITIVE_INFINITY;
    await clock.advance(2_000);
    expect(driver.status()).toEqual(ready);
    expect((await start()).outcome).toEqual({ outcome: 'printed' });
  },
);

test('half a receipt that still hangs there is cut off before the next, a roll that was changed is not', async () => {
  const { printer, start, clock, commandNames } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  await start();
  printer.statusBytes = coverOpen;
  await clock.advance(500);
  printer.statusBytes = idle;
  await clock.advance(2_000);
  printer.received.length = 0;
  await start();
  expect(commandNames()[0]).toBe('cut');

  printer.statusBytes = noPaper;
  await clock.advance(500);
  printer.statusBytes = idle;
  await clock.advance(2_000);
  printer.received.length = 0;
  await start();
  expect(commandNames()[0]).toBe('initialise');
});

test('a fence answered just before the paper ended counts', async () => {
  const { printer, start, clock } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const job = await start();
  printer.beforeAnswer = () => {
    printer.beforeAnswer = () => {};
    printer.answerFence();
    printer.statusBytes = noPaper;
  };
  await clock.advance(500);
  expect(job.outcome).toEqual({ outcome: 'printed' });
});

test('whatever chatters on the line, its bytes are not taken for a receipt that came out', async () => {
  const { printer, start, clock } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const job = await start();
  printer.say(...Buffer.from('$GPGGA,092750.000,3119.3,N,12120.9,E\r\n'));
  await clock.advance(500);
  expect(job.outcome).toEqual({ outcome: 'unknown' });
});

test('a hot head is waited for, but not for ever', async () => {
  const { printer, start, clock } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const first = await start();
  printer.statusBytes = headTooHot;
  await clock.advance(faultPatienceMs - 1_000);
  expect(first.outcome).toBeUndefined();
  printer.statusBytes = idle;
  await clock.advance(500);
  printer.answerFence();
  await clock.advance(0);
  expect(first.outcome).toEqual({ outcome: 'printed' });

  const second = await start();
  printer.statusBytes = headTooHot;
  await clock.advance(faultPatienceMs + 1_000);
  expect(second.outcome).toEqual({ outcome: 'not-printed', because: { state: 'fault' }, onPaper: 'part' });
});

test('a cover closed between the questions is no fault', async () => {
  const { printer, clock, told } = await setUp((fake) => {
    fake.statusBytes = coverOpen;
  });
  let questions = 0;
  printer.beforeAnswer = () => {
    questions += 1;
    if (questions === 2) printer.statusBytes = idle;
  };
  await clock.advance(2_000);
  expect(told).toEqual([{ state: 'cover-open' }, ready]);
});

test('the line breaks after sending: nobody knows', async () => {
  const { printer, start, clock, driver } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const job = await start();
  printer.breakLine();
  await clock.advance(0);
  expect(job.outcome).toEqual({ outcome: 'unknown' });
  expect(driver.status()).toEqual({ state: 'no-printer' });
});

test('the line breaks before sending: nothing stands on paper', async () => {
  const { printer, clock, driver } = await setUp();
  let outcome: PrintOutcome | undefined;
  printer.beforeAnswer = () => printer.breakLine();
  void driver.print(receipt).then((value) => {
    outcome = value;
  });
  await clock.advance(0);
  expect(outcome).toEqual({ outcome: 'not-printed', because: { state: 'no-printer' }, onPaper: 'nothing' });
});

test('a printer that takes bytes and never answers the fence: unknown when the time is over, and cleared', async () => {
  const { printer, start, clock } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const job = await start();
  await clock.advance(printLimitMs - 1_000);
  expect(job.outcome).toBeUndefined();
  await clock.advance(2_000);
  expect(job.outcome).toEqual({ outcome: 'unknown' });
  expect(printer.clearings()).toBe(1);
});

test('a printer that falls silent while printing: unknown', async () => {
  const { printer, start, clock } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const job = await start();
  printer.isSilent = true;
  await clock.advance(500 + answerLimitMs);
  expect(job.outcome).toEqual({ outcome: 'unknown' });
});

test('a printer that does not confirm clearing loses its line, so that a late fence proves nothing', async () => {
  const { printer, start, clock } = await setUp((fake) => {
    fake.fencesLeft = 0;
    fake.confirmsClearing = false;
  });
  const job = await start();
  printer.statusBytes = noPaper;
  await clock.advance(500 + answerLimitMs);
  expect(job.outcome).toEqual({ outcome: 'not-printed', because: { state: 'no-paper' }, onPaper: 'part' });
  printer.confirmsClearing = true;
  printer.statusBytes = idle;
  await clock.advance(1_000);
  expect(printer.dials()).toBe(2);
});

test('what a host that died left in a stopped printer is cleared at the first contact, and a working one is left alone', async () => {
  const stopped = await setUp((fake) => {
    fake.statusBytes = noPaper;
  });
  await stopped.clock.advance(10_000);
  expect(stopped.printer.clearings()).toBe(1);
  const working = await setUp();
  await working.clock.advance(10_000);
  expect(working.printer.clearings()).toBe(0);
});

test('a printer that stops while it has nothing of ours is cleared, once each time: the rest of an older receipt may be in it', async () => {
  const { printer, clock, driver } = await setUp();
  printer.statusBytes = noPaper;
  await clock.advance(10_000);
  expect(printer.clearings()).toBe(1);
  printer.statusBytes = idle;
  await clock.advance(2_000);
  expect(driver.status()).toEqual(ready);
  printer.statusBytes = coverOpen;
  await clock.advance(10_000);
  expect(printer.clearings()).toBe(2);
});

test('nobody there: it is said, and called again with growing pauses, and found when it comes', async () => {
  const { printer, clock, driver, start } = await setUp((fake) => {
    fake.isThere = false;
  });
  expect(driver.status()).toEqual({ state: 'no-printer' });
  expect((await start()).outcome).toEqual({
    outcome: 'not-printed',
    because: { state: 'no-printer' },
    onPaper: 'nothing',
  });
  await clock.advance(1_000);
  expect(printer.dials()).toBe(2);
  await clock.advance(2_000);
  expect(printer.dials()).toBe(3);
  await clock.advance(60_000);
  const dials = printer.dials();
  await clock.advance(4_000);
  expect(printer.dials()).toBe(dials + 1);
  printer.isThere = true;
  await clock.advance(4_000);
  expect(driver.status()).toEqual(ready);
});

test('something there that is no printer: silence and garbage are both no printer', async () => {
  const silent = await setUp((fake) => {
    fake.isSilent = true;
  });
  await silent.clock.advance(answerLimitMs);
  expect(silent.driver.status()).toEqual({ state: 'no-printer' });

  const babbling = await setUp((fake) => {
    fake.statusBytes = [0xff, 0xff, 0xff, 0xff];
  });
  await babbling.clock.advance(answerLimitMs);
  expect(babbling.driver.status()).toEqual({ state: 'no-printer' });
});

test('bytes nobody asked for do not disturb: no fence is taken from them before one was sent', async () => {
  const { printer, clock, driver, start } = await setUp();
  printer.say(0x00, 0x14, 0x00, 0x00, 0x0f, 0xff, 0x00);
  await clock.advance(2_000);
  expect(driver.status()).toEqual(ready);
  printer.fencesLeft = 0;
  expect((await start()).outcome).toBeUndefined();
});

test('one at a time: a second document is refused while the first prints', async () => {
  const { printer, start } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const first = await start();
  const sent = printer.receivedBytes();
  const second = await start();
  expect(second.outcome).toEqual({ outcome: 'not-printed', because: { state: 'printing' }, onPaper: 'nothing' });
  expect(printer.receivedBytes()).toBe(sent);
  printer.answerFence();
  await new Promise((resolve) => setImmediate(resolve));
  expect(first.outcome).toEqual({ outcome: 'printed' });
});

test('closed: the job in hand is unknown, and nobody is called again', async () => {
  const { printer, start, driver, clock } = await setUp((fake) => {
    fake.fencesLeft = 0;
  });
  const job = await start();
  driver.close();
  await clock.advance(60_000);
  expect(job.outcome).toEqual({ outcome: 'unknown' });
  expect(printer.dials()).toBe(1);
});
