import { type ReactElement, useState } from 'react';
import { inputWords } from '../input/input-words.ts';
import { Pager } from '../input/keys.tsx';
import { useTerminal } from '../terminal-context.ts';
import { optionPages } from './option-pages.ts';

interface OptionPages<T> {
  readonly shown: readonly T[];
  readonly at: number;
  readonly of: number;
  readonly onTurn: (to: number) => void;
}

/** `first` says with which page to begin: with what is chosen, it must not look as if nothing were. */
export function useOptionPages<T>(
  options: readonly T[],
  first: (pages: readonly (readonly T[])[]) => number,
): OptionPages<T> {
  const pages = optionPages(options);
  const [at, setAt] = useState(() => first(pages));
  return { shown: pages[at] ?? [], at, of: pages.length, onTurn: setAt };
}

export function OptionPager({ at, of, onTurn }: Omit<OptionPages<unknown>, 'shown'>): ReactElement {
  const { view } = useTerminal();
  const words = inputWords[view.language];
  return (
    <Pager
      at={at}
      of={of}
      onTurn={onTurn}
      previous={words.previousPage}
      next={words.nextPage}
      label={words.page(at + 1, of)}
    />
  );
}
