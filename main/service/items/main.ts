import { statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { language, type Language } from '../../contract/words.ts';
import type { Item } from '../../contract/item.ts';
import { loadItems } from '../catalog/item-files.ts';
import { checkedInWords, checkItems } from './check.ts';
import { flowAsMermaid, flowAsText } from './graph.ts';
import { walkItem } from './walk.ts';
import { type CardKind, fittingCard, walkCard } from './walk-card.ts';

/**
 * For who writes items. `check` reads a folder of them as a terminal would and says what is wrong, and what would be right;
 * `graph` draws one's flow; `walk` answers one, line by line, by the steps that a session takes.
 * Exit code 0: all are good, or somebody came to the end. 1: not. 2: called wrongly.
 */
const usage = [
  'usage: items -- check [--json] [FOLDER]',
  '       items -- graph ITEM [--mermaid] [--language en] [--items FOLDER]',
  '       items -- walk ITEM [--age YEARS] [--card KIND] [--language en] [--items FOLDER]',
  '',
].join('\n');

const ownItems = path.resolve(import.meta.dirname, '../../../kiosk-config/services');
const cardKinds: readonly CardKind[] = ['resident', 'hmt-resident', 'foreign-2023', 'foreign-2017'];

const called = readArguments();
switch (called.command) {
  case 'check':
    check(called.folder, called.json);
    break;
  case 'graph':
    process.stdout.write((called.mermaid ? flowAsMermaid : flowAsText)(called.item, called.language));
    break;
  case 'walk':
    await walk(called);
    break;
  default:
    called satisfies never;
}

type Called =
  | { readonly command: 'check'; readonly folder: string; readonly json: boolean }
  | { readonly command: 'graph'; readonly item: Item; readonly mermaid: boolean; readonly language: Language }
  | Walk;

interface Walk {
  readonly command: 'walk';
  readonly item: Item;
  readonly language: Language;
  readonly age: number | null;
  readonly card: CardKind | null;
}

function readArguments(): Called {
  const read = parse();
  if (read === null) return wrongly(usage);
  const { positionals, values } = read;
  const [command, name, ...more] = positionals;
  const spoken = language.safeParse(values.language);
  if (more.length > 0 || !spoken.success) return wrongly(usage);
  if (command === 'check') return { command, folder: name ?? ownItems, json: values.json };
  if ((command !== 'graph' && command !== 'walk') || name === undefined) return wrongly(usage);
  const item = itemNamed(values.items, name);
  if (command === 'graph') return { command, item, mermaid: values.mermaid, language: spoken.data };
  const card = cardKinds.find((kind) => kind === values.card) ?? null;
  const age = values.age === undefined ? null : Number(values.age);
  if ((values.card !== undefined && card === null) || Number.isNaN(age)) return wrongly(usage);
  return { command, item, language: spoken.data, age, card };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        /** One line for programs on standard output; the words go to standard error. */
        json: { type: 'boolean', default: false },
        mermaid: { type: 'boolean', default: false },
        language: { type: 'string', default: 'zh' },
        /** Where the item lies, if not with the terminal's own. */
        items: { type: 'string', default: ownItems },
        /** Of who walks: whole years, and resident, hmt-resident, foreign-2023 or foreign-2017. */
        age: { type: 'string' },
        card: { type: 'string' },
      },
    });
  } catch {
    return null;
  }
}

function wrongly(words: string): never {
  process.stderr.write(words);
  process.exit(2);
}

function itemNamed(folder: string, id: string): Item {
  const { items } = loadItems(folder);
  const item = items.find((each) => each.id === id);
  const known = items.map((each) => each.id).join(', ');
  return item ?? wrongly(`没有叫 ${id} 的好事项。\nThere is no good item ${id}. There are: ${known}\n`);
}

function check(folder: string, json: boolean): void {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) wrongly(`${folder} 不是文件夹。\n${folder} is no folder.\n`);
  const checked = checkItems(folder);
  const { items, complete, faults } = checked;
  if (json) process.stdout.write(`${JSON.stringify({ items, complete, errors: faults.length })}\n`);
  (json ? process.stderr : process.stdout).write(checkedInWords(checked));
  process.exitCode = faults.length === 0 ? 0 : 1;
}

async function walk({ item, language: spoken, age, card }: Walk): Promise<void> {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, '0');
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const fitting = fittingCard(item);
  // Line by line however they come: asked one by one, a pipe's further lines would be lost.
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const { finished } = await walkItem(
    item,
    walkCard(card ?? fitting.kind, age ?? fitting.ageYears, today),
    today,
    spoken,
    {
      line: async () => {
        const next = await lines.next();
        return next.done === true ? null : next.value;
      },
      write: (text) => void process.stdout.write(text),
    },
  );
  process.stdout.write(finished ? '\n走到头了。\nThat was all.\n' : '\n没有走到头。\nNot walked to the end.\n');
  process.exit(finished ? 0 : 1);
}
