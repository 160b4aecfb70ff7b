import type { ReactElement } from 'react';
import './pictures.css';

/** A card with its chip up and first, before a slot; which way it goes the arrow shows. */
export function SlotDrawing({
  movement,
  title,
}: {
  readonly movement: 'insert' | 'pull' | 'in';
  readonly title: string;
}): ReactElement {
  return (
    <svg className="card-drawing drawn" viewBox="0 0 760 620" role="img" aria-label={title}>
      <g className={movement === 'insert' ? 'lowers' : movement === 'pull' ? 'lifts' : 'lies'}>
        <rect className="paper" x="230" y="36" width="300" height="420" rx="22" />
        <path className="written" strokeWidth="14" d="M272 96h150M272 144h210" />
        <rect className="lit works" x="320" y="330" width="120" height="92" rx="14" />
        <path
          className="written"
          strokeWidth="8"
          d="M320 362h40M320 392h40M400 362h40M400 392h40M360 330v92M400 330v92"
        />
      </g>
      <rect className="reader" x="60" y="450" width="640" height="150" rx="36" />
      <path className="written" strokeWidth="16" d="M210 486h340" />
      {movement === 'insert' && <path className="arrow" d="M640 150v190M604 304l36 36 36-36" />}
      {movement === 'pull' && <path className="arrow" d="M640 340V150M604 186l36-36 36 36" />}
    </svg>
  );
}
