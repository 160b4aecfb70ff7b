import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { item, type Item } from '../../contract/item.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { ConfigFault } from './config-fault.ts';
import { faultsFrom } from './issue-words.ts';
import { itemRuleFaults } from './item-rules.ts';
import type { RuleFault } from './rule-fault.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

export interface LoadedItems {
  readonly items: readonly Item[];
  readonly faults: readonly ConfigFault[];
}

/** What an item must fulfil beside its shape. */
type Rules = (item: Item) => readonly RuleFault[];

/**
 * Reads every item of a folder, one file each, in the order of the files' names. A file with a fault is left out and
 * named; the others work, because one typo must not close a hall.
 */
export function loadItems(folder: string, rules: Rules = itemRuleFaults): LoadedItems {
  const names = filesIn(folder);
  if (!names.ok) return { items: [], faults: [names.error] };
  return itemsIn(
    names.value.map((name) => readYaml(join(folder, name))),
    rules,
  );
}

/** The same of files that came otherwise. */
export function itemsIn(sources: readonly ReturnType<typeof readYaml>[], rules: Rules = itemRuleFaults): LoadedItems {
  const items = new Map<string, Item>();
  const faults: ConfigFault[] = [];
  for (const source of sources) {
    const loaded = source.ok ? itemIn(source.value, rules) : source;
    if (!loaded.ok) faults.push(...loaded.error);
    else if (items.has(loaded.value.item.id)) faults.push(idTaken(loaded.value));
    else items.set(loaded.value.item.id, loaded.value.item);
  }
  return { items: [...items.values()], faults };
}

function filesIn(folder: string): Result<readonly string[], ConfigFault> {
  try {
    return ok(
      readdirSync(folder)
        .filter((name) => /^[^.].*\.ya?ml$/.test(name))
        .sort(),
    );
  } catch {
    return err({
      file: basename(folder),
      line: 1,
      wrong: { zh: '事项文件夹打不开。', en: 'The folder of items cannot be read.' },
      right: {
        zh: '看看文件夹在不在，服务有没有权限读它。',
        en: 'Check that it is there and that the service may read it.',
      },
    });
  }
}

interface ItemWithLine {
  readonly file: string;
  readonly item: Item;
  readonly idLine: number;
}

function itemIn(source: YamlSource, rules: Rules): Result<ItemWithLine, readonly ConfigFault[]> {
  const { file, data, lineOf } = source;
  const parsed = item.safeParse(data);
  if (!parsed.success) return err(faultsFrom(parsed.error.issues, item, source));
  const broken = rules(parsed.data);
  if (broken.length === 0) return ok({ file, item: parsed.data, idLine: lineOf(['id']) });
  return err(broken.map(({ path: at, wrong, right }) => ({ file, line: lineOf(at), wrong, right })));
}

const idTaken = ({ file, item: { id }, idLine }: ItemWithLine): ConfigFault => ({
  file,
  line: idLine,
  wrong: { zh: `已经有一个事项叫 ${id}。`, en: `Another item is called ${id} already.` },
  right: { zh: '换一个 id，或删掉其中一个文件。', en: 'Give it another id, or take one of the files away.' },
});
