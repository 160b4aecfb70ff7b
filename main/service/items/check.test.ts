import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedItem, readAs, shippedItems } from '../catalog/test-item-file.ts';
import { checkedInWords, checkItems } from './check.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'items-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finds nothing wrong and nothing missing in what comes with the terminal', () => {
  const { items, complete, faults, incomplete } = checkItems(shippedItems);
  expect({ faults, incomplete }).toEqual({ faults: [], incomplete: [] });
  expect(items).toBeGreaterThanOrEqual(10);
  expect(complete).toBe(items);
});

it.each<[string, string, string, string, string]>([
  [
    'Chinese that was never translated',
    'en: Which tax is it about? }',
    'en: 要哪种税的证明？ }',
    'The English is Chinese.',
    'Translate it.',
  ],
  [
    'English where Chinese belongs',
    'ask: { zh: 要哪种税的证明？,',
    'ask: { zh: Which tax is it about?,',
    'The Chinese is not Chinese.',
    'Translate it.',
  ],
  ['words to look for in one language only', 'en: [tax,', 'en: [税, tax,', 'The English is Chinese.', 'Translate it.'],
])('%s: is named by line', (_, from, to, wrong, right) => {
  const { text, line } = changedItem('tax-certificate', from, to);
  writeFileSync(join(folder, 'bad.yaml'), text);
  const checked = checkItems(folder);
  expect(checked.faults.map(readAs)).toEqual([[line, wrong, right]]);
  expect(checkedInWords(checked)).toContain(`bad.yaml:${line}  ${wrong} ${right}`);
});

describe('an item that is not complete', () => {
  it('is good, and what it lacks is said', () => {
    const { text } = changedItem('tax-certificate', 'handlingPlace: place\n', '');
    writeFileSync(join(folder, 'good.yaml'), text);
    const checked = checkItems(folder);
    expect(checked).toMatchObject({ items: 1, complete: 0, faults: [] });
    expect(checkedInWords(checked)).toContain('tax-certificate  还缺 / still missing: handlingPlace');
  });

  it('does not keep others from being counted', () => {
    cpSync(shippedItems, folder, { recursive: true });
    const { text } = changedItem('tax-certificate', 'kind: choice', 'kind: chioce');
    writeFileSync(join(folder, 'tax-certificate.yaml'), text);
    const all = checkItems(shippedItems).items;
    expect(checkItems(folder)).toMatchObject({
      items: all - 1,
      complete: all - 1,
      faults: [{ file: 'tax-certificate.yaml' }],
    });
  });
});
