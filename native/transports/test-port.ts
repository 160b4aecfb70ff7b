import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openPacedPty, type PacedPty } from '../paced-pty.ts';
import { recordEvents } from './recorded-events.ts';
import type { Dial } from './transport.ts';

/** A port for tests, on a pseudo-terminal in a folder of its own. */
export interface TestPort {
  readonly path: string;
  /** What the device heard. */
  readonly heard: number[];
  plug(): PacedPty;
  unplug(): void;
  remove(): void;
}

export function makeTestPort(baud: number): TestPort {
  const folder = mkdtempSync(join(tmpdir(), 'test-port-'));
  const path = join(folder, 'port');
  const heard: number[] = [];
  let pty: PacedPty | undefined;
  const unplug = (): void => {
    pty?.unplug();
    pty = undefined;
  };
  return {
    path,
    heard,
    plug: () => {
      pty = openPacedPty(path, baud, (chunk) => heard.push(...chunk));
      return pty;
    },
    unplug,
    remove: () => {
      unplug();
      rmSync(folder, { recursive: true });
    },
  };
}

/** That it carries every byte value both ways, and can be opened again after we hung up. */
export async function expectEveryByteTwice(dial: Dial, device: PacedPty, heard: number[]): Promise<void> {
  const everyByte = Uint8Array.from({ length: 256 }, (_, at) => at);
  for (let time = 0; time < 2; time += 1) {
    const line = recordEvents(dial);
    await line.until('opened');
    line.transport.send(everyByte);
    device.send({ bytes: everyByte, slow: false });
    const bytes = (): readonly number[] => line.told.flatMap(bytesIn);
    while (bytes().length < everyByte.length || heard.length < everyByte.length) await turn();
    expect(bytes()).toEqual([...everyByte]);
    expect(heard.splice(0)).toEqual([...everyByte]);
    line.transport.close();
    await line.until('closed');
  }
}

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function bytesIn(told: string): readonly number[] {
  if (!told.startsWith('bytes ')) return [];
  return told
    .slice(6)
    .split(' ')
    .map((byte) => Number.parseInt(byte, 16));
}
