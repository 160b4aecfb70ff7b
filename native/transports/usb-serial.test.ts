import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { openPacedPty, type PacedPty } from '../paced-pty.ts';
import { recordEvents } from './recorded-events.ts';
import { type ListedPort, usbSerialLine } from './usb-serial.ts';

let folder: string;
let plugged: PacedPty[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usb-serial-'));
  plugged = [];
});

afterEach(() => {
  for (const pty of plugged) pty.unplug();
  rmSync(folder, { recursive: true });
});

/** An adapter at this port, which says its own mark when it hears anything. */
function plug(name: string, mark: number): PacedPty {
  const pty = openPacedPty(join(folder, name), 115_200, () => pty.send({ bytes: Uint8Array.of(mark), slow: false }));
  plugged.push(pty);
  return pty;
}

const at = (name: string, serialNumber?: string): ListedPort => ({
  path: join(folder, name),
  vendorId: '1a86',
  productId: '7523',
  serialNumber,
});
const ids = { vendorId: 0x1a86, productId: 0x7523, baud: 115_200 } as const;

/** Whether the line to these ports leads to the adapter with this mark. */
async function leadsTo(mark: string, ports: readonly ListedPort[], serialNumber?: string): Promise<boolean> {
  const line = recordEvents(usbSerialLine({ ...ids, serialNumber }, () => Promise.resolve(ports)));
  await line.until('opened');
  line.transport.send(Uint8Array.of(1));
  await line.until(`bytes ${mark}`);
  line.transport.close();
  await line.until('closed');
  return true;
}

it('finds an adapter again at another port', async () => {
  const others: ListedPort = { path: join(folder, 'nothing'), vendorId: '0403', productId: '6001' };
  plug('first', 0x11).unplug();
  plugged.pop();
  plug('second', 0x12);
  expect(await leadsTo('12', [others, at('second')])).toBe(true);
});

it('tells two of a kind apart by their serial numbers', async () => {
  plug('first', 0x21);
  plug('second', 0x22);
  const both = [at('first', 'A1'), at('second', 'B2')];
  expect(await leadsTo('22', both, 'B2')).toBe(true);
  expect(await leadsTo('21', both, 'A1')).toBe(true);
  expect(await leadsTo('21', both)).toBe(true);
});

it('says that nothing is there, and that nobody can look', async () => {
  const none = recordEvents(usbSerialLine(ids, () => Promise.resolve([{ path: '/dev/ttyS0' }])));
  await none.until('lost missing');
  const blind = recordEvents(usbSerialLine(ids, () => Promise.reject(new Error('spawn udevadm ENOENT'))));
  await blind.until('lost failed');
});

it('opens nothing for somebody who hung up meanwhile', async () => {
  let listed = (_: readonly ListedPort[]): void => {};
  plug('first', 0x31);
  const line = recordEvents(usbSerialLine(ids, () => new Promise((resolve) => (listed = resolve))));
  line.transport.close();
  listed([at('first')]);
  await line.until('closed');
  expect(line.told).toEqual(['closed']);
});

/** The whole way from udev's own list, which umockdev fills: ids stand there as this code expects them. */
it('reads the ids that udev lists', async () => {
  const device = join(folder, 'tty.umockdev');
  writeFileSync(
    device,
    [
      'P: /devices/pci0000:00/usb1/1-1/1-1:1.0/ttyUSB3/tty/ttyUSB3',
      'N: ttyUSB3',
      'E: DEVNAME=/dev/ttyUSB3',
      'E: SUBSYSTEM=tty',
      'E: ID_VENDOR_ID=1a86',
      'E: ID_MODEL_ID=7523',
      'E: ID_SERIAL_SHORT=A1B2',
      '',
    ].join('\n'),
  );
  const list = `import { SerialPort } from 'serialport'; console.log(JSON.stringify(await SerialPort.list()));`;
  const { stdout } = await promisify(execFile)(
    'umockdev-run',
    ['--device', device, '--', process.execPath, '--input-type=module', '--eval', list],
    { cwd: import.meta.dirname },
  );
  const ports = z
    .array(z.looseObject({ path: z.string(), serialNumber: z.string().optional() }))
    .parse(JSON.parse(stdout));
  expect(ports).toContainEqual(
    expect.objectContaining({ path: '/dev/ttyUSB3', vendorId: '1a86', productId: '7523', serialNumber: 'A1B2' }),
  );
});
