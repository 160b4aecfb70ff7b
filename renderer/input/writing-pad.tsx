import type { ReactElement, ReactNode } from 'react';
import type { Ink } from './handwriting/ink.ts';
import type { InputWords } from './input-words.ts';
import { Key } from './keys.tsx';
import { WritingBox } from './writing-box.tsx';

/** Two boxes: who goes on in the other one has finished the character before. */
export interface Writing {
  readonly box: 0 | 1;
  readonly ink: Ink;
}
export const nothingWritten: Writing = { box: 0, ink: [] };

/** No character has as many; a scribble may. */
const mostStrokes = 60;

interface Props {
  readonly writing: Writing;
  readonly onWriting: (writing: Writing) => void;
  /** The other box is begun while this has ink: what stands here is what it looks most like. */
  readonly onNext: (begun: Writing) => void;
  readonly digits: ReactNode;
  readonly sign: ReactNode;
  readonly modes: ReactNode;
  readonly isEmpty: boolean;
  readonly onSpace: () => void;
  readonly onDelete: () => void;
  readonly words: InputWords;
}

export function WritingPad(props: Props): ReactElement {
  const { writing, onWriting, onNext, words } = props;
  const { box, ink } = writing;
  const hasInk = ink.length > 0;
  return (
    <div className="keyboard writing">
      {props.digits}
      {([0, 1] as const).map((nth) => (
        <WritingBox
          key={nth}
          label={words.box(nth + 1)}
          hint={nth === box || !hasInk ? words.writeHere : words.writeNext}
          ink={nth === box ? ink : []}
          onBegin={() => {
            if (nth === box) return;
            if (hasInk) onNext({ box: nth, ink: [] });
            else onWriting({ box: nth, ink: [] });
          }}
          onStroke={(stroke) =>
            onWriting({ box: nth, ink: [...(nth === box ? ink : []), stroke].slice(0, mostStrokes) })
          }
        />
      ))}
      <Key className="word two" onPress={() => onWriting({ box, ink: ink.slice(0, -1) })} isDisabled={!hasInk}>
        {words.undoStroke}
      </Key>
      <Key className="word two" onPress={() => onWriting({ box, ink: [] })} isDisabled={!hasInk}>
        {words.writeAgain}
      </Key>
      {props.sign}
      <Key className="word two" onPress={props.onSpace}>
        {words.space}
      </Key>
      <Key className="word two" onPress={props.onDelete} isDisabled={props.isEmpty}>
        {words.delete}
      </Key>
      {props.modes}
    </div>
  );
}
