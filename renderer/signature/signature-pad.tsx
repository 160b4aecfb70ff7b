import { type PointerEvent, type ReactElement, useLayoutEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { maxSignaturePoints, type Signature } from '../../main/contract/answers.ts';
import { Icon } from '../components/icons.tsx';
import { useTerminal } from '../terminal-context.ts';
import { Ink } from './signature-drawing.tsx';
import { drawnOn, isFull, pointsIn, type Stroke } from './strokes.ts';

interface SignaturePadProps {
  readonly value: Signature | null;
  readonly onChange: (value: Signature | null) => void;
}

/** A stroke that a hand is drawing now. A second finger, or the palm, draws nothing. */
interface Drawing {
  readonly pointer: number;
  readonly stroke: Stroke;
}

/** A field to sign in, with a finger, a pen or a mouse. Kept as it was written: strokes, with the time, in millimetres. */
export function SignaturePad({ value, onChange }: SignaturePadProps): ReactElement {
  const { view, t } = useTerminal();
  const field = useRef<HTMLDivElement>(null);
  const startedAtMs = useRef<number | null>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [sizeMm, setSizeMm] = useState({ width: 0, height: 0 });
  const strokes = value?.strokes ?? [];
  const mmPerPx = view.panelHeightMm / window.innerHeight;

  useLayoutEffect(() => {
    const measure = (): void => {
      const box = field.current?.getBoundingClientRect();
      if (box !== undefined) setSizeMm({ width: box.width * mmPerPx, height: box.height * mmPerPx });
    };
    const resized = new ResizeObserver(measure);
    if (field.current !== null) resized.observe(field.current);
    return () => resized.disconnect();
  }, [mmPerPx]);

  const drawnTo = (stroke: Stroke, event: PointerEvent<HTMLDivElement>): Stroke => {
    const box = event.currentTarget.getBoundingClientRect();
    const left = maxSignaturePoints - pointsIn(strokes);
    startedAtMs.current ??= event.timeStamp - (strokes.at(-1)?.at(-1)?.[2] ?? 0);
    const beganAtMs = startedAtMs.current;
    // Between two frames a quick hand makes a dozen points; the event alone has the last.
    const events = event.nativeEvent.getCoalescedEvents?.() ?? [];
    return [...events, event.nativeEvent].reduce(
      (sofar, { clientX, clientY, timeStamp }) =>
        drawnOn(
          sofar,
          {
            xMm: Math.min((clientX - box.left) * mmPerPx, sizeMm.width),
            yMm: Math.min((clientY - box.top) * mmPerPx, sizeMm.height),
            ms: timeStamp - beganAtMs,
          },
          left - sofar.length,
        ),
      stroke,
    );
  };
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (drawing !== null || event.button !== 0 || isFull(strokes)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrawing({ pointer: event.pointerId, stroke: drawnTo([], event) });
  };
  const goOn = (event: PointerEvent<HTMLDivElement>): void => {
    if (drawing?.pointer !== event.pointerId) return;
    setDrawing({ ...drawing, stroke: drawnTo(drawing.stroke, event) });
  };
  const end = (event: PointerEvent<HTMLDivElement>): void => {
    if (drawing?.pointer !== event.pointerId) return;
    setDrawing(null);
    onChange({
      kind: 'signature',
      widthMm: Math.round(sizeMm.width * 100) / 100,
      heightMm: Math.round(sizeMm.height * 100) / 100,
      strokes: [...strokes, [...drawing.stroke]],
    });
  };
  const clear = (): void => {
    startedAtMs.current = null;
    setDrawing(null);
    onChange(null);
  };

  const isEmpty = strokes.length === 0 && drawing === null;
  return (
    <div className="signature">
      <div
        className="signature-field"
        ref={field}
        role="application"
        aria-label={t('signature.field')}
        onPointerDown={begin}
        onPointerMove={goOn}
        onPointerUp={end}
        onPointerCancel={end}
      >
        {isEmpty && <p className="here">{t('signature.here')}</p>}
        <svg viewBox={`0 0 ${sizeMm.width} ${sizeMm.height}`} aria-hidden="true">
          <Ink strokes={drawing === null ? strokes : [...strokes, [...drawing.stroke]]} />
        </svg>
      </div>
      <div className="signature-foot">
        <p role="status">{isFull(strokes) ? t('signature.full') : isEmpty ? '' : t('signature.look')}</p>
        {!isEmpty && (
          <Button className="button secondary" onPress={clear}>
            <Icon name="restart" />
            {t('signature.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}
