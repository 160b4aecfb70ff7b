import type { ReactElement } from 'react';
import { en } from '../words/en.ts';
import { zh } from '../words/zh.ts';
import './waiting.css';

/** There is no view, so nobody has said in which language: both. */
export function OneMomentScreen(): ReactElement {
  return (
    <main className="one-moment" aria-live="polite">
      <svg className="turning" viewBox="0 0 160 160" aria-hidden="true">
        <circle className="whole" cx="80" cy="80" r="66" />
        <path className="part" d="M80 14a66 66 0 0 1 66 66" />
      </svg>
      <h1>{zh.oneMoment.title}</h1>
      <p>{zh.oneMoment.help}</p>
      <p lang="en">
        {en.oneMoment.title}. {en.oneMoment.help}
      </p>
    </main>
  );
}
