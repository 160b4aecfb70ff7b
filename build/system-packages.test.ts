import { expect, test } from 'vitest';
import { missingFrom } from './system-packages.ts';

test('a package is there when it is installed, or when an installed one provides it', () => {
  const listing = 'installed\tlibnss3\t\ninstalled\tlibasound2t64\tlibasound2 (= 1.2.14-1), libasound2-x\n';
  expect(missingFrom(listing, ['libnss3', 'libasound2', 'libasound2-x'])).toEqual([]);
});

test('a package that was removed but still has its settings is missing', () => {
  expect(missingFrom('config-files\txvfb\t\n', ['xvfb', 'xauth'])).toEqual(['xvfb', 'xauth']);
});
