import type { z } from 'zod';
import type { Words } from '../../contract/words.ts';
import type { ConfigFault } from './config-fault.ts';
import { keysAt, nearest } from './schema-keys.ts';
import type { DataPath, YamlSource } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

/** Everything zod found, as faults with a line. What is missing only because its key was misspelt is said once. */
export function faultsFrom(issues: readonly Issue[], schema: z.ZodType, source: YamlSource): readonly ConfigFault[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? unknownKeys(issue, keysAt(schema, source.data, issue.path), source) : [],
  );
  const misspelt = new Set(unknown.flatMap(({ meant }) => (meant === undefined ? [] : [meant])));
  const others = issues
    .filter((issue) => issue.code !== 'unrecognized_keys' && !misspelt.has(pathKey(issue.path)))
    .map((issue) => ({ file: source.file, line: source.lineOf(issue.path), ...wordsOf(issue, source) }));
  return [...unknown.map(({ fault }) => fault), ...others].sort((a, b) => a.line - b.line);
}

const pathKey = (path: DataPath): string => path.map(String).join('\n');

/** "questions › 3 › ask › en": counted from one, as people do. */
export const placeName = (path: DataPath): string =>
  path.map((part) => (typeof part === 'number' ? String(part + 1) : String(part))).join(' › ');

function valueAt(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined),
    data,
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function unknownKeys(
  { keys, path }: z.core.$ZodIssueUnrecognizedKeys,
  known: readonly string[],
  source: YamlSource,
): readonly { readonly fault: ConfigFault; readonly meant: string | undefined }[] {
  const written = valueAt(source.data, path);
  const free = known.filter((key) => valueAt(written, [key]) === undefined);
  return keys.map((key) => {
    const meant = nearest(key, free);
    // { en: Yes, still } makes a second key of "still": the commonest slip in a line of words.
    const right: Words =
      meant !== undefined
        ? { zh: `是不是想写 ${meant}？`, en: `Did you mean ${meant}?` }
        : valueAt(written, [key]) === null
          ? { zh: '文字里有逗号的，整段用引号括起来。', en: 'Put words with a comma in quotes.' }
          : { zh: `这里可以写：${known.join('、')}。`, en: `Known here: ${known.join(', ')}.` };
    const fault: ConfigFault = {
      file: source.file,
      line: source.lineOfKey(path, key),
      wrong: { zh: `没有 ${key} 这一项。`, en: `There is no key ${key}.` },
      right,
    };
    return { fault, meant: meant === undefined ? undefined : pathKey([...path, meant]) };
  });
}

interface Said {
  readonly wrong: Words;
  readonly right: Words;
}

/** What is wrong with the file as a whole has no place in it to name. */
function wholeFile(data: unknown): Said {
  const right: Words = {
    zh: '每行写一个“名称: 值”，可以照着能用的文件改。',
    en: 'Write lines of "key: value"; a file that works is good to copy.',
  };
  return data === undefined || data === null
    ? { wrong: { zh: '文件是空的，或只有注释。', en: 'The file is empty, or has comments only.' }, right }
    : { wrong: { zh: '文件不是一组“名称: 值”。', en: 'The file is not a set of "key: value" lines.' }, right };
}

function wordsOf(issue: Issue, source: YamlSource): Said {
  if (issue.path.length === 0 && issue.code === 'invalid_type') return wholeFile(source.data);
  const place = placeName(issue.path);
  const value = valueAt(source.data, issue.path);
  if (value === undefined || value === null) return missing(issue, place);
  const values = allowedValues(issue);
  if (values !== null) return notAllowed(place, shown(value), values);
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, place, value);
    case 'too_small':
      return amount(place, issue.minimum, 'least', issue.origin, issue.exact === true);
    case 'too_big':
      return amount(place, issue.maximum, 'most', issue.origin, issue.exact === true);
    case 'not_multiple_of':
      return {
        wrong: { zh: `${place} 不对。`, en: `${place} is not right.` },
        right: { zh: `${issue.divisor} 的倍数。`, en: `A multiple of ${issue.divisor}.` },
      };
    case 'custom':
      // The terminal's own region is the only thing that a schema looks up.
      return issue.path.at(-1) === 'region' ? wrongForm(issue, place, shown(value)) : asItSays(issue, place);
    case 'invalid_format':
      return wrongForm(issue, place, shown(value));
    default:
      return asItSays(issue, place);
  }
}

const asItSays = ({ message }: Issue, place: string): Said => ({
  wrong: { zh: `${place} 不对。`, en: `${place} is not right.` },
  right: { zh: message, en: message },
});

function missing(issue: Issue, place: string): Said {
  const isLanguage = ['zh', 'en'].includes(String(issue.path.at(-1)));
  const values = allowedValues(issue);
  return {
    wrong: { zh: `缺少 ${place}。`, en: `${place} is missing.` },
    right: isLanguage
      ? { zh: '每段文字都要有中文（zh）和英文（en）。', en: 'All words are needed in Chinese (zh) and English (en).' }
      : values !== null
        ? { zh: `补上，可以写：${values.join('、')}。`, en: `Add it: one of ${values.join(', ')}.` }
        : { zh: `补上 ${String(issue.path.at(-1))}。`, en: `Add ${String(issue.path.at(-1))}.` },
  };
}

