import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { FaultyLine } from './faulty-line.ts';

/**
 * A serial line: the driver opens `hostLink`, the device is at `deviceLink`. In a process of its own: a device host that was
 * forked beside the pseudo-terminal would inherit its other end, and never see it hang up.
 */
export async function faultySerialLine(
  hostLink: string,
  deviceLink: string,
  baud: number,
  seed: string,
): Promise<FaultyLine> {
  const cable = fork(path.join(import.meta.dirname, 'serial-cable.ts'), [hostLink, deviceLink, String(baud), seed]);
  const done = async (): Promise<void> => {
    await once(cable, 'message');
  };
  await done();
  return {
    spoil: (fault) => {
      cable.send({ fault });
      return done();
    },
    mend: () => {
      cable.send({ fault: null });
      return done();
    },
    close: () => {
      cable.disconnect();
    },
  };
}
