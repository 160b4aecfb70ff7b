import type { ReactElement } from 'react';
import type { OfferedItem } from '../../main/contract/view/home.ts';
import { useTerminal } from '../terminal-context.ts';
import { ActButton } from './act-button.tsx';
import { Icon } from './icons.tsx';
import { ItemPicture } from './item-picture.tsx';
import { PagedList } from './paged-list.tsx';
import './item-cards.css';

/** Items to choose, a card each: `large` with its picture and what it is for, `small` by its name where many are looked through. */
export function ItemCards({
  items,
  size,
}: {
  readonly items: readonly OfferedItem[];
  readonly size: 'large' | 'small';
}): ReactElement {
  const { view, t } = useTerminal();
  return (
    <PagedList
      className={`items ${size}`}
      measuredFor={`${view.language}/${view.elderly}/${items.map((item) => item.name).join()}`}
      rows={items.map((item) => (
        <li key={item.id}>
          <ActButton wish={{ act: 'choose-item', item: item.id }} kind="card" busy={t('busy.opening')}>
            <ItemPicture picture={item.picture} />
            <span className="item-words">
              <span className="item-name">{item.name}</span>
              {size === 'large' && <span className="item-summary">{item.summary}</span>}
            </span>
            <Icon name="forward" />
          </ActButton>
        </li>
      ))}
    />
  );
}
