import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { useTerminal } from '../terminal-context.ts';
import { PagedList } from './paged-list.tsx';
import { Sheet } from './sheet.tsx';
import './guide-sheet.css';

interface GuideSheetProps {
  readonly heading: string;
  /** What is said under each title: guidance first, then what people ask most. */
  readonly entries: readonly { readonly title: string; readonly text: string }[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** What an item's people want to know before they begin, in pages. */
export function GuideSheet({ heading, entries, isOpen, onClose }: GuideSheetProps): ReactElement {
  const { view, t } = useTerminal();
  return (
    <Sheet heading={heading} isOpen={isOpen} onClose={onClose}>
      <div className="guide-room">
        <PagedList
          className="guide"
          measuredFor={`${view.language}/${view.elderly}`}
          rows={entries.map(({ title, text }) => (
            <li key={title}>
              <h2>{title}</h2>
              <p>{text}</p>
            </li>
          ))}
        />
      </div>
      <Button className="button primary" onPress={onClose}>
        {t('buttons.close')}
      </Button>
    </Sheet>
  );
}
