import type { ReactElement } from 'react';
import './pictures.css';

export type CardMovement = 'lay' | 'lift' | 'read' | 'refused' | 'wait' | 'no-reader';

/** Shows where the card goes and what it does there; the words say the same, so nothing hangs on the movement. */
export function CardDrawing({
  movement,
  title,
}: {
  readonly movement: CardMovement;
  readonly title: string;
}): ReactElement {
  return (
    <svg className="card-drawing drawn" viewBox="0 0 760 620" role="img" aria-label={title}>
      <rect className="reader" x="60" y="330" width="640" height="270" rx="36" />
      <rect className={`lit ${litClass(movement)}`} x="128" y="362" width="504" height="206" rx="24" />
      {movement === 'no-reader' && <Cross x={380} y={465} />}
      {movement !== 'no-reader' && movement !== 'wait' && (
        <g className={cardClass(movement)}>
          <rect className="paper" x="180" y="36" width="400" height="252" rx="22" />
          <path className="written" strokeWidth="14" d="M222 104h120M222 152h150M222 200h92M222 248h210" />
          <path className="skin" d="M436 236a58 58 0 0 1 116 0z" />
          <circle className="skin" cx="494" cy="130" r="40" />
          {movement === 'refused' && <Cross x={580} y={288} />}
        </g>
      )}
      {movement === 'lift' && <path className="arrow" d="M668 270V120M632 156l36-36 36 36" />}
      {movement === 'lay' && <path className="arrow" d="M668 120v150M632 234l36 36 36-36" />}
    </svg>
  );
}

function Cross({ x, y }: { readonly x: number; readonly y: number }): ReactElement {
  return (
    <g className="cross" transform={`translate(${x} ${y})`}>
      <circle r="46" />
      <path d="m-18-18 36 36M18-18l-36 36" />
    </g>
  );
}

function litClass(movement: CardMovement): string {
  switch (movement) {
    case 'lay':
    case 'lift':
    case 'refused':
      return '';
    case 'read':
      return 'works';
    case 'wait':
    case 'no-reader':
      return 'off';
    default:
      return movement satisfies never;
  }
}

function cardClass(movement: CardMovement): string {
  switch (movement) {
    case 'lay':
      return 'lowers';
    case 'lift':
      return 'lifts';
    case 'read':
      return 'lies';
    case 'refused':
    case 'wait':
    case 'no-reader':
      return '';
    default:
      return movement satisfies never;
  }
}
