import { useEffect, useState } from 'react';
import { type Handwriting, handwritingFrom } from './handwriting/matcher.ts';

let loading: Promise<Handwriting> | undefined;

/** The shapes are a chunk of their own, read when somebody first wants to write, once a page. Null until then. */
export function useHandwriting(isWanted: boolean): Handwriting | null {
  const [handwriting, setHandwriting] = useState<Handwriting | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isShown = true;
    loading ??= import('./handwriting/shapes/characters.generated.ts').then(handwritingFrom);
    void loading.then((loaded) => {
      // A function given to a setter would be called.
      if (isShown) setHandwriting(() => loaded);
    });
    return () => {
      isShown = false;
    };
  }, [isWanted]);
  return handwriting;
}
