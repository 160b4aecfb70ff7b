import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readBundleFolder } from './bundle-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bundle-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('takes the items and the settings as they are written, and nothing else', async () => {
  await mkdir(path.join(folder, 'services'));
  await writeFile(path.join(folder, 'services', 'b.yaml'), 'id: b # 事项\n');
  await writeFile(path.join(folder, 'services', 'a.yml'), 'id: a\n');
  await writeFile(path.join(folder, 'services', '.a.yaml.swp'), 'x');
  await writeFile(path.join(folder, 'services', 'notes.txt'), 'x');
  expect(await readBundleFolder(folder)).toEqual({
    settings: null,
    items: [
      { name: 'a.yml', text: 'id: a\n' },
      { name: 'b.yaml', text: 'id: b # 事项\n' },
    ],
  });
  await writeFile(path.join(folder, 'settings.yaml'), 'idle: {}\n');
  expect((await readBundleFolder(folder)).settings).toEqual({ name: 'settings.yaml', text: 'idle: {}\n' });
});

it('says in both languages what is missing or cannot be read', async () => {
  await expect(readBundleFolder(folder)).rejects.toThrow(/没有文件夹.*There is no folder/);
  await mkdir(path.join(folder, 'services'));
  await expect(readBundleFolder(folder)).rejects.toThrow(/There is no item/);
  await writeFile(path.join(folder, 'services', 'a.yaml'), Buffer.from([0xff, 0xfe, 0x41]));
  await expect(readBundleFolder(folder)).rejects.toThrow('a.yaml is not in UTF-8');
});
