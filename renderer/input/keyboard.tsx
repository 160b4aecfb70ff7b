import { useState, type ReactElement } from 'react';
import type { InputWords } from './input-words.ts';
import { Key } from './keys.tsx';
import type { Content } from './pinyin/engine.ts';

export type KeyboardMode = 'pinyin' | 'letters';

interface Props {
  readonly content: Content;
  readonly mode: KeyboardMode;
  readonly onMode: (mode: KeyboardMode) => void;
  /** The next letter is a capital by itself. */
  readonly isWordBeginning: boolean;
  readonly isEmpty: boolean;
  readonly isShowingSigns: boolean;
  readonly onShowSigns: (isShowing: boolean) => void;
  readonly onLetter: (letter: string) => void;
  readonly onSign: (sign: string) => void;
  readonly onSpace: () => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
  readonly words: InputWords;
}

const upperRow = 'qwertyuiop';
const middleRow = 'asdfghjkl';
const lowerRow = 'zxcvbnm';
const digits = '1234567890';
/** With the two words before and the delete key after, three rows of ten. */
const addressSigns = '号室栋楼层路街村组弄巷座幢排院—-#（）、·/，';

export function Keyboard(props: Props): ReactElement {
  const { content, mode, onMode, isShowingSigns, onShowSigns } = props;
  const { onSign, onSpace, onDelete, onClear, isEmpty, words } = props;
  return (
    <div className="keyboard">
      {content === 'address' &&
        Array.from(digits, (digit) => (
          <Key key={digit} onPress={() => onSign(digit)}>
            {digit}
          </Key>
        ))}
      {isShowingSigns ? (
        <Signs onSign={onSign} onDelete={onDelete} isEmpty={isEmpty} words={words} />
      ) : (
        <Letters {...props} />
      )}
      <Key className="word two" onPress={() => onMode(mode === 'pinyin' ? 'letters' : 'pinyin')}>
        {mode === 'pinyin' ? words.letters : words.pinyin}
      </Key>
      {content === 'address' ? (
        <Key className="word two" onPress={() => onShowSigns(!isShowingSigns)}>
          {isShowingSigns ? words.back : words.signs}
        </Key>
      ) : (
        <Key className="two" onPress={() => onSign('·')}>
          ·
        </Key>
      )}
      <Key className="word four" onPress={onSpace}>
        {words.space}
      </Key>
      <Key className="word two" onPress={onClear} isDisabled={isEmpty}>
        {words.clear}
      </Key>
    </div>
  );
}

function Letters({ mode, isWordBeginning, onLetter, onDelete, isEmpty, words }: Props): ReactElement {
  const [isCapital, setCapital] = useState(false);
  const isUpper = mode === 'letters' && (isCapital || isWordBeginning);
  const letter = (small: string, place = ''): ReactElement => {
    const shown = isUpper ? small.toUpperCase() : small;
    return (
      <Key key={small} className={place} onPress={() => onLetter(shown)}>
        {shown}
      </Key>
    );
  };
  return (
    <>
      {Array.from(upperRow, (small) => letter(small))}
      {Array.from(middleRow, (small, at) => letter(small, at === 0 ? 'indented' : ''))}
      {mode === 'pinyin' ? (
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
    </>
  );
}

interface SignsProps {
  readonly onSign: (sign: string) => void;
  readonly onDelete: () => void;
  readonly isEmpty: boolean;
  readonly words: InputWords;
}

function Signs({ onSign, onDelete, isEmpty, words }: SignsProps): ReactElement {
  return (
    <>
      {['单元', '小区', ...Array.from(addressSigns)].map((sign) => (
        <Key key={sign} {...(sign.length > 1 ? { className: 'word two' } : {})} onPress={() => onSign(sign)}>
          {sign}
        </Key>
      ))}
      <Key className="word two" onPress={onDelete} isDisabled={isEmpty}>
        {words.delete}
      </Key>
    </>
  );
}
