import { useMemo, useState, type ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { CandidateBar, CandidateGrid } from './candidates.tsx';
import { inputWords } from './input-words.ts';
import { Keyboard, type KeyboardMode } from './keyboard.tsx';
import type { Candidate, Content } from './pinyin/engine.ts';
import { beginsWord, rubbedOut, spelledOn, taken, typed, type Typing } from './typing.ts';
import { usePinyin } from './use-pinyin.ts';

interface Props {
  readonly content: Content;
  /** Letters and digits are likelier than characters. */
  readonly lettersFirst: boolean;
  readonly value: string | null;
  /** What stands there, without letters of which no character has been chosen yet. */
  readonly onChange: (value: string) => void;
  /** Whether such letters stand there now: what is entered is not finished then. */
  readonly onUnchosen: (isUnchosen: boolean) => void;
  /** Something was asked for that would drop them. */
  readonly onRefused: () => void;
  readonly language: Language;
  readonly elderly: boolean;
}

/** A text box with its own keyboard: the system's would cover the page, and could lead out of it. */
export function TextEntry(props: Props): ReactElement {
  const { content, value, onChange, onUnchosen, onRefused, language, elderly } = props;
  const words = inputWords[language];
  const engine = usePinyin();
  const [letters, setLetters] = useState('');
  const [mode, setMode] = useState<KeyboardMode>(language === 'zh' && !props.lettersFirst ? 'pinyin' : 'letters');
  const [isUnfolded, setUnfolded] = useState(false);
  const [isShowingSigns, setShowingSigns] = useState(false);
  const typing: Typing = { text: value ?? '', letters };
  const candidates = useMemo(
    () => engine?.candidates(letters, content, value ?? '') ?? [],
    [engine, letters, content, value],
  );
  const spelled = letters === '' ? '' : (engine?.spelled(letters) ?? letters);

  const become = (next: Typing): void => {
    setLetters(next.letters);
    onUnchosen(next.letters !== '');
    if (next.text !== typing.text) onChange(next.text);
  };
  const choose = (candidate: Candidate): void => {
    setUnfolded(false);
    become(taken(typing, candidate, content));
  };
  const space = (): void => {
    const first = candidates[0];
    if (first !== undefined) choose(first);
    else if (letters === '' && typing.text !== '') become(typed(typing, ' ', content));
  };

  return (
    <div className="input-stack text-entry">
      <output className="input-shown text" aria-label={words.entered}>
        <span>{typing.text}</span>
        {spelled !== '' && <span className="input-spelled">{spelled}</span>}
        <span className="input-caret" />
      </output>
      <CandidateBar
        candidates={candidates}
        hint={mode === 'pinyin' && !isShowingSigns ? words.typePinyin : words.typeLetters}
        isUnfolded={isUnfolded}
        onChoose={choose}
        onUnfold={setUnfolded}
        words={words}
        elderly={elderly}
      />
      {isUnfolded && candidates.length > 0 ? (
        <CandidateGrid key={letters} candidates={candidates} onChoose={choose} words={words} elderly={elderly} />
      ) : (
        <Keyboard
          content={content}
          mode={mode}
          onMode={(next) => {
            if (letters !== '') onRefused();
            else setMode(next);
          }}
          isWordBeginning={content === 'name' && beginsWord(typing.text)}
          isEmpty={typing.text === '' && letters === ''}
          onLetter={(letter) => become(mode === 'pinyin' ? spelledOn(typing, letter) : typed(typing, letter, content))}
          onSign={(sign) => (letters === '' ? become(typed(typing, sign, content)) : onRefused())}
          onSpace={space}
          isShowingSigns={isShowingSigns}
          onShowSigns={setShowingSigns}
          onDelete={() => become(rubbedOut(typing))}
          onClear={() => become({ text: '', letters: '' })}
          words={words}
        />
      )}
    </div>
  );
}
