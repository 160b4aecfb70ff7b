import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Words } from '../../contract/words.ts';
import { type PublishedHeads, publishedHeads } from '../../contract/wire/published-heads.ts';
import { parseJson } from '../sealing/parse-json.ts';
import { readTerminalKeys } from '../sealing/terminal-keys.ts';
import { openAuditReader } from '../store/audit-rows.ts';
import { isFileFault } from '../store/durable-files.ts';
import { exportLog } from './export.ts';
import { fileLines } from './file-lines.ts';
import { findingWords } from './finding.ts';
import { type Verdict, verifyLog } from './verify.ts';

/**
 * The audit log, for who has to account for a terminal. `export` writes it to a file, beside a running service or with the
 * terminal off; `verify` judges such a file, on any machine. On standard output one line of JSON, on standard error the same
 * in words. Exit code 0: it holds. 1: it does not, or could not be done. 2: called wrongly.
 */
const usage = 'usage: audit -- export --data FOLDER [--out FILE]\n       audit -- verify FILE [--head FILE]\n';

const called = readArguments();
switch (called.command) {
  case 'export':
    await write(called.data, called.out);
    break;
  case 'verify':
    verify(called.file, called.head);
    break;
  default:
    called satisfies never;
}

type Called =
  | { readonly command: 'export'; readonly data: string; readonly out: string | undefined }
  | { readonly command: 'verify'; readonly file: string; readonly head: string | undefined };

function readArguments(): Called {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        /** The service's data folder. */
        data: { type: 'string' },
        /** Standard output when left out. Not written over when it is there. */
        out: { type: 'string' },
        /** What the platform was told, by `npm run published-heads`. */
        head: { type: 'string' },
      },
    });
    const [command, file, ...more] = positionals;
    const { data, out, head } = values;
    if (command === 'export' && file === undefined && data !== undefined && head === undefined) {
      return { command, data, out };
    }
    if (command === 'verify' && file !== undefined && more.length === 0 && data === undefined && out === undefined) {
      return { command, file, head };
    }
  } catch {
    // An option that is not known.
  }
  process.stderr.write(usage);
  process.exit(2);
}

async function write(data: string, out: string | undefined): Promise<void> {
  process.umask(0o077);
  const keys = readTerminalKeys(data);
  if (!keys.ok || keys.value.enrolment === null) {
    const why = keys.ok ? 'not enrolled' : keys.error;
    fail({
      zh: `数据目录中没有本终端可用的密钥，无法签名（${why}）。`,
      en: `The data folder has no key of an enrolled terminal to sign with (${why}).`,
    });
    return;
  }
  const reader = openAuditReader(data);
  if (!reader.ok) {
    fail({
      zh: `无法读取数据库（${reader.error.detail}）。`,
      en: `The database cannot be read (${reader.error.detail}).`,
    });
    return;
  }
  try {
    const lines = Readable.from(exportLog(reader.value, { ...keys.value, enrolment: keys.value.enrolment }));
    await (out === undefined
      ? pipeline(lines, process.stdout)
      : pipeline(lines, createWriteStream(out, { flags: 'wx', mode: 0o600, flush: true })));
  } catch (error) {
    fail({ zh: `导出没有完成（${messageOf(error)}）。`, en: `The export was not finished (${messageOf(error)}).` });
  } finally {
    reader.value.close();
  }
}

function verify(file: string, headFile: string | undefined): void {
  let published: PublishedHeads | null = null;
  let verdict: Verdict;
  try {
    if (headFile !== undefined) {
      published = parseJson(publishedHeads, readFileSync(headFile));
      if (published === null) {
        fail({ zh: `${headFile} 不是平台导出的文件。`, en: `${headFile} is not a file that the platform exported.` });
        return;
      }
    }
    verdict = verifyLog(fileLines(file), published);
  } catch (error) {
    if (!isFileFault(error)) throw error;
    fail({ zh: `无法读取文件（${error.message}）。`, en: `The file cannot be read (${error.message}).` });
    return;
  }
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  if (verdict.holds) {
    const { entries, begunAfter, publishedHeads: heads } = verdict;
    const gone =
      begunAfter === 0
        ? { zh: '', en: '' }
        : {
            zh: `第 1 到 ${begunAfter} 条已满一年，不在文件里。`,
            en: ` Entries 1 to ${begunAfter} were let go of after a year and are not in the file.`,
          };
    say({
      zh: `日志完整：${entries} 条记录首尾相接，并有终端签名。${gone.zh}${heads === null ? '未与平台核对，末尾是否被截去无从得知。' : `平台收到的 ${heads} 个摘要都在其中。`}`,
      en: `The log holds (entries: ${entries}): each is chained to the one before, and the terminal signed the end.${gone.en} ${heads === null ? 'It was not compared with the platform: a cut end would not show.' : `Every head that the platform was told is in it (heads: ${heads}).`}`,
    });
    return;
  }
  fail(findingWords(verdict));
}

function fail(words: Words): void {
  say(words);
  process.exitCode = 1;
}

function say({ zh, en }: Words): void {
  process.stderr.write(`${zh}\n${en}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
