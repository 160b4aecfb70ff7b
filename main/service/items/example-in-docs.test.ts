import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { shippedItems } from '../catalog/test-item-file.ts';
import { checkItems } from './check.ts';

const page = readFileSync(fileURLToPath(new URL('../../../docs/adding-an-item.md', import.meta.url)), 'utf8');

it('the item that docs/adding-an-item.md shows is good and complete', () => {
  const folder = mkdtempSync(join(tmpdir(), 'items-'));
  writeFileSync(join(folder, 'example.yaml'), /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '');
  const checked = checkItems(folder);
  rmSync(folder, { recursive: true });
  expect(checked).toEqual({ items: 1, complete: 1, faults: [], incomplete: [] });
});

it('the page names every item that comes with the terminal', () => {
  const named = [...page.matchAll(/^\| `([a-z-]+\.yaml)` \|/gm)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(readdirSync(shippedItems)));
});
