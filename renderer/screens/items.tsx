import type { ReactElement } from 'react';
import { Frame } from '../components/frame.tsx';
import { ItemCards } from '../components/item-cards.tsx';
import { Note } from '../components/note.tsx';
import { BackToStart, Search } from '../components/ways-to-items.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';

/** The items of an event, or all: the way for whoever would rather look than type. */
export function ItemsScreen({ screen }: ScreenProps<'items'>): ReactElement {
  const { t } = useTerminal();
  const { event, items } = screen;
  return (
    <Frame
      heading={t(event === null ? 'find.allTitle' : `lifeEvent.${event}`)}
      help={t('find.pickItem')}
      place="top"
      back={<BackToStart />}
      next={<Search />}
    >
      {items.length === 0 ? (
        <Note mood="notice" icon="person" title={t('home.noItems')} />
      ) : (
        <ItemCards items={items} size="small" />
      )}
    </Frame>
  );
}
