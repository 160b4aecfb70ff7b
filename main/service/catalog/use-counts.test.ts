import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLog } from '../log.ts';
import { openUseCounts } from './use-counts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uses-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const opened = () => openUseCounts(folder, openLog('/dev/null'));

it('counts over restarts, and forgets slowly what was used long ago', () => {
  const uses = opened();
  for (let n = 0; n < 30; n += 1) uses.note('pension');
  expect(uses.of('pension')).toBeGreaterThan(20);
  expect(opened().of('pension')).toBe(uses.of('pension'));
  const again = opened();
  for (let n = 0; n < 200; n += 1) again.note('tax');
  expect(again.of('pension')).toBeLessThan(5);
  for (let n = 0; n < 1000; n += 1) again.note('tax');
  expect(readFileSync(join(folder, 'item-uses.json'), 'utf8')).not.toContain('pension');
});

it('begins anew where the file is damaged, and goes on where the disk takes nothing', () => {
  writeFileSync(join(folder, 'item-uses.json'), '{"v":1,"counts":{"a":-1}}');
  const uses = opened();
  expect(uses.of('a')).toBe(0);
  rmSync(folder, { recursive: true });
  uses.note('a');
  expect(uses.of('a')).toBe(1);
  writeFileSync(folder, '');
});
