import type { DataPath } from './yaml-source.ts';
import type { RuleFault } from './rule-fault.ts';

const han = /\p{Script=Han}/u;
/** Two letters in a row: "%", "A4" and "m²" are read the same everywhere. */
const latinWord = /\p{Script=Latin}{2}/u;

/**
 * Words that stand under the wrong language: copied to be translated later, and forgotten. A terminal would show them to
 * somebody who cannot read them. No terminal leaves an item out for it: in practice and in tests both are often the same.
 */
export function languageFaults(data: unknown, path: DataPath = []): readonly RuleFault[] {
  if (Array.isArray(data)) return data.flatMap((each, at) => languageFaults(each, [...path, at]));
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]: [string, unknown]) => {
    const at = [...path, key];
    const texts = textsOf(value);
    if (key === 'en' && texts.some((text) => han.test(text) && !latinWord.test(text))) {
      return [wrongLanguage(at, '英文写成了中文', 'The English is Chinese.', '翻译成英文。', 'Translate it.')];
    }
    if (key === 'zh' && texts.some((text) => latinWord.test(text) && !han.test(text))) {
      return [wrongLanguage(at, '中文写成了外文', 'The Chinese is not Chinese.', '翻译成中文。', 'Translate it.')];
    }
    return languageFaults(value, at);
  });
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

const wrongLanguage = (path: DataPath, zh: string, en: string, rightZh: string, rightEn: string): RuleFault => ({
  path,
  wrong: { zh: `${zh}。`, en },
  right: { zh: rightZh, en: rightEn },
});
