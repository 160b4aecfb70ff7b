import { execFile, execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { NotPossible } from '../../build/commands.ts';

const run = promisify(execFile);
/** A process that was killed lets go of the last file a moment later. */
const busyTries = 50;
const busyMs = 100;

/** A real file system, in a file, to which happens what happens to disks: all of it by the kernel's own doing. */
export interface Ext4Disk {
  /** From here on nothing gets onto the disk, not even its journal, and every call fails; at once, and without a flush. */
  cutPower(): void;
  /** As the kernel does when it finds an error in the file system: read-only from here on. */
  turnReadOnly(): void;
  /** Only so many bytes are free from here on. */
  fill(freeBytes: number): void;
  makeRoom(): Promise<void>;
  /** The machine starts anew: checked and mounted. Every process that had files open there must have ended. */
  mountAgain(): Promise<void>;
  remove(): Promise<void>;
}

/** Of what can be written, not of what it takes: the file is sparse. Room enough that a terminal takes new people in. */
const megabytes = 1024;
/** EXT4_IOC_SHUTDOWN (FS_IOC_SHUTDOWN) with EXT4_GOING_FLAGS_NOLOGFLUSH, as the file system's own tests cut its power. */
const cut = 'my $flags = pack("L", 2); sysopen(my $d, $ARGV[0], 0) or die $!; ioctl($d, 0x8004587D, $flags) or die $!;';

/** Of folders, in this order. */
export async function unmount(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (let tries = 1; ; tries += 1) {
      try {
        await run('umount', [folder]);
        break;
      } catch (error) {
        if (tries === busyTries) throw error;
        await sleep(busyMs);
      }
    }
  }
}

/**
 * Whatever way this process ends, no mount stays behind, nor its loop device; in an orderly end they have gone already. Before
 * the run's folder is removed, which a mount in it would keep from going.
 */
export function unmountAtExit(...folders: readonly string[]): void {
  process.prependListener('exit', () => {
    for (const folder of folders) {
      try {
        execFileSync('umount', ['-q', '-l', folder], { stdio: 'ignore' });
      } catch {
        // Not mounted any more.
      }
    }
  });
}

/** Throws NotPossible where there is no root or no loop device; `name` is the torture's. */
export function needRootAndLoop(name: string): void {
  if (process.getuid?.() === 0 && existsSync('/dev/loop-control')) return;
  throw new NotPossible(
    `A disk to torture needs root and a loop device: sudo npm run torture -- ${name}   (where there is /dev/loop-control)`,
  );
}

/** Mounts a new one at `at`. Throws NotPossible where there is no root or no loop device. */
export async function makeExt4Disk(file: string, at: string, name: string): Promise<Ext4Disk> {
  needRootAndLoop(name);
  await writeFile(file, '');
  await truncate(file, megabytes * 1024 * 1024);
  await run('mkfs.ext4', ['-q', '-F', '-m', '0', file]);
  // Not to be waited for: a run that is interrupted meanwhile would leave a mount behind that comes after its end.
  const mount = (): void => void execFileSync('mount', ['-o', 'loop,errors=remount-ro', file, at]);
  try {
    mount();
  } catch (error) {
    throw new NotPossible(`A disk to torture needs a loop device that can be mounted: ${String(error)}`);
  }
  unmountAtExit(at);
  const say = (command: string, ...args: readonly string[]): string =>
    execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  const filler = path.join(at, 'filler');
  return {
    cutPower: () => void say('perl', '-e', cut, at),
    turnReadOnly: () => {
      const device = path.basename(say('findmnt', '-n', '-o', 'SOURCE', at));
      writeFileSync(`/sys/fs/ext4/${device}/trigger_fs_error`, 'torture');
    },
    fill: (freeBytes) => {
      // The file system needs some of what it calls free for its own accounts of the filler, how much it does not say.
      const free = (): number => Number(say('stat', '-f', '-c', '%a', at)) * Number(say('stat', '-f', '-c', '%S', at));
      for (let spared = 0; free() > freeBytes + spared; spared += 64 * 1024) {
        try {
          say('fallocate', '-l', String(free() - freeBytes - spared), filler);
          return;
        } catch {
          rmSync(filler, { force: true });
        }
      }
    },
    makeRoom: () => rm(filler, { force: true }),
    mountAgain: async () => {
      await unmount(at);
      // It answers 1 when it has put something in order; what it could not, the mount would say.
      await run('e2fsck', ['-p', file]).catch(() => {});
      mount();
    },
    remove: () => unmount(at),
  };
}
