import { execFile, execFileSync } from 'node:child_process';
import { mkdir, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { NotPossible } from '../../build/commands.ts';
import { needRootAndLoop, unmount, unmountAtExit } from './ext4-disk.ts';

const run = promisify(execFile);

/** An ext4 of its own, whose power can be cut while programs go on writing to it. */
export interface PowerDisk {
  /**
   * The instant of the cut: what has reached the disk until now is what will be there, and nothing that comes later. Who writes
   * meanwhile notices nothing, so the caller ends them and lets nobody hear what they say from here on.
   */
  cutPower(): void;
  /** The machine starts anew: checked and mounted. Every process that had files open there must have ended. */
  mountAgain(): Promise<void>;
  remove(): Promise<void>;
}

const megabytes = 1024;

/**
 * The ext4 lies in a file, and that file on an XFS, which copies it in one instant, holding back its writers: whatever the
 * ext4 had handed to the disk is in the copy, and what was in the machine's memory alone is not. Cut by the file system's own
 * shutdown call instead, as the disk torture does, a service that lived on was told now and then that a flush was done which
 * was not: no service could ever be cut while it ran. Throws NotPossible without root, a loop device or XFS.
 */
export async function makePowerDisk(folder: string, at: string): Promise<PowerDisk> {
  needRootAndLoop('power');
  const shelf = path.join(folder, 'shelf');
  const shelfFile = path.join(folder, 'shelf.xfs');
  const [disk, copy] = ['disk', 'copy'].map((name) => path.join(shelf, name)) as [string, string];
  await mkdir(shelf);
  await writeFile(shelfFile, '');
  await truncate(shelfFile, 2 * megabytes * 1024 * 1024);
  // Not to be waited for: a run that is interrupted meanwhile would leave a mount behind that comes after its end.
  const mount = (file: string, where: string, options: string): void => {
    try {
      execFileSync('mount', ['-o', `loop,${options}`, file, where], { stdio: 'pipe' });
    } catch (error) {
      throw new NotPossible(
        `A disk to cut the power of needs a loop device that can be mounted, and XFS: ${String(error)}`,
      );
    }
  };
  await run('mkfs.xfs', ['-q', '-m', 'reflink=1', shelfFile]);
  unmountAtExit(at, shelf);
  mount(shelfFile, shelf, 'nodiscard');
  await writeFile(disk, '');
  await truncate(disk, megabytes * 1024 * 1024);
  await run('mkfs.ext4', ['-q', '-F', '-m', '0', disk]);
  mount(disk, at, 'errors=remount-ro');
  return {
    cutPower: () => void execFileSync('cp', ['--reflink=always', disk, copy]),
    mountAgain: async () => {
      await unmount(at);
      await rename(copy, disk);
      // It answers 1 when it has put something in order; what it could not, the mount would say.
      await run('e2fsck', ['-p', disk]).catch(() => {});
      mount(disk, at, 'errors=remount-ro');
    },
    remove: () => unmount(at, shelf),
  };
}
