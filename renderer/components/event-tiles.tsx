import type { ReactElement } from 'react';
import type { LifeEvent } from '../../main/contract/item-elements.ts';
import type { Picture } from '../../main/contract/item.ts';
import type { Language } from '../../main/contract/words.ts';
import { useTerminal } from '../terminal-context.ts';
import type { ShownAs } from '../screens/screen-props.ts';
import { ActButton } from './act-button.tsx';
import { ItemPicture } from './item-picture.tsx';
import { PagedList } from './paged-list.tsx';
import './event-tiles.css';

/** The drawings are those of items: who has seen one there finds it again. */
const pictures: Readonly<Record<LifeEvent, Picture>> = {
  child: 'family',
  study: 'certificate',
  work: 'work',
  home: 'housing',
  moving: 'pension',
  marriage: 'marriage',
  illness: 'medical',
  'old-age': 'elderly',
  business: 'company',
  money: 'tax',
  documents: 'id-card',
};

/** Two names where they stand on two short lines, else the first. */
function shortly(names: readonly string[], language: Language): readonly string[] {
  const isShort = names.join('').length <= (language === 'zh' ? 18 : 30);
  const said = isShort ? names : names.slice(0, 1);
  return said.map((name, at) => (at === said.length - 1 ? name : `${name}${language === 'zh' ? '、' : '; '}`));
}

/** What is done most here, and under it what happens in a life, two to a row. */
export function EventTiles({ screen }: { readonly screen: ShownAs<'home'> }): ReactElement {
  const { view, t } = useTerminal();
  const { events, items } = screen;
  const pairs = events.flatMap((event, at) => (at % 2 === 0 ? [[event, ...events.slice(at + 1, at + 2)]] : []));
  const tiles = pairs.map((pair) => (
    <li key={pair[0]?.event} className="tile-row">
      {pair.map(({ event, names }) => (
        <ActButton key={event} wish={{ act: 'look', for: { at: 'event', event } }} kind="card" busy={t('busy.opening')}>
          <ItemPicture picture={pictures[event]} />
          <span className="item-words">
            <span className="tile-name">{t(`lifeEvent.${event}`)}</span>
            {!view.elderly && (
              <span className="tile-items">
                {shortly(names, view.language).map((name) => (
                  <span key={name}>{name}</span>
                ))}
              </span>
            )}
          </span>
        </ActButton>
      ))}
    </li>
  ));
  const used = items.length > 0 && (
    <li key="used" className="used-row">
      <h2>{t('find.used')}</h2>
      {items.map((item) => (
        <ActButton key={item.id} wish={{ act: 'choose-item', item: item.id }} kind="row" busy={t('busy.opening')}>
          {item.name}
        </ActButton>
      ))}
    </li>
  );
  return (
    <PagedList
      className="tiles"
      measuredFor={`${view.language}/${view.elderly}/${JSON.stringify([events, items])}`}
      rows={used === false ? tiles : [used, ...tiles]}
    />
  );
}
