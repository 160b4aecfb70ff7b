// Stands in for the default_app.asar that stock Electron has and a packaged build lacks: without it `electron <folder>` exits
// at once. It is an ES module that awaits the application, because Electron holds `ready` back only until this import has
// settled; loaded any other way, protocol.registerSchemesAsPrivileged() in an ES-module main comes too late.
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const preloads = [];
let target;
const given = process.argv.slice(1);
for (let index = 0; index < given.length; index++) {
  const argument = given[index];
  if (argument === '-r' || argument === '--require') {
    index += 1;
    preloads.push(given[index]);
  } else if (!argument.startsWith('-')) {
    target = path.resolve(argument);
    break;
  }
}

if (target === undefined) {
  process.stderr.write('electron: no application folder was given\n');
  process.exit(1);
}

process.defaultApp = true;
const require = createRequire(import.meta.url);
for (const file of preloads) require(path.resolve(file));

let entry = target;
if (statSync(target).isDirectory()) {
  const manifest = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName ?? manifest.name;
  app.setAppPath(target);
  entry = path.join(target, manifest.main ?? 'index.js');
}

try {
  await import(pathToFileURL(entry).href);
} catch (error) {
  process.stderr.write(`electron: ${entry} could not be loaded\n${error?.stack ?? error}\n`);
  process.exit(1);
}
