import { devicesAsync, HIDAsync } from 'node-hid';
import { hidLine } from '../../native/transports/hid.ts';
import { echoIds } from './hid.ts';

/** The half of the HID bench that runs on the bus: one line of JSON with the milliseconds of each round. */
const times = 400;
const inTurns = 20;
const report = new Uint8Array(65).fill(7, 1);

let echoed = (): void => undefined;
/** One round: `send`, and wait for the echo. */
async function round(send: () => void): Promise<number> {
  const beganMs = performance.now();
  await new Promise<void>((resolve) => {
    echoed = resolve;
    send();
  });
  return performance.now() - beganMs;
}

async function byOurLine(): Promise<readonly number[]> {
  let opened = (): void => undefined;
  let closed = (): void => undefined;
  const isOpen = new Promise<void>((resolve) => (opened = resolve));
  const isClosed = new Promise<void>((resolve) => (closed = resolve));
  const line = hidLine(echoIds)({ opened, bytes: () => echoed(), closed, lost: closed });
  await isOpen;
  const took: number[] = [];
  for (let time = 0; time < times / inTurns; time += 1) took.push(await round(() => line.send(report)));
  line.close();
  await isClosed;
  return took;
}

async function byBareLibrary(): Promise<readonly number[]> {
  const listed = (await devicesAsync()).find(({ vendorId }) => vendorId === echoIds.vendorId);
  const device = await HIDAsync.open(listed?.path ?? '');
  device.on('data', () => echoed());
  const took: number[] = [];
  const bytes = Buffer.from(report);
  for (let time = 0; time < times / inTurns; time += 1) took.push(await round(() => void device.write(bytes)));
  await device.close();
  return took;
}

const ours: number[] = [];
const bare: number[] = [];
for (let turn = 0; turn < inTurns; turn += 1) {
  ours.push(...(await byOurLine()));
  bare.push(...(await byBareLibrary()));
}
process.stdout.write(`${JSON.stringify({ ours, bare })}\n`);
