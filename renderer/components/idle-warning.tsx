import { type ReactElement, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTerminal } from '../terminal-context.ts';
import { Sheet } from './sheet.tsx';

/** Shown from the first warning to the end: what will happen, when, and one large button against it. */
export function IdleWarning(): ReactElement {
  const { view, t, send } = useTerminal();
  const seconds = useSecondsLeft(view.idleEndsInSeconds);
  const hasDraft = view.inSession && view.screen.screen !== 'result';
  const here = (): void => void send({ act: 'here' });
  return (
    <Sheet heading={t('idle.title')} isOpen={view.idleEndsInSeconds !== null} onClose={here} urgent>
      <p>{t(hasDraft ? `idleDraft.${view.draftAtIdle}` : 'idle.nothingLost')}</p>
      <p className="countdown">
        <span className="number">{seconds}</span>
        {t('idle.seconds')}
      </p>
      <Button className="button primary" onPress={here}>
        {t('idle.here')}
      </Button>
    </Sheet>
  );
}

/** Counts on between two views; each view that says how long is left sets it right again. */
function useSecondsLeft(given: number | null): number {
  const [left, setLeft] = useState(given ?? 0);
  useEffect(() => {
    if (given === null) return undefined;
    setLeft(given);
    const endsAtMs = performance.now() + given * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((endsAtMs - performance.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [given]);
  return left;
}
