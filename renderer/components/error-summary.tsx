import { type ReactElement, useEffect, useRef } from 'react';
import { Icon } from './icons.tsx';
import './notes.css';

interface ErrorSummaryProps {
  readonly title: string;
  readonly fault: string;
  /** The element the fault is about; a touch on the words goes there. */
  readonly field?: string;
}

/** Takes the focus when it comes, so that it is read out and cannot be missed. */
export function ErrorSummary({ title, fault, field }: ErrorSummaryProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  return (
    <div className="note wrong" role="alert" tabIndex={-1} ref={box}>
      <Icon name="warning" />
      <div>
        <h2>{title}</h2>
        {field === undefined ? (
          <p>{fault}</p>
        ) : (
          <a href={`#${field}`} onClick={(event) => goTo(event, field)}>
            {fault}
          </a>
        )}
      </div>
    </div>
  );
}

/** Moves the focus without the address: the shell refuses every navigation, also this one. */
function goTo(event: { preventDefault(): void }, field: string): void {
  event.preventDefault();
  document.getElementById(field)?.focus();
}
