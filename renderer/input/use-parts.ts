import { useEffect, useState } from 'react';
import { type Parts, partsFrom } from './parts/parts.ts';

let loading: Promise<Parts> | undefined;

/** A chunk of its own, read when somebody first looks for a character by its parts, once a page. Null until then. */
export function useParts(isWanted: boolean): Parts | null {
  const [parts, setParts] = useState<Parts | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isShown = true;
    loading ??= import('./parts/parts.generated.ts').then(partsFrom);
    void loading.then((loaded) => {
      if (isShown) setParts(loaded);
    });
    return () => {
      isShown = false;
    };
  }, [isWanted]);
  return parts;
}
