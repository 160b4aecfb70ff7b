import { type KeyboardEvent, type PointerEvent, type ReactElement, useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { Frame } from '../components/frame.tsx';
import { useTerminal } from '../terminal-context.ts';
import { paint } from './frames.ts';
import type { ColourPicture, Corners, Point } from './picture.ts';
import { PictureRoom } from './picture-room.tsx';
import { distance, isConvex } from './quad.ts';

/** Of the picture's longer side, by one press of an arrow key; ten times as much with Shift. */
const keyStep = 0.002;

const places = ['upper-left', 'upper-right', 'lower-right', 'lower-left'] as const;

interface SetCornersProps {
  readonly picture: ColourPicture;
  readonly corners: Corners;
  readonly onChange: (corners: Corners) => void;
  /** Where it leads back to: another photograph, or the page as it was. */
  readonly again: string;
  readonly onAgain: () => void;
  readonly onGoOn: () => void;
}

/**
 * The picture as it was taken, with a handle on each corner of the sheet. A touch anywhere brings the nearest handle there,
 * so that nobody has to drag; it may be dragged all the same, and moved by the arrow keys.
 */
export function SetCorners({ picture, corners, onChange, again, onAgain, onGoOn }: SetCornersProps): ReactElement {
  const { t } = useTerminal();
  const canvas = useRef<HTMLCanvasElement>(null);
  const held = useRef<{ readonly pointer: number; readonly corner: number } | null>(null);
  const { width, height } = picture;

  useEffect(() => {
    const shown = canvas.current;
    if (shown === null) return undefined;
    paint(shown, picture);
    return () => paint(shown, null);
  }, [picture]);

  /** Stays where it is where the sheet would be turned inside out. */
  const move = (corner: number, { x, y }: Point): void => {
    const to = { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) };
    const [a, b, c, d] = corners.map((now, at) => (at === corner ? to : now));
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    if (isConvex([a, b, c, d])) onChange([a, b, c, d]);
  };
  const placeOf = (event: PointerEvent<HTMLDivElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * width,
      y: ((event.clientY - box.top) / box.height) * height,
    };
  };
  const hold = (event: PointerEvent<HTMLDivElement>): void => {
    if (held.current !== null || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = placeOf(event);
    const [nearest = 0] = [0, 1, 2, 3].toSorted((one, other) => distanceTo(one, at) - distanceTo(other, at));
    held.current = { pointer: event.pointerId, corner: nearest };
    move(nearest, at);
  };
  const distanceTo = (corner: number, at: Point): number => distance(corners[corner] ?? at, at);
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    if (held.current?.pointer === event.pointerId) move(held.current.corner, placeOf(event));
  };
  const letGo = (event: PointerEvent<HTMLDivElement>): void => {
    if (held.current?.pointer === event.pointerId) held.current = null;
  };
  const press = (corner: number, event: KeyboardEvent): void => {
    const step = keyStep * Math.max(width, height) * (event.shiftKey ? 10 : 1);
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const now = corners[corner];
    if (by === undefined || now === undefined) return;
    event.preventDefault();
    move(corner, { x: now.x + (by[0] ?? 0), y: now.y + (by[1] ?? 0) });
  };

  return (
    <Frame
      heading={t('camera.corners.title')}
      help={t('camera.corners.help')}
      place="low"
      back={
        <Button className="button secondary" onPress={onAgain}>
          {again}
        </Button>
      }
      next={
        <Button className="button primary" onPress={onGoOn}>
          {t('camera.straighten')}
        </Button>
      }
    >
      <PictureRoom size={picture}>
        <canvas ref={canvas} role="img" aria-label={t('camera.taken')} />
        <svg className="outline" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <polygon className="good" points={corners.map(({ x, y }) => `${x},${y}`).join(' ')} />
        </svg>
        <div
          className="corner-ground"
          onPointerDown={hold}
          onPointerMove={follow}
          onPointerUp={letGo}
          onPointerCancel={letGo}
        >
          {corners.map(({ x, y }, corner) => (
            <button
              key={places[corner]}
              type="button"
              className="corner"
              aria-label={t(`camera.corner.${places[corner] ?? 'upper-left'}`)}
              style={{ left: `${(100 * x) / width}%`, top: `${(100 * y) / height}%` }}
              onKeyDown={(event) => press(corner, event)}
            />
          ))}
        </div>
      </PictureRoom>
    </Frame>
  );
}
