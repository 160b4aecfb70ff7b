import { type ReactElement, useCallback, useState } from 'react';
import { Button, ToggleButton } from 'react-aria-components';
import { ActButton } from '../components/act-button.tsx';
import { Frame } from '../components/frame.tsx';
import { GuideSheet } from '../components/guide-sheet.tsx';
import { Icon } from '../components/icons.tsx';
import { Note } from '../components/note.tsx';
import { PagedList } from '../components/paged-list.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';
import './notice.css';

export function NoticeScreen({ screen }: ScreenProps<'notice'>): ReactElement {
  const { view, t, send } = useTerminal();
  const [isGuided, setGuided] = useState(false);
  const [seenAll, setSeenAll] = useState(false);
  const onSeenAll = useCallback(() => setSeenAll(true), []);
  return (
    <Frame
      progress={{ itemName: screen.itemName, step: null }}
      heading={t('notice.title')}
      help={t('notice.help')}
      place="top"
      summary={
        screen.guide.length > 0 && (
          <Button className="button row open-guide" onPress={() => setGuided(true)}>
            <Icon name="question" />
            {t('notice.guide')}
          </Button>
        )
      }
      back={
        <ActButton wish={{ act: 'back' }} kind="secondary" busy={t('busy.goingBack')}>
          {t('buttons.back')}
        </ActButton>
      }
      next={
        seenAll ? (
          <ActButton wish={{ act: 'agree' }} kind="primary" busy={t('busy.opening')}>
            {t('notice.agree')}
          </ActButton>
        ) : (
          <p className="not-yet">{t('buttons.readOn')}</p>
        )
      }
    >
      <PagedList
        className="takes"
        onSeenAll={onSeenAll}
        measuredFor={`${view.language}/${view.elderly}`}
        rows={[
          ...(screen.forChild
            ? [
                <li key="for-child" className="for-child">
                  <Note mood="plain" icon="person" title={t('notice.forChild')}>
                    <p>{t('notice.forChildHelp')}</p>
                  </Note>
                </li>,
              ]
            : []),
          ...screen.takes.map((taken) => (
            <li key={taken.what}>
              <h2>{taken.what}</h2>
              <p>{taken.why}</p>
            </li>
          )),
          <li key="keeps" className="keeps">
            <Note mood="plain" icon="lock" title={t('notice.keeps')}>
              <p>{screen.keeps}</p>
            </Note>
          </li>,
          <li key="keep-draft" className="keep-draft">
            <ToggleButton
              className="keep-draft-button"
              isSelected={screen.keepDraft}
              onChange={(on) => void send({ act: 'keep-draft', on })}
            >
              <span className="box">{screen.keepDraft && <Icon name="check" />}</span>
              <span className="words">
                <strong>{t('notice.keepDraft')}</strong>
                <span>
                  {t(screen.draftTrouble === null ? 'notice.keepDraftHelp' : `draftTrouble.${screen.draftTrouble}`)}
                </span>
              </span>
            </ToggleButton>
          </li>,
        ]}
      />
      <GuideSheet
        heading={t('notice.guide')}
        entries={screen.guide}
        isOpen={isGuided}
        onClose={() => setGuided(false)}
      />
    </Frame>
  );
}
