import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { PacedPty } from '../paced-pty.ts';
import { recordEvents } from './recorded-events.ts';
import { expectEveryByteTwice, makeTestPort, type TestPort, turn } from './test-port.ts';
import { usbPrinterLine } from './usb-printer.ts';

/** A pseudo-terminal is opened, read and written as usblp's devices are: a character device that has nothing, or takes nothing, says EAGAIN. */
describe('a printer on USB, on a pseudo-terminal', () => {
  let port: TestPort;
  let path: string;

  beforeEach(() => {
    port = makeTestPort(10_000_000);
    path = port.path;
  });

  afterEach(() => port.remove());

  const plug = (): PacedPty => {
    const device = port.plug();
    execFileSync('stty', ['-F', path, 'raw', '-echo']);
    return device;
  };

  it('carries every byte value both ways, and can be opened again after we hung up', () =>
    expectEveryByteTwice(usbPrinterLine({ path }, systemClock), plug(), port.heard));

  it('passes on all of what does not fit in at once, in order', async () => {
    plug();
    const line = recordEvents(usbPrinterLine({ path }, systemClock));
    await line.until('opened');
    const much = Uint8Array.from({ length: 60_000 }, (_, at) => at % 251);
    line.transport.send(much.subarray(0, 20_000));
    line.transport.send(much.subarray(20_000));
    while (port.heard.length < much.length) await turn();
    expect(Buffer.from(port.heard).equals(Buffer.from(much))).toBe(true);
    line.transport.close();
    await line.until('closed');
  });

  it('says that it was unplugged', async () => {
    plug();
    const line = recordEvents(usbPrinterLine({ path }, systemClock));
    await line.until('opened');
    port.unplug();
    await line.until('lost unplugged');
  });

  it('says that it is not there', async () => {
    const line = recordEvents(usbPrinterLine({ path }, systemClock));
    await line.until('lost missing');
    expect(line.told).toHaveLength(1);
  });

  it('says closed, and nothing else, when hung up before it opened', async () => {
    plug();
    const line = recordEvents(usbPrinterLine({ path }, systemClock));
    line.transport.close();
    await line.until('closed');
    expect(line.told).toHaveLength(1);
  });
});
