import { useEffect, useState } from 'react';
import { pinyinEngine, type PinyinEngine } from './pinyin/engine.ts';

let loading: Promise<PinyinEngine> | undefined;

/** The dictionary is a chunk of its own: it is read when the first keyboard is shown, once a page. Null until then. */
export function usePinyin(): PinyinEngine | null {
  const [engine, setEngine] = useState<PinyinEngine | null>(null);
  useEffect(() => {
    let isShown = true;
    loading ??= import('./pinyin/dictionary.generated.ts').then(pinyinEngine);
    void loading.then((loaded) => {
      if (isShown) setEngine(loaded);
    });
    return () => {
      isShown = false;
    };
  }, []);
  return engine;
}
