import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigFault } from './config-fault.ts';
import { type LoadedItems, loadItems } from './item-files.ts';

export const shippedItems = fileURLToPath(new URL('../../../kiosk-config/services/', import.meta.url));

/** A file that came with the terminal, with one place of it changed; on which line that place stands, or `saidAt` after it. */
export function changedItem(
  name: string,
  from: string,
  to: string,
  saidAt?: string,
): { readonly text: string; readonly line: number } {
  const good = readFileSync(join(shippedItems, `${name}.yaml`), 'utf8');
  if (!good.includes(from)) throw new Error(`not in ${name}: ${from}`);
  const text = good.replace(from, () => to);
  const at = saidAt === undefined ? good.indexOf(from) : text.indexOf(saidAt);
  return { text, line: text.slice(0, at).split('\n').length };
}

export function loadedFrom(text: string): LoadedItems {
  const folder = mkdtempSync(join(tmpdir(), 'items-'));
  try {
    writeFileSync(join(folder, 'bad.yaml'), text);
    return loadItems(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As a person reads it in English: line, what is wrong, what would be right. */
export const readAs = ({ line, wrong, right }: ConfigFault): readonly [number, string, string] => [
  line,
  wrong.en,
  right.en,
];
