import { useEffect } from 'react';
import type { Send } from '../acts.ts';

/** A reader types a character every few milliseconds. People who type fast need 60 and more, and not for every one of many. */
const longestBetweenMs = 50;
const fewestCharacters = 4;
/** A machine that is busy lets a reader wait, too: what has begun as a code is one until it has been quiet for so long. */
const longestPauseMs = 300;
/** As long as a contract's code may be; what goes on is no code. */
const mostCharacters = 8192;

export interface TypedCodes {
  /** A key as the page hears it. Gives a code that it ends; else whether the key belongs to one that is being typed. */
  key(key: string, atMs: number): { readonly code: string } | 'in-code' | 'person';
}

/** Tells a reader that types from a person who types: by its haste, and by the Enter that ends it. */
export function createTypedCodes(): TypedCodes {
  let held = '';
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    key: (key, atMs) => {
      const hasBegun = held.length >= fewestCharacters;
      const isQuick = atMs - lastMs <= (hasBegun ? longestPauseMs : longestBetweenMs);
      if (!isQuick || held.length >= mostCharacters) held = '';
      if (key === 'Enter') {
        const code = held;
        held = '';
        lastMs = Number.NEGATIVE_INFINITY;
        return code.length >= fewestCharacters ? { code } : 'person';
      }
      // Shift comes with every capital, and is no character.
      if (key.length !== 1) return held === '' ? 'person' : 'in-code';
      lastMs = atMs;
      held += key;
      return held.length > 1 ? 'in-code' : 'person';
    },
  };
}

/** Sends the codes that a reader types. Its keys do nothing else: no button is pressed by its Enter, nothing is typed into a field. */
export function useTypedCodes(areTyped: boolean, send: Send): void {
  useEffect(() => {
    if (!areTyped) return undefined;
    const codes = createTypedCodes();
    const hear = (event: KeyboardEvent): void => {
      const came = codes.key(event.key, event.timeStamp);
      if (came === 'person') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (came !== 'in-code') void send({ act: 'typed-code', text: came.code });
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, [areTyped, send]);
}
