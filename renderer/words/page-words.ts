import i18next, { type TFunction } from 'i18next';
import type { Language } from '../../main/contract/words.ts';
import { en, enPlain } from './en.ts';
import type { Wording } from './wording.ts';
import { zh, zhPlain } from './zh.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'page';
    resources: { page: Wording };
  }
}

export type PageWords = TFunction<'page'>;

const words = i18next.createInstance();
void words.init({
  // Plain wording is a variant of a language, as BCP 47 has it; where it has no word of its own the language's stands.
  resources: {
    zh: { page: zh },
    'zh-x-plain': { page: zhPlain },
    en: { page: en },
    'en-x-plain': { page: enPlain },
  },
  fallbackLng: { 'zh-x-plain': ['zh'], 'en-x-plain': ['en'] },
  defaultNS: 'page',
  ns: ['page'],
  load: 'currentOnly',
  // A wording key may be a value of the contract ('no-paper'), never a sentence.
  nsSeparator: false,
  pluralSeparator: '#',
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The page's words. Taken per view and not by changing a global language: view and words never disagree for a frame. */
export function pageWords(language: Language, elderly: boolean): PageWords {
  return words.getFixedT(elderly ? `${language}-x-plain` : language, 'page');
}
