import type { ReactElement } from 'react';
import type { InputWords } from './input-words.ts';
import { Key } from './keys.tsx';

interface Props {
  readonly isEmpty: boolean;
  readonly onKey: (key: string) => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
  readonly words: InputWords;
  /** X or the point: it stands where "clear" does without it, and "clear" below. */
  readonly extra?: { readonly key: string; readonly isDisabled: boolean };
}

/** Ten digits as on a telephone, delete and clear, and one sign more where a number has one. */
export function DigitKeys({ isEmpty, onKey, onDelete, onClear, words, extra }: Props): ReactElement {
  const clear = (
    <Key key="clear" className={extra === undefined ? 'word' : 'word whole'} onPress={onClear} isDisabled={isEmpty}>
      {words.clear}
    </Key>
  );
  return (
    <div className="digit-pad">
      {Array.from('123456789', (digit) => (
        <Key key={digit} onPress={() => onKey(digit)}>
          {digit}
        </Key>
      ))}
      {extra === undefined ? (
        clear
      ) : (
        <Key onPress={() => onKey(extra.key)} isDisabled={extra.isDisabled}>
          {extra.key}
        </Key>
      )}
      <Key onPress={() => onKey('0')}>0</Key>
      <Key className="word" onPress={onDelete} isDisabled={isEmpty}>
        {words.delete}
      </Key>
      {extra !== undefined && clear}
    </div>
  );
}
