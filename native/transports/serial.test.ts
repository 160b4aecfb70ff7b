import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPacedPty, type PacedPty } from '../paced-pty.ts';
import { recordEvents } from './recorded-events.ts';
import { serialLine } from './serial.ts';

describe('a serial line, on a pseudo-terminal', () => {
  let folder: string;
  let path: string;
  let pty: PacedPty | undefined;
  const heard: number[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'serial-'));
    path = join(folder, 'port');
    heard.length = 0;
  });

  afterEach(() => {
    pty?.unplug();
    pty = undefined;
    rmSync(folder, { recursive: true });
  });

  const plug = (): PacedPty => {
    pty = openPacedPty(path, 115_200, (chunk) => heard.push(...chunk));
    return pty;
  };

  it('carries every byte value both ways, and can be opened again after we hung up', async () => {
    const device = plug();
    const everyByte = Uint8Array.from({ length: 256 }, (_, at) => at);
    for (let time = 0; time < 2; time += 1) {
      const line = recordEvents(serialLine({ path, baud: 115_200 }));
      await line.until('opened');
      const bytes: number[] = [];
      line.transport.send(everyByte);
      device.send({ bytes: everyByte, slow: false });
      while (bytes.length < 256 || heard.length < 256) {
        await new Promise((resolve) => setImmediate(resolve));
        bytes.splice(0, Number.POSITIVE_INFINITY, ...line.told.flatMap(bytesIn));
      }
      expect(bytes).toEqual([...everyByte]);
      expect(heard.splice(0)).toEqual([...everyByte]);
      line.transport.close();
      await line.until('closed');
    }
  });

  it('tells that it was unplugged when its name has gone, though nothing hung up', async () => {
    plug();
    const line = recordEvents(serialLine({ path, baud: 115_200 }));
    await line.until('opened');
    rmSync(path);
    await line.until('lost unplugged');
  });

  it('wipes every chunk once its listener has had it', async () => {
    const device = plug();
    const chunks: Uint8Array[] = [];
    let opened = (): void => undefined;
    let arrived = (): void => undefined;
    const [isOpen, hasArrived] = [
      new Promise<void>((resolve) => (opened = resolve)),
      new Promise<void>((resolve) => (arrived = resolve)),
    ];
    const transport = serialLine({ path, baud: 115_200 })({
      opened: () => opened(),
      bytes: (chunk) => {
        chunks.push(chunk);
        arrived();
      },
      closed: () => undefined,
      lost: () => undefined,
    });
    await isOpen;
    device.send({ bytes: Uint8Array.of(7, 8, 9), slow: false });
    await hasArrived;
    await new Promise((resolve) => setImmediate(resolve));
    expect(chunks[0]?.length).toBeGreaterThan(0);
    expect(chunks[0]?.every((byte) => byte === 0)).toBe(true);
    transport.close();
  });

  it('is lost when it is unplugged', async () => {
    const device = plug();
    const line = recordEvents(serialLine({ path, baud: 115_200 }));
    await line.until('opened');
    device.unplug();
    pty = undefined;
    await line.until('lost unplugged');
    line.transport.send(Uint8Array.of(1));
    line.transport.close();
    expect(line.told).toEqual(['opened', 'lost unplugged']);
  });

  it('never came up when there is no such port, or it is none', async () => {
    const line = recordEvents(serialLine({ path, baud: 115_200 }));
    await line.until('lost missing');
    writeFileSync(path, 'no port');
    const file = recordEvents(serialLine({ path, baud: 115_200 }));
    await file.until('lost failed');
  });

  it('can be hung up before it has come up', async () => {
    plug();
    const line = recordEvents(serialLine({ path, baud: 115_200 }));
    line.transport.close();
    line.transport.close();
    await line.until('closed');
    expect(line.told).toEqual(['closed']);
  });
});

function bytesIn(told: string): readonly number[] {
  if (!told.startsWith('bytes ')) return [];
  return told
    .slice(6)
    .split(' ')
    .map((byte) => Number.parseInt(byte, 16));
}
