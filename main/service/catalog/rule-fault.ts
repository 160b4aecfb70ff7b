import type { Words } from '../../contract/words.ts';
import { nearest } from './schema-keys.ts';
import type { DataPath } from './yaml-source.ts';

/** What a schema cannot say: whether the parts of an item fit one another. */
export interface RuleFault {
  readonly path: DataPath;
  readonly wrong: Words;
  readonly right: Words;
}

export function twice(ids: readonly string[]): readonly { readonly id: string; readonly at: number }[] {
  return ids.flatMap((id, at) => (ids.indexOf(id) < at ? [{ id, at }] : []));
}

export const doubled = (path: DataPath, id: string): RuleFault => ({
  path,
  wrong: { zh: `${id} 用了两次。`, en: `${id} is used twice.` },
  right: { zh: '换一个没用过的。', en: 'Give it a name of its own.' },
});

export const notEarlier = (path: DataPath, id: string, kind: Words, known: readonly string[]): RuleFault => ({
  path,
  wrong: { zh: `前面没有叫 ${id} 的${kind.zh}。`, en: `There is no earlier ${kind.en} ${id}.` },
  right: suggestion(id, known),
});

export function suggestion(written: string, known: readonly string[]): Words {
  const meant = nearest(written, known);
  if (meant !== undefined) return { zh: `是不是想写 ${meant}？`, en: `Did you mean ${meant}?` };
  if (known.length === 0) return { zh: '前面还没有这样的题。', en: 'There is none before it.' };
  return { zh: `可以写：${known.join('、')}。`, en: `One of ${known.join(', ')}.` };
}

export const unknownRegion = (path: DataPath, code: string): RuleFault => ({
  path,
  wrong: { zh: `没有代码是 ${code} 的地方。`, en: `There is no place with the code ${code}.` },
  right: {
    zh: '用 GB/T 2260 现在的六位代码：省以 0000 结尾，市以 00 结尾。',
    en: 'The present code of six digits (GB/T 2260): a province ends in 0000, a city in 00.',
  },
});
