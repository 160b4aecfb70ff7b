import type { Words } from '../../contract/words.ts';

/**
 * What is wrong with a log's file, and in which line first, counted from 1 with the header's. A line that was rewritten
 * together with its own hash betrays itself in the line after it alone; those before it may then be rewritten as well.
 */
export type Finding =
  | { readonly what: 'changed'; readonly line: number }
  | { readonly what: 'added'; readonly line: number }
  /** Entries are missing where `line` now stands; to the end when `toEntry` is null. 0 is the header. */
  | { readonly what: 'removed'; readonly line: number; readonly fromEntry: number; readonly toEntry: number | null }
  /** What belongs into `line` stands in `foundInLine`. */
  | { readonly what: 'reordered'; readonly line: number; readonly foundInLine: number }
  /** The last line was not signed with the key of the first. */
  | { readonly what: 'not-signed'; readonly line: number }
  /** It fits the chain and says what this version cannot have written. */
  | { readonly what: 'no-event'; readonly line: number }
  /** By the platform's file: another terminal, a later enrolment, or another key. */
  | { readonly what: 'other-terminal'; readonly line: 1 }
  /** The platform was told of more entries. */
  | { readonly what: 'cut'; readonly line: number; readonly publishedEntries: number }
  /** A head that was published (with this case, or by a sync) is not in the log; lines before `line` are still proven. */
  | { readonly what: 'not-as-published'; readonly line: number; readonly caseNumber: string | null }
  /** It is the platform's file that does not hold. */
  | { readonly what: 'published-not-signed'; readonly line: null };

export function findingWords(finding: Finding): Words {
  switch (finding.what) {
    case 'changed':
      return {
        zh: `第 ${finding.line} 行被改动过。`,
        en: `Line ${finding.line} was changed.`,
      };
    case 'added':
      return {
        zh: `第 ${finding.line} 行是多出来的。`,
        en: `Line ${finding.line} was added.`,
      };
    case 'removed':
      return finding.toEntry === null
        ? {
            zh: `从第 ${finding.line} 行起缺少内容，直到文件末尾；最后应有的签名行也不在。`,
            en: `From line ${finding.line} on the rest was removed, with the signed line that a log ends in.`,
          }
        : {
            zh: `第 ${finding.line} 行之前缺少${entriesZh(finding.fromEntry, finding.toEntry)}。`,
            en: `${entriesEn(finding.fromEntry, finding.toEntry)} removed before line ${finding.line}.`,
          };
    case 'reordered':
      return {
        zh: `顺序被打乱：应在第 ${finding.line} 行的内容，现在在第 ${finding.foundInLine} 行。`,
        en: `The order was changed: what belongs in line ${finding.line} stands in line ${finding.foundInLine}.`,
      };
    case 'not-signed':
      return {
        zh: `第 ${finding.line} 行的签名与第 1 行的公钥不符。`,
        en: `The signature in line ${finding.line} is not by the key in line 1.`,
      };
    case 'no-event':
      return {
        zh: `第 ${finding.line} 行不是本版本程序会写下的记录。`,
        en: `Line ${finding.line} is nothing that this version of the program writes.`,
      };
    case 'other-terminal':
      return {
        zh: '第 1 行的终端、入网次数或公钥与平台登记的不符。',
        en: 'Line 1 names another terminal, enrolment or key than the platform knows.',
      };
    case 'cut':
      return {
        zh: `末尾被截去：平台知道 ${finding.publishedEntries} 条记录，文件到第 ${finding.line} 行前就结束了。`,
        en: `The end was cut off: the platform was told of ${finding.publishedEntries} entries, and the log ends before line ${finding.line}.`,
      };
    case 'not-as-published':
      return {
        zh: `这不是当时报给平台的日志：${headZh(finding.caseNumber)}不在其中。第 ${finding.line} 行之前可信，之后被改写过。`,
        en: `This is not the log of which the platform was told: ${headEn(finding.caseNumber)} is not in it. It was rewritten, at the earliest from line ${finding.line} on.`,
      };
    case 'published-not-signed':
      return {
        zh: '平台文件中的签名无效，请重新从平台导出。',
        en: 'The signature in the platform’s file does not hold; export that file again.',
      };
    default:
      return finding satisfies never;
  }
}

function entriesZh(from: number, to: number): string {
  if (from === 0) return to === 0 ? '首行' : `首行和${entriesZh(1, to)}`;
  return from === to ? `第 ${from} 条记录` : `第 ${from} 至 ${to} 条记录`;
}

function entriesEn(from: number, to: number): string {
  if (from === 0) return to === 0 ? 'The first line was' : `The first line and entries 1 to ${to} were`;
  return from === to ? `Entry ${from} was` : `Entries ${from} to ${to} were`;
}

const headZh = (caseNumber: string | null): string =>
  caseNumber === null ? '平台最后收到的日志摘要' : `办件 ${caseNumber} 所带的日志摘要`;

const headEn = (caseNumber: string | null): string =>
  caseNumber === null ? 'the last head that was sent' : `the head in case ${caseNumber}`;
