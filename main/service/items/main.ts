import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkedInWords, checkItems } from './check.ts';

/**
 * For who writes items. `check` reads a folder of them as a terminal would and says what is wrong, and what would be right.
 * Exit code 0: all are good. 1: not, and said where. 2: called wrongly.
 */
const usage = 'usage: items -- check [--json] [FOLDER]\n';

const ownItems = path.resolve(import.meta.dirname, '../../../kiosk-config/services');

const called = readArguments();
switch (called.command) {
  case 'check':
    check(called.folder, called.json);
    break;
  default:
    called.command satisfies never;
}

interface Called {
  readonly command: 'check';
  readonly folder: string;
  readonly json: boolean;
}

function readArguments(): Called {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        /** One line for programs on standard output; the words go to standard error. */
        json: { type: 'boolean', default: false },
      },
    });
    const [command, folder = ownItems, ...more] = positionals;
    if (command === 'check' && more.length === 0) return { command, folder, json: values.json };
  } catch {
    // An option that there is not: said below.
  }
  process.stderr.write(usage);
  process.exit(2);
}

function check(folder: string, json: boolean): void {
  const checked = checkItems(folder);
  const { items, complete, faults } = checked;
  if (json) process.stdout.write(`${JSON.stringify({ items, complete, errors: faults.length })}\n`);
  (json ? process.stderr : process.stdout).write(checkedInWords(checked));
  process.exitCode = faults.length === 0 ? 0 : 1;
}
