import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig } from 'vite';
import { z } from 'zod';
import { projectFolder } from './commands.ts';

/** The oldest Electron the code must run on is 33: Node 20 in its main process, Chromium 130 in its page. */
const mainTarget = 'node20';
const pageTarget = 'chrome130';

type Application = {
  readonly name: string;
  readonly main: string;
  readonly preload: string;
  readonly page: string;
  readonly destination: string;
};

const terminal: Application = {
  name: 'tongban',
  main: 'main/shell/main.ts',
  preload: 'main/shell/preload.ts',
  page: 'renderer/index.html',
  destination: 'out/app',
};

/** Drives the virtual devices; never packaged. */
const workbench: Application = {
  name: 'tongban-workbench',
  main: 'test/workbench/shell/main.ts',
  preload: 'test/workbench/shell/preload.ts',
  page: 'test/workbench/page/index.html',
  destination: 'out/workbench',
};

/** Bundles the terminal's Electron part (shell, preload, page) and returns its folder, fit for `electron <folder>`. */
export function bundleTerminal(): Promise<string> {
  return bundle(terminal);
}

/** The same for the workbench's window. */
export function bundleWorkbench(): Promise<string> {
  return bundle(workbench);
}

async function bundle(application: Application): Promise<string> {
  const missing = [application.main, application.preload, application.page].filter(
    (entry) => !existsSync(path.join(projectFolder, entry)),
  );
  if (missing.length > 0) throw new Error(`${application.name} cannot be bundled: ${missing.join(', ')} is not there.`);

  const destination = path.join(projectFolder, application.destination);
  // Beside it and then renamed: two commands at the same time do not write into each other's folder.
  const unfinished = `${destination}.${process.pid}`;
  // vite sets NODE_ENV=production for the whole process, and every program started from here later would inherit it.
  const nodeEnv = process.env['NODE_ENV'];
  await Promise.all([
    build(mainConfig(application, unfinished)),
    build(preloadConfig(application, unfinished)),
    build(pageConfig(application, unfinished)),
  ]);
  if (nodeEnv === undefined) delete process.env['NODE_ENV'];
  else process.env['NODE_ENV'] = nodeEnv;
  const manifest = { name: application.name, version: await projectVersion(), main: 'main.js', type: 'module' };
  await writeFile(path.join(unfinished, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rm(destination, { recursive: true, force: true });
  await rename(unfinished, destination);
  return destination;
}

const quiet = { configFile: false, logLevel: 'warn', envDir: false, publicDir: false } as const satisfies InlineConfig;

function mainConfig(application: Application, destination: string): InlineConfig {
  return {
    ...quiet,
    root: projectFolder,
    // Everything but electron and Node itself goes into the bundle: the folder runs without node_modules.
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: application.main,
      target: mainTarget,
      outDir: destination,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        external: ['electron'],
        output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false },
      },
    },
  };
}

function preloadConfig(application: Application, destination: string): InlineConfig {
  return {
    ...quiet,
    root: projectFolder,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: application.preload,
      // Runs inside the sandboxed page's process: CommonJS in one file, since it can load no second one.
      target: pageTarget,
      outDir: destination,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
      },
    },
  };
}

function pageConfig(application: Application, destination: string): InlineConfig {
  return {
    ...quiet,
    root: path.join(projectFolder, path.dirname(application.page)),
    base: './',
    plugins: [react()],
    build: {
      target: pageTarget,
      outDir: path.join(destination, 'page'),
      emptyOutDir: false,
      // `default-src 'self'` forbids inline scripts and data: URLs alike, so nothing is inlined.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4096,
    },
  };
}

async function projectVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(projectFolder, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
