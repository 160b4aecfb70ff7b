import type { ReactElement, ReactNode } from 'react';
import type { InputWords } from './input-words.ts';
import { Letters } from './keyboard.tsx';
import { Key } from './keys.tsx';
import { isBegun, lookedForBy, type Making, unmade, withCodeDigit, withLetter, withPart } from './making.ts';

/** What most characters are made of, three of four by these alone and one part more. */
const usualParts = '氵亻钅艹扌忄讠纟木火土石山日月目口女王田犭礻衤饣辶阝宀疒竹雨马鸟鱼虫车贝门龙';
const codeDigits = '1234567890ABCDEF';

interface Props {
  readonly making: Making;
  readonly onMaking: (making: Making) => void;
  /** What stands before the caret, once nothing of a character is left to be taken back. */
  readonly onDelete: () => void;
  readonly isEmpty: boolean;
  readonly modes: ReactNode;
  readonly clear: ReactNode;
  readonly words: InputWords;
}

/** Keys for the parts of a character, for the sounds of parts, and for codes. */
export function MakingPad({ making, onMaking, onDelete, isEmpty, modes, clear, words }: Props): ReactElement {
  const isNothing = isEmpty && !isBegun(making);
  const remove = (): void => (isBegun(making) ? onMaking(unmade(making)) : onDelete());
  const way = (by: Making['by']): ReactElement => (
    <Key className="word two" onPress={() => onMaking(lookedForBy(making, by))}>
      {words.by[by]}
    </Key>
  );
  const below = (
    <>
      {modes}
      {way(making.by === 'usual-parts' ? 'spelled-parts' : 'usual-parts')}
      {way(making.by === 'code' ? 'spelled-parts' : 'code')}
      {clear}
    </>
  );
  const deleteKey = (width: 'two' | 'four'): ReactElement => (
    <Key className={`word ${width}`} onPress={remove} isDisabled={isNothing}>
      {words.delete}
    </Key>
  );
  switch (making.by) {
    case 'usual-parts':
      return (
        <div className="keyboard">
          {Array.from(usualParts, (part) => (
            <Key key={part} onPress={() => onMaking(withPart(making, part))}>
              {part}
            </Key>
          ))}
          {deleteKey('two')}
          {below}
        </div>
      );
    case 'spelled-parts':
      return (
        <Letters
          kind="pinyin"
          isWordBeginning={false}
          isEmpty={isNothing}
          onLetter={(letter) => onMaking(withLetter(making, letter))}
          onDelete={remove}
          above={null}
          below={below}
          words={words}
        />
      );
    case 'code':
      return (
        <div className="keyboard">
          {Array.from(codeDigits, (digit) => (
            <Key key={digit} onPress={() => onMaking(withCodeDigit(making, digit))}>
              {digit}
            </Key>
          ))}
          {deleteKey('four')}
          {below}
        </div>
      );
    default:
      return making.by satisfies never;
  }
}
