import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { receiptDocument } from '../../main/service/cases/receipt.ts';
import { systemClock } from '../../native/clock.ts';
import { encodeCommand } from '../../native/receipt-printer/codec.ts';
import { createReceiptPrinter } from '../../native/receipt-printer/driver.ts';
import { layOutReceipt } from '../../native/receipt-printer/layout.ts';
import { createAnswerReader } from '../../native/receipt-printer/real-time.ts';
import { tcpLine } from '../../native/transports/tcp.ts';
import { startAndWait } from '../workbench/child.ts';
import { atMost, median, percentile, type Report } from './report.ts';

const times = 15;
const warmUps = 2;
/** What a thermal printer for counters does. */
const mmPerSecond = 150;
const paperWidthMm = 80;
const project = path.resolve(import.meta.dirname, '../..');
const both = (zh: string) => ({ zh, en: zh });

/**
 * What the driver costs beyond paper: from a receipt's document to "printed", against the same bytes written to a bare socket
 * and the printer's answer to the fence at their end. Two virtual printers of one kind at the pace of a real one, in turn.
 */
export async function measurePrint(): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-print-'));
  const [first, second] = await Promise.all([startPrinter(folder, 'driver'), startPrinter(folder, 'bare')]);
  const bare = connect(second.port, '127.0.0.1');
  bare.setNoDelay(true);
  let tellReady = (): void => {};
  const ready = new Promise<void>((resolve) => {
    tellReady = resolve;
  });
  const printer = createReceiptPrinter({
    dial: tcpLine({ host: '127.0.0.1', port: first.port, connectTimeoutMs: 3_000 }, systemClock),
    clock: systemClock,
    paperWidthMm,
    onStatus: ({ state }) => {
      if (state === 'ready') tellReady();
    },
  });
  const laidOut: number[] = [];
  const printed: number[] = [];
  const sent: number[] = [];
  let lengthBytes = 0;
  try {
    await ready;
    for (let time = -warmUps; time < times; time += 1) {
      const document = receipt();
      const layOutBeganMs = performance.now();
      const bytes = Buffer.concat(layOutReceipt(document, paperWidthMm).map(encodeCommand));
      const laidOutMs = performance.now() - layOutBeganMs;

      const printBeganMs = performance.now();
      const { outcome } = await printer.print(document);
      const printedMs = performance.now() - printBeganMs;
      if (outcome !== 'printed') throw new Error(`a receipt did not come out: ${outcome}`);

      const sentMs = await sendBare(bare, bytes);
      if (time < 0) continue;
      lengthBytes = bytes.length;
      laidOut.push(laidOutMs);
      printed.push(printedMs);
      sent.push(sentMs);
    }
  } finally {
    printer.close();
    bare.destroy();
    await Promise.all([first.stop(), second.stop()]);
    rmSync(folder, { recursive: true });
  }
  return {
    name: 'print',
    ratios: {
      ratio: atMost(median(printed) / median(sent), 1.1),
      readyRatio: atMost(median(laidOut) / median(sent), 0.05),
    },
    measured: {
      printedMs: median(printed),
      printedP99Ms: percentile(printed, 99),
      sentMs: median(sent),
      laidOutMs: median(laidOut),
      receiptBytes: lengthBytes,
      times,
    },
  };
}

async function startPrinter(folder: string, name: string) {
  const own = path.join(folder, name);
  mkdirSync(own);
  const script = path.join(project, 'native/receipt-printer/virtual.ts');
  const flags = ['--control', path.join(own, 'control'), '--paper-folder', own, '--mm-per-second', String(mmPerSecond)];
  const [program, ready] = await startAndWait({
    name,
    command: [process.execPath, script, ...flags, '--exit-with-parent'],
    logFile: path.join(own, 'log'),
  });
  return { port: z.object({ port: z.number() }).parse(ready).port, stop: () => program.stop() };
}

/** Milliseconds from the first byte to the answer to the fence at their end. */
async function sendBare(socket: Socket, bytes: Uint8Array): Promise<number> {
  const beganMs = performance.now();
  const read = createAnswerReader();
  socket.write(bytes);
  for (;;) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    if (read(chunk).some(({ answer }) => answer === 'fence')) return performance.now() - beganMs;
  }
}

function receipt() {
  return receiptDocument(
    {
      place: both('柳林镇便民服务中心'),
      help: { name: both('服务台'), phone: '0558-2250012' },
      itemName: both('开无犯罪记录证明'),
      next: both('送到后 3 个工作日内办好，用快递寄给您。'),
      also: null,
      caseNumber: 'LLZ01-1-0047-87',
      submittedAt: '2026-11-23T06:32:00.000Z',
      maskedName: '王*明',
      maskedIdNumber: '3412**********5512',
      code: `TB1.${'0123456789'.repeat(12)}`,
    },
    'kept-here',
    'zh',
    false,
  );
}
