import type { ReactElement, ReactNode } from 'react';
import { headingId } from '../components/frame.tsx';
import './answer-field.css';

interface AnswerGroupProps {
  readonly id: string;
  readonly describedBy?: string;
  readonly children: ReactNode;
}

/** What a question page is answered in, named by the question. */
export function AnswerGroup({ id, describedBy, children }: AnswerGroupProps): ReactElement {
  return (
    // A fieldset cannot be a flex container that shrinks in this Chromium: the keyboard would be pushed off the screen.
    <div
      className="answer"
      id={id}
      role="group"
      tabIndex={-1}
      aria-labelledby={headingId}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {children}
    </div>
  );
}
