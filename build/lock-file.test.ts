import { expect, test } from 'vitest';
import { gapsIn } from './lock-file.ts';

test('a package for another platform that is not in the lock file is named', () => {
  const packages = {
    '': {},
    'node_modules/tool': { optionalDependencies: { '@tool/linux': '1.0.0', '@tool/darwin': '1.0.0' } },
    'node_modules/@tool/linux': {},
  };
  expect(gapsIn({ packages })).toEqual([expect.stringContaining('lacks @tool/darwin@1.0.0 of node_modules/tool')]);
});

test('a package may lie beside the one that wants it, or further up', () => {
  const packages = {
    'node_modules/a/node_modules/tool': { optionalDependencies: { near: '1', up: '1', top: '1' } },
    'node_modules/a/node_modules/tool/node_modules/near': {},
    'node_modules/a/node_modules/up': {},
    'node_modules/top': {},
  };
  expect(gapsIn({ packages })).toEqual([]);
});
