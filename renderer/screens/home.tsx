import type { ReactElement } from 'react';
import { EventTiles } from '../components/event-tiles.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { ItemCards } from '../components/item-cards.tsx';
import { Note } from '../components/note.tsx';
import { Search, SeeAll } from '../components/ways-to-items.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';
import './home.css';

export function HomeScreen({ screen }: ScreenProps<'home'>): ReactElement {
  const { view, t } = useTerminal();
  const hasEvents = screen.events.length > 0;
  const isEmpty = !hasEvents && screen.items.length === 0;
  const help = hasEvents
    ? t(screen.takesCodes ? 'find.pickEventOrCode' : 'find.pickEvent')
    : t(screen.takesCodes ? 'home.helpOrCode' : 'home.help');
  return (
    <Frame
      heading={t('home.title')}
      help={isEmpty ? '' : help}
      summary={
        screen.interrupted ? (
          <Note mood="notice" icon="restart" title={t(screen.draftWaits ? 'home.draftWaits' : 'home.interrupted')} />
        ) : screen.code !== null ? (
          <Note mood="notice" icon="code" title={t(`homeCode.${screen.code}`)} />
        ) : undefined
      }
      place="top"
      {...(hasEvents ? { back: <SeeAll />, next: <Search /> } : {})}
    >
      {isEmpty ? (
        <Note mood="notice" icon="person" title={t('home.noItems')} />
      ) : hasEvents ? (
        <EventTiles screen={screen} />
      ) : (
        <ItemCards items={screen.items} size="large" />
      )}
      {/* Says nothing new: gives way to what is larger or more urgent. */}
      {!view.elderly && !screen.interrupted && screen.code === null && !isEmpty && !hasEvents && <HowItGoes />}
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
