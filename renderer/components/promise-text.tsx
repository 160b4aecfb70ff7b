import type { ReactElement } from 'react';
import { useTerminal } from '../terminal-context.ts';
import { PagedList } from './paged-list.tsx';
import { sentencesOf } from './sentences.ts';
import './promise-text.css';

interface PromiseTextProps {
  readonly text: string;
  readonly onSeenAll: () => void;
}

/** What is promised, in full: nobody promises what they have not been shown to its end. */
export function PromiseText({ text, onSeenAll }: PromiseTextProps): ReactElement {
  const { view } = useTerminal();
  return (
    <PagedList
      className="promise-text"
      measuredFor={`${view.language}/${view.elderly}/${text}`}
      rows={sentencesOf(text).map((sentence) => <li key={sentence.nth}>{sentence.text}</li>)}
      onSeenAll={onSeenAll}
    />
  );
}
