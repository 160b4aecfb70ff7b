import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadItems } from './item-files.ts';

it('the item that docs/adding-an-item.md shows is good', () => {
  const page = readFileSync(fileURLToPath(new URL('../../../docs/adding-an-item.md', import.meta.url)), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'items-'));
  writeFileSync(join(folder, 'example.yaml'), /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '');
  const { items, faults } = loadItems(folder);
  rmSync(folder, { recursive: true });
  expect(faults).toEqual([]);
  expect(items).toHaveLength(1);
});
