import { type ReactElement, useEffect, useRef } from 'react';
import type { CodeForQuestion } from '../../main/contract/view/question.ts';
import { ActButton } from '../components/act-button.tsx';
import { Icon } from '../components/icons.tsx';
import { useTerminal } from '../terminal-context.ts';
import './code-line.css';

interface CodeLineProps {
  readonly code: CodeForQuestion;
  /** Once for each code that was read. */
  readonly onRead: (text: string) => void;
}

/** Scanning a code in place of typing what it says; typing stays possible beside it, whatever the reader does. */
export function CodeLine({ code, onRead }: CodeLineProps): ReactElement {
  const { t } = useTerminal();
  const { state, canLight, text, nth } = code;
  // What was read before this page stood here was put in then; the person may have changed it since.
  const taken = useRef(nth);
  useEffect(() => {
    if (nth === taken.current || text === null) return;
    taken.current = nth;
    onRead(text);
  }, [nth, text, onRead]);
  const isFault = state === 'out' || state === 'unreadable' || state === 'not-this';
  const said = state === 'none' ? 'hold' : state === 'looking' ? 'look' : state;
  return (
    <div className="code-line">
      {canLight && state !== 'looking' && (
        <ActButton wish={{ act: 'light-code' }} kind="secondary" busy={t('codeLine.look')}>
          <Icon name="code" />
          {t(state === 'none' ? 'codeLine.light' : 'codeLine.lightAgain')}
        </ActButton>
      )}
      <p className={isFault ? 'amber' : ''} role="status">
        {!canLight && <Icon name={isFault ? 'warning' : 'code'} />}
        {t(`codeLine.${said}`)}
      </p>
    </div>
  );
}
