import { useMemo, useState, type ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { CandidateBar, CandidateGrid } from './candidates.tsx';
import { inputWords } from './input-words.ts';
import { Letters, Signs } from './keyboard.tsx';
import { Key } from './keys.tsx';
import { DigitRow, type InputMode, ModeKeys, SignKey } from './mode-keys.tsx';
import type { Candidate, Content } from './pinyin/engine.ts';
import { TextLine } from './text-line.tsx';
import { aroundCaret, beginsWord, rubbedOut, spelledOn, taken, typed, type Typing } from './typing.ts';
import { useHandwriting } from './use-handwriting.ts';
import { usePinyin } from './use-pinyin.ts';
import { nothingWritten, type Writing, WritingPad } from './writing-pad.tsx';

interface Props {
  readonly content: Content;
  /** Letters and digits are likelier than characters. */
  readonly lettersFirst: boolean;
  readonly value: string | null;
  /** What stands there, without letters and ink of which no character has been chosen yet. */
  readonly onChange: (value: string) => void;
  /** Whether such letters or ink stand there now: what is entered is not finished then. */
  readonly onUnchosen: (isUnchosen: boolean) => void;
  /** Those letters, where they mean something as they are. */
  readonly onLetters?: (letters: string) => void;
  /** Something was asked for that would drop them. */
  readonly onRefused: () => void;
  readonly language: Language;
  readonly elderly: boolean;
}

const wholeCandidate = (text: string): Candidate => ({ text, letters: 0 });

/** A text box with its own keyboard: the system's would cover the page, and could lead out of it. */
export function TextEntry(props: Props): ReactElement {
  const { content, value, onChange, onUnchosen, onRefused, language, elderly } = props;
  const words = inputWords[language];
  const [mode, setMode] = useState<InputMode>(language === 'zh' && !props.lettersFirst ? 'pinyin' : 'letters');
  const [letters, setLetters] = useState('');
  const [behind, setBehind] = useState(0);
  const [writing, setWriting] = useState<Writing>(nothingWritten);
  const [isUnfolded, setUnfolded] = useState(false);
  const [isShowingSigns, setShowingSigns] = useState(false);
  const engine = usePinyin();
  const handwriting = useHandwriting(mode === 'writing');
  const typing: Typing = { text: value ?? '', letters, behind };
  const { before } = aroundCaret(typing);
  const isUnchosen = letters !== '' || writing.ink.length > 0;
  const candidates = useMemo(
    () =>
      mode === 'writing'
        ? (handwriting?.(writing.ink) ?? []).map(wholeCandidate)
        : (engine?.candidates(letters, content, before) ?? []),
    [mode, handwriting, writing, engine, letters, content, before],
  );
  const spelled = letters === '' ? '' : (engine?.spelled(letters) ?? letters);

  const become = (next: Typing, ink: Writing = writing): void => {
    setLetters(next.letters);
    props.onLetters?.(next.letters);
    setBehind(next.behind);
    setWriting(ink);
    onUnchosen(next.letters !== '' || ink.ink.length > 0);
    if (next.text !== typing.text) onChange(next.text);
  };
  const choose = (candidate: Candidate, ink: Writing = { box: writing.box, ink: [] }): void => {
    setUnfolded(false);
    become(taken(typing, candidate, content), ink);
  };
  const [first] = candidates;
  /** Ink becomes what it looks most like, as in the other box; letters alone may stand for anything. */
  const whenChosen = (act: (settled: Typing) => void): void => {
    if (letters !== '') onRefused();
    else act(writing.ink.length > 0 && first !== undefined ? taken(typing, first, content) : typing);
  };
  const sign = (text: string): void =>
    whenChosen((settled) => become(typed(settled, text, content), { box: writing.box, ink: [] }));
  const space = (): void => {
    if (first !== undefined) choose(first);
    else if (!isUnchosen && typing.text !== '') become(typed(typing, ' ', content));
  };
  const remove = (): void => become(rubbedOut(typing));
  const isEmpty = before === '' && letters === '';

  const above = content === 'address' && <DigitRow onSign={sign} />;
  const modeKeys = (
    <ModeKeys
      mode={mode}
      onMode={(next) =>
        whenChosen((settled) => {
          become(settled, nothingWritten);
          setMode(next);
          setShowingSigns(false);
        })
      }
      words={words}
    />
  );
  const signKey = (
    <SignKey
      content={content}
      onSign={sign}
      isShowingSigns={isShowingSigns}
      onShowSigns={(isShowing) =>
        whenChosen((settled) => {
          become(settled, nothingWritten);
          setShowingSigns(isShowing);
        })
      }
      words={words}
    />
  );
  const clearKey = (width: 'two' | 'four'): ReactElement => (
    <Key
      className={`word ${width}`}
      onPress={() => become({ text: '', letters: '', behind: 0 }, nothingWritten)}
      isDisabled={typing.text === '' && !isUnchosen}
    >
      {words.clear}
    </Key>
  );
  const below = (
    <>
      {modeKeys}
      {signKey}
      <Key className="word two" onPress={space}>
        {words.space}
      </Key>
      {clearKey('two')}
    </>
  );
  const keys = (): ReactElement => {
    if (isShowingSigns) {
      return <Signs onSign={sign} onDelete={remove} isEmpty={isEmpty} above={above} below={below} words={words} />;
    }
    if (mode === 'writing') {
      return (
        <WritingPad
          writing={writing}
          onWriting={(next) => become(typing, next)}
          onNext={(begun) => (first === undefined ? become(typing, begun) : choose(first, begun))}
          digits={above}
          sign={signKey}
          modes={
            <>
              {modeKeys}
              {clearKey('four')}
            </>
          }
          isEmpty={isEmpty}
          onSpace={space}
          onDelete={remove}
          words={words}
        />
      );
    }
    return (
      <Letters
        kind={mode}
        isWordBeginning={content === 'name' && beginsWord(before)}
        isEmpty={isEmpty}
        onLetter={(letter) => become(mode === 'pinyin' ? spelledOn(typing, letter) : typed(typing, letter, content))}
        onDelete={remove}
        above={above}
        below={below}
        words={words}
      />
    );
  };

  return (
    <div className="input-stack text-entry">
      <TextLine typing={typing} unfinished={spelled} onTyping={become} words={words} />
      <CandidateBar
        candidates={candidates}
        hint={isShowingSigns ? words.hints.letters : words.hints[mode]}
        isUnfolded={isUnfolded}
        onChoose={choose}
        onUnfold={setUnfolded}
        words={words}
        elderly={elderly}
      />
      {isUnfolded && candidates.length > 0 ? (
        <CandidateGrid key={letters} candidates={candidates} onChoose={choose} words={words} elderly={elderly} />
      ) : (
        keys()
      )}
    </div>
  );
}
