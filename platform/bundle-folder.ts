import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundleFile } from '../main/contract/wire/bundles.ts';
import { isNodeError } from './keys/files.ts';

/** Something in the operator's folder stands in the way; the message says what, in both languages. */
export class FolderFault extends Error {}

/**
 * The files of a bundle as they are: `services/*.yaml`, one an item, and `settings.yaml` where there is one. They are not
 * understood here; `npm run items -- check` does that before, and each terminal once more.
 */
export async function readBundleFolder(
  folder: string,
): Promise<{ readonly settings: BundleFile | null; readonly items: readonly BundleFile[] }> {
  const services = path.join(folder, 'services');
  const names = await readdir(services).catch(() => {
    throw new FolderFault(`没有文件夹 ${services}。 There is no folder ${services}.`);
  });
  const items = names.filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort();
  if (items.length === 0) throw new FolderFault(`${services} 里没有事项。 There is no item in ${services}.`);
  return {
    settings: await readText(folder, 'settings.yaml').catch((error: unknown) => {
      if (isNodeError(error) && error.code === 'ENOENT') return null;
      throw error;
    }),
    items: await Promise.all(items.map((name) => readText(services, name))),
  };
}

async function readText(folder: string, name: string): Promise<BundleFile> {
  const bytes = await readFile(path.join(folder, name));
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw new FolderFault(`${name} 不是 UTF-8 编码。 ${name} is not in UTF-8.`);
  }
}
