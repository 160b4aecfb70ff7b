import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { openPacedPty, type PacedPty } from '../paced-pty.ts';
import { recordEvents } from './recorded-events.ts';
import { usbPrinterLine } from './usb-printer.ts';

/** A pseudo-terminal is opened, read and written as usblp's devices are: a character device that has nothing, or takes nothing, says EAGAIN. */
describe('a printer on USB, on a pseudo-terminal', () => {
  let folder: string;
  let path: string;
  let pty: PacedPty | undefined;
  const heard: number[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'usb-printer-'));
    path = join(folder, 'lp0');
    heard.length = 0;
  });

  afterEach(() => {
    pty?.unplug();
    pty = undefined;
    rmSync(folder, { recursive: true });
  });

  const plug = (): PacedPty => {
    pty = openPacedPty(path, 10_000_000, (chunk) => heard.push(...chunk));
    execFileSync('stty', ['-F', path, 'raw', '-echo']);
    return pty;
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('carries every byte value both ways, and can be opened again after we hung up', async () => {
    const device = plug();
    const everyByte = Uint8Array.from({ length: 256 }, (_, at) => at);
    for (let time = 0; time < 2; time += 1) {
      const line = recordEvents(usbPrinterLine({ path }, systemClock));
      await line.until('opened');
      line.transport.send(everyByte);
      while (heard.length < 256) await turn();
      device.send({ bytes: everyByte, slow: false });
      const bytes = (): readonly number[] => line.told.flatMap(bytesIn);
      while (bytes().length < 256) await turn();
      expect(bytes()).toEqual([...everyByte]);
      expect(heard.splice(0)).toEqual([...everyByte]);
      line.transport.close();
      await line.until('closed');
    }
  });

  it('passes on all of what does not fit in at once, in order', async () => {
    plug();
    const line = recordEvents(usbPrinterLine({ path }, systemClock));
    await line.until('opened');
    const much = Uint8Array.from({ length: 60_000 }, (_, at) => at % 251);
    line.transport.send(much.subarray(0, 20_000));
    line.transport.send(much.subarray(20_000));
    while (heard.length < much.length) await turn();
    expect(Buffer.from(heard).equals(Buffer.from(much))).toBe(true);
    line.transport.close();
    await line.until('closed');
  });

  it('says that it was unplugged', async () => {
    const device = plug();
    const line = recordEvents(usbPrinterLine({ path }, systemClock));
    await line.until('opened');
    device.unplug();
    pty = undefined;
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

function bytesIn(told: string): readonly number[] {
  if (!told.startsWith('bytes ')) return [];
  return told
    .slice(6)
    .split(' ')
    .map((byte) => Number.parseInt(byte, 16));
}
