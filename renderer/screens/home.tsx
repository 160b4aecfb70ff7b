import type { ReactElement } from 'react';
import { ActButton } from '../components/act-button.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { ItemPicture } from '../components/item-picture.tsx';
import { Note } from '../components/note.tsx';
import { PagedList } from '../components/paged-list.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';
import './home.css';

export function HomeScreen({ screen }: ScreenProps<'home'>): ReactElement {
  const { view, t } = useTerminal();
  return (
    <Frame
      heading={t('home.title')}
      help={screen.items.length === 0 ? '' : t(screen.takesCodes ? 'home.helpOrCode' : 'home.help')}
      summary={
        screen.interrupted ? (
          <Note mood="notice" icon="restart" title={t(screen.draftWaits ? 'home.draftWaits' : 'home.interrupted')} />
        ) : screen.code !== null ? (
          <Note mood="notice" icon="code" title={t(`homeCode.${screen.code}`)} />
        ) : undefined
      }
      place="top"
    >
      {screen.items.length === 0 ? (
        <Note mood="notice" icon="person" title={t('home.noItems')} />
      ) : (
        <PagedList
          className="items"
          measuredFor={`${view.language}/${view.elderly}/${screen.items.map((item) => item.name).join()}`}
          rows={screen.items.map((item) => (
            <li key={item.id}>
              <ActButton wish={{ act: 'choose-item', item: item.id }} kind="card" busy={t('busy.opening')}>
                <ItemPicture picture={item.picture} />
                <span className="item-words">
                  <span className="item-name">{item.name}</span>
                  <span className="item-summary">{item.summary}</span>
                </span>
                <Icon name="forward" />
              </ActButton>
            </li>
          ))}
        />
      )}
      {/* Says nothing new: gives way to what is larger or more urgent. */}
      {!view.elderly && !screen.interrupted && screen.code === null && screen.items.length > 0 && <HowItGoes />}
    </Frame>
  );
}

function HowItGoes(): ReactElement {
  const { t } = useTerminal();
  return (
    <section className="how">
      <h2>{t('home.howTitle')}</h2>
      <ol>
        <li>
          <Icon name="card" />
          {t('home.howCard')}
        </li>
        <li>
          <Icon name="answers" />
          {t('home.howAnswer')}
        </li>
        <li>
          <Icon name="receipt" />
          {t('home.howReceipt')}
        </li>
      </ol>
    </section>
  );
}
