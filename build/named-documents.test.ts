import { expect, test } from 'vitest';
import { missingIn } from './named-documents.ts';

const none = (): boolean => false;

test('a document that a comment names is looked for in the project, and its line is said', () => {
  const source = '// so\n/** See docs/audit.md, and platform/openapi.yaml. */';
  expect(missingIn('main/a.ts', source, none)).toEqual(['main/a.ts:2  names docs/audit.md, which does not exist']);
  expect(missingIn('main/a.ts', source, (document) => document === 'docs/audit.md')).toEqual([]);
});

test('a link begins at the folder of its document; one to elsewhere or within it is none of ours', () => {
  const text =
    'As [keys](keys.md#lost), [rule](../README.md), [there](https://example.org/x.md) and [here](#below) say.';
  expect(missingIn('docs/audit.md', text, none)).toEqual([
    'docs/audit.md:1  names docs/keys.md, which does not exist',
    'docs/audit.md:1  names README.md, which does not exist',
  ]);
});
