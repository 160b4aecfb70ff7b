import { type ReactElement, useEffect, useRef } from 'react';
import type { SocialCardForQuestion } from '../../main/contract/view/question.ts';
import { SlotDrawing } from '../components/slot-drawing.tsx';
import { useTerminal } from '../terminal-context.ts';
import './social-card-line.css';

interface SocialCardLineProps {
  readonly card: SocialCardForQuestion;
  /** Once for each card that was read. */
  readonly onRead: (text: string) => void;
}

/** Inserting the social-security card in place of typing what stands on it; typing stays possible beside it. */
export function SocialCardLine({ card, onRead }: SocialCardLineProps): ReactElement {
  const { t } = useTerminal();
  const { state, text, nth } = card;
  // What was read before this page stood here was put in then; the person may have changed it since.
  const taken = useRef(nth);
  useEffect(() => {
    if (nth === taken.current || text === null) return;
    taken.current = nth;
    onRead(text);
  }, [nth, text, onRead]);
  return (
    <div className="social-card-line">
      {state !== 'out' && <SlotDrawing movement={movements[state]} title={t('socialCard.drawing')} />}
      <p className={faults.has(state) ? 'amber' : ''} role="status">
        {t(`socialCard.${state}`)}
      </p>
    </div>
  );
}

const faults: ReadonlySet<SocialCardForQuestion['state']> = new Set([
  'out',
  'pull-first',
  'insert-again',
  'unknown-card',
  'not-yours',
]);

const movements = {
  none: 'insert',
  'pull-first': 'pull',
  reading: 'in',
  'insert-again': 'pull',
  'unknown-card': 'pull',
  'not-yours': 'pull',
  read: 'pull',
} as const satisfies Record<Exclude<SocialCardForQuestion['state'], 'out'>, 'insert' | 'pull' | 'in'>;
