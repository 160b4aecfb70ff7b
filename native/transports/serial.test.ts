import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordEvents } from './recorded-events.ts';
import { serialLine } from './serial.ts';
import { expectEveryByteTwice, makeTestPort, type TestPort, turn } from './test-port.ts';

describe('a serial line, on a pseudo-terminal', () => {
  const baud = 115_200;
  let port: TestPort;
  let path: string;

  beforeEach(() => {
    port = makeTestPort(baud);
    path = port.path;
  });

  afterEach(() => port.remove());

  it('carries every byte value both ways, and can be opened again after we hung up', () =>
    expectEveryByteTwice(serialLine({ path, baud }), port.plug(), port.heard));

  it('tells that it was unplugged when its name has gone, though nothing hung up', async () => {
    port.plug();
    const line = recordEvents(serialLine({ path, baud }));
    await line.until('opened');
    rmSync(path);
    await line.until('lost unplugged');
  });

  it('wipes every chunk once its listener has had it', async () => {
    const device = port.plug();
    const chunks: Uint8Array[] = [];
    let opened = (): void => undefined;
    let arrived = (): void => undefined;
    const [isOpen, hasArrived] = [
      new Promise<void>((resolve) => (opened = resolve)),
      new Promise<void>((resolve) => (arrived = resolve)),
    ];
    const transport = serialLine({ path, baud })({
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
    await turn();
    expect(chunks[0]?.length).toBeGreaterThan(0);
    expect(chunks[0]?.every((byte) => byte === 0)).toBe(true);
    transport.close();
  });

  it('is lost when it is unplugged', async () => {
    port.plug();
    const line = recordEvents(serialLine({ path, baud }));
    await line.until('opened');
    port.unplug();
    await line.until('lost unplugged');
    line.transport.send(Uint8Array.of(1));
    line.transport.close();
    expect(line.told).toEqual(['opened', 'lost unplugged']);
  });

  it('never came up when there is no such port, or it is none', async () => {
    const line = recordEvents(serialLine({ path, baud }));
    await line.until('lost missing');
    writeFileSync(path, 'no port');
    const file = recordEvents(serialLine({ path, baud }));
    await file.until('lost failed');
  });

  it('can be hung up before it has come up', async () => {
    port.plug();
    const line = recordEvents(serialLine({ path, baud }));
    line.transport.close();
    line.transport.close();
    await line.until('closed');
    expect(line.told).toEqual(['closed']);
  });
});
