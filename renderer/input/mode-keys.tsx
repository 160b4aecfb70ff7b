import type { ReactElement } from 'react';
import type { Content } from './pinyin/engine.ts';
import type { InputWords } from './input-words.ts';
import { Key } from './keys.tsx';

export type InputMode = 'pinyin' | 'letters' | 'writing' | 'making';

/** Where each leads. Who puts a character together can neither type nor write it: the way there is from writing. */
const ways: Readonly<Record<InputMode, readonly InputMode[]>> = {
  pinyin: ['writing', 'letters'],
  letters: ['writing', 'pinyin'],
  writing: ['pinyin', 'letters', 'making'],
  making: ['writing', 'pinyin'],
};

interface Props {
  readonly mode: InputMode;
  readonly onMode: (mode: InputMode) => void;
  readonly words: InputWords;
}

/** The other ways to enter text: always at the lower left. */
export function ModeKeys({ mode, onMode, words }: Props): ReactElement {
  return (
    <>
      {ways[mode].map((way) => (
        <Key key={way} className="word two" onPress={() => onMode(way)}>
          {words[way]}
        </Key>
      ))}
    </>
  );
}

const digits = '1234567890';

/** Above every kind of keys where house numbers are entered. */
export function DigitRow({ onSign }: { readonly onSign: (sign: string) => void }): ReactElement {
  return (
    <>
      {Array.from(digits, (digit) => (
        <Key key={digit} onPress={() => onSign(digit)}>
          {digit}
        </Key>
      ))}
    </>
  );
}

interface SignKeyProps {
  readonly content: Content;
  readonly onSign: (sign: string) => void;
  readonly isShowingSigns: boolean;
  readonly onShowSigns: (isShowing: boolean) => void;
  readonly words: InputWords;
}

/** A name needs one sign at most, an address many. */
export function SignKey({ content, onSign, isShowingSigns, onShowSigns, words }: SignKeyProps): ReactElement {
  if (content === 'name') {
    return (
      <Key className="two" onPress={() => onSign('·')}>
        ·
      </Key>
    );
  }
  return (
    <Key className="word two" onPress={() => onShowSigns(!isShowingSigns)}>
      {isShowingSigns ? words.back : words.signs}
    </Key>
  );
}
