import { existsSync } from 'node:fs';
import { capture, type Finished, isRoot, NotPossible } from './commands.ts';

/** What Electron's window needs to start and to show Chinese outside the page (the page brings its own font). */
const forWindow = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'fonts-noto-cjk'] as const;
const forVirtualDisplay = ['xvfb'] as const;
/** Hands the desktop's X cookie to the user the window runs as. */
const forRootOnDisplay = ['xauth'] as const;
const forTests = ['postgresql'] as const;
/**
 * Virtual devices behind the system's own stacks: PC/SC, SANE, CUPS; and the bench under HID devices, which a compiler builds
 * against umockdev.
 */
const forDevices = [
  ...['pcscd', 'vsmartcard-vpcd'],
  ...['sane-utils', 'sane-airscan'],
  ...['cups-daemon', 'cups-client', 'cups-filters', 'cups-ipp-utils', 'ghostscript'],
  ...['umockdev', 'libumockdev-dev', 'gcc', 'libc6-dev', 'libusb-1.0-0'],
] as const;
/** Between a terminal and its clock, between it and its disk, and a file system that copies a disk in one instant. */
const forTorture = ['libfaketime', 'libeatmydata1', 'xfsprogs'] as const;

export type Need = 'window' | 'virtual display' | 'root on a display' | 'tests' | 'devices' | 'torture';

function packagesFor(need: Need): readonly string[] {
  switch (need) {
    case 'window':
      return forWindow;
    case 'virtual display':
      return forVirtualDisplay;
    case 'root on a display':
      return forRootOnDisplay;
    case 'tests':
      return forTests;
    case 'devices':
      return forDevices;
    case 'torture':
      return forTorture;
    default:
      return need satisfies never;
  }
}

/**
 * Makes sure that the Debian packages for these needs are installed. Root gets them installed; for anybody else it
 * throws NotPossible with the exact command. Only what the command at hand needs: nobody installs PostgreSQL to look at
 * the window.
 */
export async function ensureSystemPackages(needs: readonly Need[]): Promise<void> {
  if (process.platform !== 'linux') return;
  const wanted = needs.flatMap(packagesFor);
  if (!existsSync('/usr/bin/dpkg-query')) {
    process.stdout.write(
      `This system does not use Debian packages, so they were not checked. Needed are the counterparts of: ${wanted.join(' ')}\n`,
    );
    return;
  }
  const missing = await notInstalled(wanted);
  if (missing.length === 0) return;
  if (!isRoot()) {
    throw new NotPossible(
      `Some system packages are missing. Install them, then run this command again:\n\n  sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n`,
    );
  }
  process.stdout.write(`Installing system packages (some minutes, once): ${missing.join(' ')}\n`);
  // One unreachable source among several makes `update` fail; whether it mattered, `install` knows.
  await aptGet('update');
  const install = await aptGet('install', '-y', '--no-install-recommends', ...missing);
  if (install.exitCode !== 0) {
    throw new NotPossible(
      `apt-get could not install ${missing.join(' ')} (exit code ${install.exitCode}):\n${install.stderr}${install.stdout.slice(-2000)}`,
    );
  }
}

/** Quietly: hundreds of lines about unpacking hide the few that say something. */
function aptGet(...args: readonly string[]): Promise<Finished> {
  return capture('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args]);
}

/**
 * The packages of these that are not installed. A name counts as installed as well when another package provides it: from
 * Debian 13 on libgtk-3-0 and libasound2 live on as libgtk-3-0t64 and libasound2t64.
 */
async function notInstalled(names: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await capture('dpkg-query', ['-W', '-f', '${db:Status-Status}\t${Package}\t${Provides}\n']);
  return missingFrom(stdout, names);
}

/** `listing`: dpkg-query's lines "status<TAB>package<TAB>what it provides, with versions". */
export function missingFrom(listing: string, names: readonly string[]): readonly string[] {
  const present = new Set<string>();
  for (const line of listing.split('\n')) {
    const [status, name, provides] = line.split('\t');
    if (status !== 'installed' || name === undefined) continue;
    present.add(name);
    for (const provided of (provides ?? '').split(',')) present.add(provided.trim().replace(/ .*/, ''));
  }
  return names.filter((name) => !present.has(name));
}
