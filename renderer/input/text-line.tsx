import type { MouseEvent, ReactElement } from 'react';
import type { InputWords } from './input-words.ts';
import { Key } from './keys.tsx';
import { aroundCaret, type Typing, withCaret } from './typing.ts';

interface Props {
  readonly typing: Typing;
  /** What stands at the caret and has not become text: letters, parts of a character. */
  readonly unfinished: string;
  readonly onTyping: (typing: Typing) => void;
  readonly words: InputWords;
}

/** What has been entered. The caret goes where the text is touched, and by keys for those who touch nothing. */
export function TextLine({ typing, unfinished, onTyping, words }: Props): ReactElement {
  const { before, after } = aroundCaret(typing);
  const characters = Array.from(typing.text);
  const at = Array.from(before).length;
  const touch = (event: MouseEvent<HTMLElement>): void => {
    const nth = placeOf(event);
    if (nth !== null) onTyping(withCaret(typing, characters.length - nth));
  };
  return (
    <div className="text-line">
      {/* The keys beside it do the same: nobody needs to hit a gap between two characters. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events */}
      <output className="input-shown text" aria-label={words.entered} onClick={touch}>
        <Characters text={before} from={0} />
        {unfinished !== '' && <span className="input-spelled">{unfinished}</span>}
        <span className="input-caret" />
        <Characters text={after} from={at} />
      </output>
      <Key
        className="caret-key"
        label={words.caretBack}
        onPress={() => onTyping(withCaret(typing, typing.behind + 1))}
        isDisabled={at === 0}
      >
        <Arrow points="15,5 8,12 15,19" />
      </Key>
      <Key
        className="caret-key"
        label={words.caretOn}
        onPress={() => onTyping(withCaret(typing, typing.behind - 1))}
        isDisabled={after === ''}
      >
        <Arrow points="9,5 16,12 9,19" />
      </Key>
    </div>
  );
}

function Characters({ text, from }: { readonly text: string; readonly from: number }): ReactElement {
  return (
    <span>
      {Array.from(text, (character, nth) => (
        // A character has no other name than where it stands.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={nth} data-at={from + nth}>
          {character}
        </span>
      ))}
    </span>
  );
}

/** Before or behind the character that was touched, whichever edge is nearer; behind all where none was. */
function placeOf(event: MouseEvent<HTMLElement>): number | null {
  const touched = event.target;
  if (!(touched instanceof HTMLElement)) return null;
  const nth = touched.dataset['at'];
  if (nth === undefined) return touched === event.currentTarget ? Number.POSITIVE_INFINITY : null;
  const { left, width } = touched.getBoundingClientRect();
  return Number(nth) + (event.clientX > left + width / 2 ? 1 : 0);
}

function Arrow({ points }: { readonly points: string }): ReactElement {
  return (
    <svg className="caret-arrow" viewBox="0 0 24 24" aria-hidden="true">
      <polyline points={points} />
    </svg>
  );
}