/** The values that would do, where these are few; a union of numbers (9600, 19200…) reports each by itself. */
function allowedValues(issue: Issue): readonly string[] | null {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'invalid_union') return null;
  if ('options' in issue && Array.isArray(issue.options)) return issue.options.map(String);
  const values = issue.errors.flatMap((branch) => branch.flatMap((inner) => allowedValues(inner) ?? []));
  return values.length > 0 ? values : null;
}

function notAllowed(place: string, value: string, values: readonly string[]): Said {
  const meant = nearest(value, values);
  return {
    wrong: { zh: `${place} 不能是“${value}”。`, en: `${place} cannot be "${value}".` },
    right:
      meant !== undefined
        ? { zh: `是不是想写 ${meant}？`, en: `Did you mean ${meant}?` }
        : { zh: `可以写：${values.join('、')}。`, en: `One of ${values.join(', ')}.` },
  };
}

const typeNames: Readonly<Record<string, Words>> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '一列（每行前面一个“- ”）', en: 'a list (lines that begin with "- ")' },
  object: { zh: '一组“名称: 值”', en: 'a group of "key: value"' },
};

function wrongType(expected: string, place: string, value: unknown): Said {
  const name = typeNames[expected] ?? { zh: expected, en: expected };
  const needsQuotes = expected === 'string' && ['number', 'boolean', 'bigint'].includes(typeof value);
  return {
    wrong: { zh: `${place} 应该是${name.zh}。`, en: `${place} should be ${name.en}.` },
    right: needsQuotes
      ? { zh: `用引号括起来：'${shown(value)}'。`, en: `Put it in quotes: '${shown(value)}'.` }
      : { zh: `改成${name.zh}。`, en: `Make it ${name.en}.` },
  };
}

type Side = 'least' | 'most';

const outOfBounds: Readonly<Record<'string' | 'array' | 'other', Readonly<Record<Side, Words>>>> = {
  string: { least: { zh: '太短', en: 'too short' }, most: { zh: '太长', en: 'too long' } },
  array: { least: { zh: '太少', en: 'too few' }, most: { zh: '太多', en: 'too many' } },
  other: { least: { zh: '太小', en: 'too small' }, most: { zh: '太大', en: 'too large' } },
};
const units: Readonly<Record<keyof typeof outOfBounds, Words>> = {
  string: { zh: ' 个字符', en: ' characters' },
  array: { zh: ' 项', en: ' entries' },
  other: { zh: '', en: '' },
};

function amount(place: string, limit: number | bigint, side: Side, origin: string, isExact: boolean): Said {
  const counted = origin === 'string' || origin === 'array' ? origin : 'other';
  const how = outOfBounds[counted][side];
  const unit = units[counted];
  const bound: Words = isExact
    ? { zh: '正好', en: 'exactly' }
    : side === 'least'
      ? { zh: '至少', en: 'at least' }
      : { zh: '最多', en: 'at most' };
  return {
    wrong: { zh: `${place} ${how.zh}。`, en: `${place} is ${how.en}.` },
    right: { zh: `${bound.zh} ${limit}${unit.zh}。`, en: `It needs ${bound.en} ${limit}${unit.en}.` },
  };
}

const isoDay: Words = {
  zh: "写年月日，用引号括起来：'2026-01-31'。",
  en: "A day as year, month and day, in quotes: '2026-01-31'.",
};
const placeCode: Words = {
  zh: "写地方的代码，六位数字，用引号括起来（GB/T 2260）：'341200'。",
  en: "The code of a place, six digits in quotes (GB/T 2260): '341200'.",
};

/** What the patterns of the two schemas mean, by the last part of the place where they stand. */
const forms: Readonly<Record<string, Words>> = {
  id: {
    zh: '用小写英文字母开头，只用小写字母、数字和连字符：no-criminal-record。',
    en: 'Begin with a small letter; small letters, digits and hyphens only: no-criminal-record.',
  },
  url: {
    zh: '写完整的 https 地址：https://platform.example.org。',
    en: 'A whole https address: https://platform.example.org.',
  },
  publicKey: {
    zh: '43 个字符，照省里给的一个不差地写。',
    en: 'The 43 characters of the key, exactly as the province handed them over.',
  },
  phone: {
    zh: '只写电话号码，至少三位数字，可以有空格、连字符、括号和开头的加号：0558-12345678。',
    en: 'A telephone number alone: three digits or more, with spaces, hyphens, brackets and a + before all: 0558-12345678.',
  },
  from: isoDay,
  until: isoDay,
  collection: placeCode,
  handling: placeCode,
  regionIn: placeCode,
  only: placeCode,
  region: placeCode,
  implementationCode: {
    zh: '31 到 36 位大写字母和数字：18 位机构代码、1 位层级、12 位基本编码。',
    en: '31 to 36 capitals and digits: 18 of the body, 1 of the level, 12 of the basic code.',
  },
  handleItemCode: {
    zh: '实施编码后面再加两位。',
    en: 'The implementation code and two more characters.',
  },
  pinHash: {
    zh: '用 npm run staff-pin 重新生成这一行。',
    en: 'Make this line again by npm run staff-pin.',
  },
};

function wrongForm(issue: Issue, place: string, value: string): Said {
  const last = issue.path.findLast((part) => typeof part === 'string') ?? '';
  const right = forms[last] ?? forms['id'];
  return {
    wrong: { zh: `${place} 的写法不对：“${value}”。`, en: `${place} is not written right: "${value}".` },
    right: right ?? { zh: issue.message, en: issue.message },
  };
}
