import { type ReactElement, useEffect, useState } from 'react';
import { Frame } from '../components/frame.tsx';
import { ItemCards } from '../components/item-cards.tsx';
import { Note } from '../components/note.tsx';
import { BackToStart, SeeAll } from '../components/ways-to-items.tsx';
import { TextEntry } from '../input/text-entry.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';
import './find.css';

/** Written or typed, and looked for with each letter: pinyin of which no character has been chosen counts as it stands. */
export function FindScreen({ screen }: ScreenProps<'find'>): ReactElement {
  const { view, t, send } = useTerminal();
  const [text, setText] = useState(screen.text);
  const [letters, setLetters] = useState('');
  const wanted = text + letters;
  useEffect(() => {
    void send({ act: 'look', for: { at: 'words', text: wanted } });
  }, [send, wanted]);
  return (
    <Frame
      heading={t('find.title')}
      // Gives way to what was found.
      help={screen.items.length === 0 ? t('find.help') : ''}
      place="low"
      summary={
        <div className="found" aria-live="polite">
          {screen.text.trim() === '' ? (
            <p className="help">{t('find.example')}</p>
          ) : screen.items.length === 0 ? (
            <Note mood="notice" icon="question" title={t('find.nothing')}>
              <p>{t('find.nothingHelp')}</p>
            </Note>
          ) : (
            <ItemCards items={screen.items} size="small" />
          )}
        </div>
      }
      back={<BackToStart />}
      next={<SeeAll />}
    >
      <TextEntry
        content="name"
        lettersFirst={false}
        value={text}
        onChange={setText}
        onUnchosen={() => {}}
        onLetters={setLetters}
        onRefused={() => {}}
        language={view.language}
        elderly={view.elderly}
      />
    </Frame>
  );
}
