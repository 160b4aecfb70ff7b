import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { useTerminal } from '../terminal-context.ts';
import { BottomBar } from './bottom-bar.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { StatusLine } from './status-line.tsx';
import { TopBar } from './top-bar.tsx';
import './frame.css';

export const headingId = 'heading';

export interface Progress {
  readonly itemName: string;
  readonly step: { readonly at: number; readonly of: number } | null;
}

interface FrameProps {
  readonly heading: string;
  /** Over the heading: of whom it is asked, where there are several. */
  readonly about?: string;
  readonly help: string;
  /** Large, before the heading: a sign of how it went. */
  readonly sign?: ReactNode;
  readonly progress?: Progress;
  /** Under the help: what went wrong, once. */
  readonly summary?: ReactNode;
  /** Answers low, near the hand; a table or a notice from the top; all of it in the middle where nothing is asked. */
  readonly place: 'low' | 'top' | 'middle';
  readonly back?: ReactNode;
  readonly next?: ReactNode;
  readonly children?: ReactNode;
}

/** The same places on every screen: where I am, one plain line, the question, the answers, back and continue, help. */
export function Frame({
  heading,
  about,
  help,
  sign,
  progress,
  summary,
  place,
  back,
  next,
  children,
}: FrameProps): ReactElement {
  const { view } = useTerminal();
  const asked = useRef<HTMLDivElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // An error summary that is there from the start has taken it already.
    if (asked.current?.contains(document.activeElement) !== true) title.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="frame">
      <TopBar />
      <StatusLine />
      <main className={`content ${place}`}>
        <div className="asked" ref={asked}>
          {/* Elderly mode has room for the question alone. */}
          {progress !== undefined && !view.elderly && <ProgressLine {...progress} />}
          {sign}
          {about !== undefined && <p className="about">{about}</p>}
          <h1 id={headingId} ref={title} tabIndex={-1}>
            {heading}
          </h1>
          {help !== '' && <p className="help">{help}</p>}
          {summary}
        </div>
        <div className="answered">{children}</div>
        {(back !== undefined || next !== undefined) && (
          <div className={back !== undefined && next !== undefined ? 'actions' : 'actions one'}>
            {back}
            {next}
          </div>
        )}
      </main>
      <BottomBar />
      <IdleWarning />
    </div>
  );
}

function ProgressLine({ itemName, step }: Progress): ReactElement {
  const { t } = useTerminal();
  if (step === null) return <p className="progress">{itemName}</p>;
  return (
    <p className="progress">
      <span>{itemName}</span>
      <span aria-hidden="true">·</span>
      <span className="number">{t('step', { at: step.at, of: step.of })}</span>
      <svg className="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className="whole" width="100" height="10" />
        <rect className="gone" width={(100 * step.at) / step.of} height="10" />
      </svg>
    </p>
  );
}
