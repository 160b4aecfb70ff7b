import { type ReactElement, useLayoutEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTerminal } from '../terminal-context.ts';
import { Icon } from './icons.tsx';
import { pageStarts } from './page-starts.ts';
import './paged-list.css';

/** The rows are a part of a list that is longer than what a view carries. */
interface PartOfList {
  /** How many come before these rows. */
  readonly before: number;
  readonly of: number;
  /** Come to by turning back: its last page is next to where one was. */
  readonly fromItsEnd: boolean;
  readonly onTurn: (to: 'previous' | 'next') => void;
}

interface PagedListProps {
  readonly className: string;
  /** Everything that changes the rows' heights, as one string: measured again when it is another one. */
  readonly measuredFor: string;
  readonly rows: readonly ReactElement[];
  /** The last page has come: nothing of the list is left unseen. */
  readonly onSeenAll?: () => void;
  readonly part?: PartOfList;
}

/** A list of rows of any height, cut into pages that fit the room there is: nothing here is ever scrolled by dragging. */
export function PagedList({ className, measuredFor, rows, onSeenAll, part }: PagedListProps): ReactElement {
  const { t } = useTerminal();
  const room = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const [starts, setStarts] = useState<readonly number[] | null>(null);
  const [wanted, setWanted] = useState(part?.fromItsEnd === true ? Number.POSITIVE_INFINITY : 0);
  const hasMore = part !== undefined && part.of > rows.length;

  useLayoutEffect(() => setStarts(null), [measuredFor]);

  useLayoutEffect(() => {
    const resized = new ResizeObserver(() => setStarts(null));
    if (room.current !== null) resized.observe(room.current);
    return () => resized.disconnect();
  }, []);

  // With `starts` null all rows are laid out, cut off by the room; they are measured before anything is painted.
  useLayoutEffect(() => {
    if (starts !== null || room.current === null || list.current === null || buttons.current === null) return;
    const edges = [...list.current.children].map((row) => (row instanceof HTMLElement ? row.offsetTop : 0));
    const frame = list.current.offsetHeight - list.current.clientHeight;
    const roomWithButtons = room.current.clientHeight - frame - buttons.current.offsetHeight;
    setStarts(
      pageStarts({
        tops: edges,
        end: list.current.scrollHeight,
        room: hasMore ? roomWithButtons : room.current.clientHeight - frame,
        roomWithButtons,
      }),
    );
  }, [starts, hasMore]);

  const pages = starts?.length ?? 1;
  const at = Math.min(wanted, pages - 1);
  const seenAll = starts !== null && at === pages - 1;
  useLayoutEffect(() => {
    if (seenAll) onSeenAll?.();
  }, [seenAll, onSeenAll]);

  const from = starts?.[at] ?? 0;
  const to = starts?.[at + 1] ?? rows.length;
  const isFirst = at === 0 && (part === undefined || part.before === 0);
  const isLast = at === pages - 1 && (part === undefined || part.before + rows.length >= part.of);
  const turn = (toWhere: 'previous' | 'next'): void => {
    const next = toWhere === 'next' ? at + 1 : at - 1;
    if (next < 0 || next >= pages) part?.onTurn(toWhere);
    else setWanted(next);
  };
  return (
    <div className="paged" ref={room}>
      <ul className={className} ref={list}>
        {starts === null ? rows : rows.slice(from, to)}
      </ul>
      {(starts === null || pages > 1 || hasMore) && (
        <div className="pages" ref={buttons}>
          <Button className="button secondary" isDisabled={isFirst} onPress={() => turn('previous')}>
            <Icon name="backward" />
            {t('buttons.previousPage')}
          </Button>
          <p className="number" aria-live="polite">
            {part === undefined
              ? t('buttons.page', { at: at + 1, of: pages })
              : t('buttons.rows', { first: part.before + from + 1, last: part.before + to, of: part.of })}
          </p>
          <Button className="button secondary" isDisabled={isLast} onPress={() => turn('next')}>
            {t('buttons.nextPage')}
            <Icon name="forward" />
          </Button>
        </div>
      )}
    </div>
  );
}
