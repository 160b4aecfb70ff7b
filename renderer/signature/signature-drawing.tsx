import type { ReactElement } from 'react';
import { inkBox, pathOf, type Strokes } from './strokes.ts';
import './signature.css';

/** A signature as it was written, small. */
export function SignatureDrawing({
  strokes,
  label,
}: {
  readonly strokes: Strokes;
  readonly label: string;
}): ReactElement {
  return (
    <svg
      className="signature-drawing"
      viewBox={inkBox(strokes)}
      preserveAspectRatio="xMinYMid"
      role="img"
      aria-label={label}
    >
      <Ink strokes={strokes} />
    </svg>
  );
}

/** All strokes are one path: each of theirs begins with a move of its own. */
export function Ink({ strokes }: { readonly strokes: Strokes }): ReactElement {
  return <path className="ink" d={strokes.map(pathOf).join('')} />;
}
