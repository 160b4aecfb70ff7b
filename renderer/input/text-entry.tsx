import { useMemo, useState, type ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { CandidateBar, CandidateGrid } from './candidates.tsx';
import { inputWords } from './input-words.ts';
import { Letters, Signs } from './keyboard.tsx';
import { Key } from './keys.tsx';
import { isBegun, type Making, nothingMade, shownMaking, withPart } from './making.ts';
import { MakingPad } from './making-pad.tsx';
import { DigitRow, type InputMode, ModeKeys, SignKey } from './mode-keys.tsx';
import { charactersOfCode } from './parts/character-codes.ts';
import type { Parts } from './parts/parts.ts';
import type { Candidate, Content, PinyinEngine } from './pinyin/engine.ts';
import { TextLine } from './text-line.tsx';
import { aroundCaret, beginsWord, rubbedOut, spelledOn, taken, typed, type Typing } from './typing.ts';
import { useHandwriting } from './use-handwriting.ts';
import { useParts } from './use-parts.ts';
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
  const [making, setMaking] = useState<Making>(nothingMade);
  const [isUnfolded, setUnfolded] = useState(false);
  const [isShowingSigns, setShowingSigns] = useState(false);
  const engine = usePinyin();
  const handwriting = useHandwriting(mode === 'writing');
  const parts = useParts(mode === 'making');
  const typing: Typing = { text: value ?? '', letters, behind };
  const { before } = aroundCaret(typing);
  const isUnchosen = letters !== '' || writing.ink.length > 0 || isBegun(making);
  const candidates = useMemo((): readonly Candidate[] => {
    switch (mode) {
      case 'writing':
        return (handwriting?.(writing.ink) ?? []).map(wholeCandidate);
      case 'making':
        return madeOf(making, engine, parts).map(wholeCandidate);
      case 'pinyin':
      case 'letters':
        return engine?.candidates(letters, content, before) ?? [];
      default:
        return mode satisfies never;
    }
  }, [mode, handwriting, writing, making, engine, parts, letters, content, before]);
  const spelled = letters === '' ? '' : (engine?.spelled(letters) ?? letters);

  /** Ink and parts that are not given are dropped with the change. */
  const become = (next: Typing, kept: { readonly writing?: Writing; readonly making?: Making } = {}): void => {
    const ink = kept.writing ?? { box: writing.box, ink: [] };
    const made = kept.making ?? { ...nothingMade, by: making.by };
    setLetters(next.letters);
    props.onLetters?.(next.letters);
    setBehind(next.behind);
    setWriting(ink);
    setMaking(made);
    onUnchosen(next.letters !== '' || ink.ink.length > 0 || isBegun(made));
    if (next.text !== typing.text) onChange(next.text);
  };
  const choose = (candidate: Candidate, begun: Writing = { box: writing.box, ink: [] }): void => {
    setUnfolded(false);
    if (mode === 'making' && making.spelling !== '') become(typing, { making: withPart(making, candidate.text) });
    else become(taken(typing, candidate, content), { writing: begun });
  };
  const [first] = candidates;
  /** Ink becomes what it looks most like, as in the other box; letters alone may stand for anything. */
  const whenChosen = (act: (settled: Typing) => void): void => {
    if (letters !== '' || isBegun(making)) onRefused();
    else act(writing.ink.length > 0 && first !== undefined ? taken(typing, first, content) : typing);
  };
  const sign = (text: string): void => whenChosen((settled) => become(typed(settled, text, content)));
  const space = (): void => {
    if (first !== undefined) choose(first);
    else if (!isUnchosen && typing.text !== '') become(typed(typing, ' ', content));
  };
  const remove = (): void => become(rubbedOut(typing), { writing });
  const isEmpty = before === '' && letters === '';

  const above = content === 'address' && <DigitRow onSign={sign} />;
  const modeKeys = (
    <ModeKeys
      mode={mode}
      onMode={(next) =>
        whenChosen((settled) => {
          become(settled);
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
          become(settled);
          setShowingSigns(isShowing);
        })
      }
      words={words}
    />
  );
  const clearKey = (width: 'two' | 'four'): ReactElement => (
    <Key
      className={`word ${width}`}
      onPress={() => become({ text: '', letters: '', behind: 0 })}
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
          onWriting={(next) => become(typing, { writing: next })}
          onNext={(begun) => (first === undefined ? become(typing, { writing: begun }) : choose(first, begun))}
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
    if (mode === 'making') {
      return (
        <MakingPad
          making={making}
          onMaking={(next) => become(typing, { making: next })}
          onDelete={remove}
          isEmpty={isEmpty}
          modes={modeKeys}
          clear={clearKey('two')}
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
      <TextLine
        typing={typing}
        unfinished={spelled + shownMaking(making)}
        onTyping={(next) => become(next, { writing, making })}
        words={words}
      />
      <CandidateBar
        candidates={candidates}
        hint={
          isShowingSigns ? words.hints.letters : mode === 'making' ? words.makingHints[making.by] : words.hints[mode]
        }
        isUnfolded={isUnfolded}
        onChoose={choose}
        onUnfold={setUnfolded}
        words={words}
        elderly={elderly}
      />
      {isUnfolded && candidates.length > 0 ? (
        <CandidateGrid
          key={letters + shownMaking(making)}
          candidates={candidates}
          onChoose={choose}
          words={words}
          elderly={elderly}
        />
      ) : (
        keys()
      )}
    </div>
  );
}

/** More than anybody looks through. */
const mostMade = 240;

function madeOf(making: Making, engine: PinyinEngine | null, parts: Parts | null): readonly string[] {
  if (making.by === 'code') return charactersOfCode(making.code);
  if (making.spelling === '') return (parts?.find(making.parts) ?? []).slice(0, mostMade);
  const spelled = engine?.candidates(making.spelling, 'address', '') ?? [];
  return spelled.flatMap(({ text }) => (Array.from(text).length === 1 && parts?.isPart(text) === true ? [text] : []));
}
