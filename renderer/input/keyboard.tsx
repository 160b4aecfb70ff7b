import { useState, type ReactElement, type ReactNode } from 'react';
import type { InputWords } from './input-words.ts';
import { Key } from './keys.tsx';

interface LettersProps {
  readonly kind: 'pinyin' | 'letters';
  /** The next letter is a capital by itself. */
  readonly isWordBeginning: boolean;
  readonly isEmpty: boolean;
  readonly onLetter: (letter: string) => void;
  readonly onDelete: () => void;
  /** The row below: other ways to enter text, space and the like. */
  readonly below: ReactNode;
  readonly above: ReactNode;
  readonly words: InputWords;
}

const upperRow = 'qwertyuiop';
const middleRow = 'asdfghjkl';
const lowerRow = 'zxcvbnm';
/** With the two words before and the delete key after, three rows of ten. */
const addressSigns = '号室栋楼层路街村组弄巷座幢排院—-#（）、·/，';

export function Letters(props: LettersProps): ReactElement {
  const { kind, isWordBeginning, isEmpty, onLetter, onDelete, words } = props;
  const [isCapital, setCapital] = useState(false);
  const isUpper = kind === 'letters' && (isCapital || isWordBeginning);
  const letter = (small: string, place = ''): ReactElement => {
    const entered = isUpper ? small.toUpperCase() : small;
    return (
      <Key key={small} className={place} onPress={() => onLetter(entered)}>
        {kind === 'pinyin' && small === 'v' ? 'ü' : entered}
      </Key>
    );
  };
  return (
    <div className="keyboard">
      {props.above}
      {Array.from(upperRow, (small) => letter(small))}
      {Array.from(middleRow, (small, at) => letter(small, at === 0 ? 'indented' : ''))}
      {kind === 'pinyin' ? (
        <Key className="word row-start" onPress={() => onLetter("'")}>
          {words.apart}
        </Key>
      ) : (
        <Key className={`word row-start ${isCapital ? 'on' : ''}`} onPress={() => setCapital(!isCapital)}>
          {words.capitals}
        </Key>
      )}
      {Array.from(lowerRow, (small) => letter(small))}
      <Key className="word two" onPress={onDelete} isDisabled={isEmpty}>
        {words.delete}
      </Key>
      {props.below}
    </div>
  );
}

interface SignsProps {
  readonly onSign: (sign: string) => void;
  readonly onDelete: () => void;
  readonly isEmpty: boolean;
  readonly below: ReactNode;
  readonly above: ReactNode;
  readonly words: InputWords;
}

export function Signs({ onSign, onDelete, isEmpty, below, above, words }: SignsProps): ReactElement {
  return (
    <div className="keyboard">
      {above}
      {['单元', '小区', ...Array.from(addressSigns)].map((sign) => (
        <Key key={sign} {...(sign.length > 1 ? { className: 'word two' } : {})} onPress={() => onSign(sign)}>
          {sign}
        </Key>
      ))}
      <Key className="word two" onPress={onDelete} isDisabled={isEmpty}>
        {words.delete}
      </Key>
      {below}
    </div>
  );
}
