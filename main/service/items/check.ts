import type { Item } from '../../contract/item.ts';
import type { ConfigFault } from '../catalog/config-fault.ts';
import { loadItems } from '../catalog/item-files.ts';
import { itemRuleFaults } from '../catalog/item-rules.ts';
import { languageFaults } from '../catalog/language-rules.ts';

export interface Checked {
  /** Good ones. A file with a fault is none. */
  readonly items: number;
  /** Of these, with all standard elements, guidance, frequent questions and what they are found by. */
  readonly complete: number;
  readonly faults: readonly ConfigFault[];
  readonly incomplete: readonly { readonly item: string; readonly missing: readonly string[] }[];
}

const partsOfComplete = [
  'lifeEvents',
  'keywords',
  'handlingPlace',
  'elements',
  'guidance',
  'faq',
] as const satisfies readonly (keyof Item)[];

/** Reads every item of a folder as a terminal would, and a little more strictly. What is incomplete works, and is no fault. */
export function checkItems(folder: string): Checked {
  const { items, faults } = loadItems(folder, (item) => [...itemRuleFaults(item), ...languageFaults(item)]);
  const incomplete = items
    .map((item) => ({ item: item.id, missing: partsOfComplete.filter((part) => item[part] === undefined) }))
    .filter(({ missing }) => missing.length > 0);
  return { items: items.length, complete: items.length - incomplete.length, faults, incomplete };
}

/** In both languages, a line each: who writes items and who reads the log need not be the same. */
export function checkedInWords({ items, complete, faults, incomplete }: Checked): string {
  return [
    ...faults.flatMap(({ file, line, wrong, right }) => [
      `${file}:${line}  ${wrong.zh}${right.zh}`,
      `${file}:${line}  ${wrong.en} ${right.en}`,
    ]),
    ...incomplete.map(({ item, missing }) => `${item}  还缺 / still missing: ${missing.join(', ')}`),
    `事项 ${items} 个，完整 ${complete} 个，错误 ${faults.length} 处。`,
    `${items} items, ${complete} complete, ${faults.length} errors.`,
    '',
  ].join('\n');
}
