import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { NotPossible } from '../../build/commands.ts';

const run = promisify(execFile);
/** A process that was killed lets go of the last file a moment later. */
const busyTries = 50;
const busyMs = 100;

/** A file system of its own in a file, whose power can be cut without ending the machine. */
export interface Ext4Disk {
  /** From here on nothing gets onto the disk, not even its journal; at once, and without a flush. */
  cutPower(): void;
  /** Power is back: mounted anew, as after a boot. Every process that had files open there must have ended. */
  mountAgain(): Promise<void>;
  remove(): Promise<void>;
}

/** Of what is written, not of what it takes: the file is sparse. Room enough that a terminal takes new people in. */
const megabytes = 2048;
/** EXT4_IOC_SHUTDOWN (FS_IOC_SHUTDOWN) with EXT4_GOING_FLAGS_NOLOGFLUSH, as the file system's own tests cut its power. */
const cut = 'my $flags = pack("L", 2); sysopen(my $d, $ARGV[0], 0) or die $!; ioctl($d, 0x8004587D, $flags) or die $!;';

/** Mounts a new one at `at`. Throws NotPossible where there is no root or no loop device. */
export async function makeExt4Disk(file: string, at: string): Promise<Ext4Disk> {
  if (process.getuid?.() !== 0 || !existsSync('/dev/loop-control')) {
    throw new NotPossible(
      'A power cut needs root and a loop device: sudo npm run torture -- power (on a machine with /dev/loop-control)',
    );
  }
  await writeFile(file, '');
  await truncate(file, megabytes * 1024 * 1024);
  await run('mkfs.ext4', ['-q', '-F', file]);
  const mount = (): Promise<unknown> => run('mount', ['-o', 'loop', file, at]);
  const unmount = async (): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await run('umount', [at]);
        return;
      } catch (error) {
        if (tries === busyTries) throw error;
        await sleep(busyMs);
      }
    }
  };
  try {
    await mount();
  } catch (error) {
    throw new NotPossible(`A power cut needs a loop device that can be mounted: ${String(error)}`);
  }
  // Whatever way this ends, no mount stays behind; in an orderly end it has gone already.
  process.on('exit', () => {
    try {
      execFileSync('umount', ['-q', '-l', at], { stdio: 'ignore' });
    } catch {
      // Not mounted any more.
    }
  });
  return {
    cutPower: () => void execFileSync('perl', ['-e', cut, at]),
    mountAgain: async () => {
      await unmount();
      await mount();
    },
    remove: unmount,
  };
}
