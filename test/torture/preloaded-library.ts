import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { NotPossible } from '../../build/commands.ts';

/**
 * The path of a library that stands between a program and the system (LD_PRELOAD), where Debian puts it: below a folder that
 * names the machine's kind. Throws NotPossible where it is not installed.
 */
export async function preloadedLibrary(name: string, debianPackage: string): Promise<string> {
  for (const kind of existsSync('/usr/lib') ? await readdir('/usr/lib') : []) {
    const library = path.join('/usr/lib', kind, name);
    if (existsSync(library)) return library;
  }
  throw new NotPossible(`${debianPackage} is not installed: sudo apt-get install -y ${debianPackage}`);
}
