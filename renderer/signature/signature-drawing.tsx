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

export function Ink({ strokes }: { readonly strokes: Strokes }): ReactElement {
  return (
    <g className="ink">
      {strokes.map((stroke, at) => (
        // Strokes are only ever added at the end, or all taken away.
        // oxlint-disable-next-line react/no-array-index-key
        <path key={at} d={pathOf(stroke)} />
      ))}
    </g>
  );
}
