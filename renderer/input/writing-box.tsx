import { type PointerEvent, type ReactElement, useState } from 'react';
import type { Ink, Point, Stroke } from './handwriting/ink.ts';
import './writing.css';

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly ink: Ink;
  /** A stroke begins: the other box, if anything stands there, has its say first. */
  readonly onBegin: () => void;
  readonly onStroke: (stroke: Stroke) => void;
}

/** A stroke that a hand is drawing now. A second finger, or the palm, draws nothing. */
interface Drawing {
  readonly pointer: number;
  readonly stroke: Stroke;
}

/** Nearer points say no more about a line. */
const leastStepPx = 2;
const mostPoints = 2000;

/** A box for one character, for a finger, a pen or a mouse. The ink is its owner's; the box shows it. */
export function WritingBox({ label, hint, ink, onBegin, onStroke }: Props): ReactElement {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (drawing !== null || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    onBegin();
    setDrawing({ pointer: event.pointerId, stroke: drawnTo([], event) });
  };
  const goOn = (event: PointerEvent<HTMLDivElement>): void => {
    if (drawing?.pointer !== event.pointerId) return;
    setDrawing({ ...drawing, stroke: drawnTo(drawing.stroke, event) });
  };
  const end = (event: PointerEvent<HTMLDivElement>): void => {
    if (drawing?.pointer !== event.pointerId) return;
    setDrawing(null);
    onStroke(drawing.stroke);
  };
  const strokes = drawing === null ? ink : [...ink, drawing.stroke];
  return (
    <div
      className="writing-box"
      role="application"
      aria-label={label}
      onPointerDown={begin}
      onPointerMove={goOn}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {strokes.length === 0 && <p className="hint">{hint}</p>}
      <svg aria-hidden="true">
        {strokes.map((stroke, at) => (
          // Strokes are only ever added or taken away at the end.
          // oxlint-disable-next-line react/no-array-index-key
          <path key={at} d={pathOf(stroke)} />
        ))}
      </svg>
    </div>
  );
}

function drawnTo(stroke: Stroke, event: PointerEvent<HTMLDivElement>): Stroke {
  const box = event.currentTarget.getBoundingClientRect();
  // Between two frames a quick hand makes a dozen points; the event alone has the last.
  const events = event.nativeEvent.getCoalescedEvents?.() ?? [];
  return [...events, event.nativeEvent].reduce((sofar, { clientX, clientY }) => {
    const next: Point = { x: clientX - box.left, y: clientY - box.top };
    const last = sofar.at(-1);
    const isNear = last !== undefined && Math.hypot(next.x - last.x, next.y - last.y) < leastStepPx;
    return isNear || sofar.length >= mostPoints ? sofar : [...sofar, next];
  }, stroke);
}

/** A line of no length with round ends is a dot. */
const pathOf = (stroke: Stroke): string =>
  stroke.length === 1
    ? `M${stroke[0]?.x} ${stroke[0]?.y}h0`
    : stroke.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
