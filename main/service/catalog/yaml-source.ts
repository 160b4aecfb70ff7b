import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';
import type { Words } from '../../contract/words.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { ConfigFault } from './config-fault.ts';

/** A path into the data, as zod reports it. */
export type DataPath = readonly PropertyKey[];

export interface YamlSource {
  readonly file: string;
  readonly data: unknown;
  /** Where a value stands, else the nearest thing around it that exists. */
  readonly lineOf: (path: DataPath) => number;
  /** Where a key stands: for one that should not be there. */
  readonly lineOfKey: (path: DataPath, key: string) => number;
}

export function readYaml(path: string): Result<YamlSource, readonly ConfigFault[]> {
  const file = basename(path);
  const whole = wholeFile(file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) {
      return whole(
        { zh: '文件不是 UTF-8 编码。', en: 'The file is not in UTF-8.' },
        { zh: '用 UTF-8 编码另存一次。', en: 'Save it again as UTF-8.' },
      );
    }
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return whole(
      { zh: `文件打不开（${code}）。`, en: `The file cannot be read (${code}).` },
      { zh: '看看文件在不在，服务有没有权限读它。', en: 'Check that it is there and that the service may read it.' },
    );
  }
  return yamlIn(file, text);
}

/** The same of a text that is no file here; faults name it as `file`. */
export function yamlIn(file: string, text: string): Result<YamlSource, readonly ConfigFault[]> {
  const whole = wholeFile(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return err(
      document.errors.map((error) => ({ file, line: lines.linePos(error.pos[0]).line, ...yamlErrorWords(error) })),
    );
  }
  let data: unknown;
  try {
    data = document.toJS();
  } catch {
    // Only what names an alias that is not there, or folds out without end, gets here.
    return whole(
      { zh: '引用（*）解不开。', en: 'An alias (*) cannot be resolved.' },
      { zh: '把内容直接写出来，不用引用。', en: 'Write it out in place.' },
    );
  }
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  return ok({
    file,
    data,
    lineOf: (at) => lineAt(offsetOf(document, at)),
    lineOfKey: (at, key) => lineAt(offsetOfKey(document, at, key) ?? offsetOf(document, at)),
  });
}

const wholeFile = (file: string) => (wrong: Words, right: Words) => err([{ file, line: 1, wrong, right }]);

function offsetOf(document: Document, path: DataPath): number {
  const node = document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}

function offsetOfKey(document: Document, path: DataPath, key: string): number | undefined {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return undefined;
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

/** The yaml package's own words are for programmers, and in one language. */
function yamlErrorWords({ code, message }: YAMLError): { readonly wrong: Words; readonly right: Words } {
  switch (code) {
    case 'DUPLICATE_KEY':
      return {
        wrong: { zh: '同一个名称写了两次。', en: 'The same key stands here twice.' },
        right: { zh: '只留一个。', en: 'Keep one of them.' },
      };
    case 'TAB_AS_INDENT':
      return {
        wrong: { zh: '用了制表符（Tab）缩进。', en: 'The line is indented by a tab.' },
        right: { zh: '改用空格。', en: 'Use spaces.' },
      };
    case 'BAD_INDENT':
      return {
        wrong: { zh: '缩进对不上。', en: 'The indentation does not fit.' },
        right: { zh: '和同一级的行对齐，每一级两个空格。', en: 'Align it with its neighbours, two spaces a level.' },
      };
    case 'MULTIPLE_DOCS':
      return {
        wrong: { zh: '文件里有两份内容，用 --- 隔开了。', en: 'The file has two documents, parted by ---.' },
        right: {
          zh: '一个文件只写一份：删掉 ---，或分成两个文件。',
          en: 'One to a file: take the --- away, or make two files.',
        },
      };
    default:
      return {
        wrong: { zh: `这里读不懂（${code}）。`, en: `This cannot be read: ${message}.` },
        right: {
          zh: '看看前后的缩进、冒号、括号和引号。文字里有冒号或逗号的，整段用引号括起来。',
          en: 'Check indentation, colons, brackets and quotes around here. Put words with a colon or a comma in quotes.',
        },
      };
  }
}
