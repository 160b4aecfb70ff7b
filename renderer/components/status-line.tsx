import type { ReactElement } from 'react';
import { useTerminal } from '../terminal-context.ts';
import { Icon, type IconName } from './icons.tsx';
import './bars.css';

interface Line {
  readonly icon: IconName;
  readonly words: string;
}

/** What is different from usual and changes what a person can expect; nothing when all is well. */
export function StatusLine(): ReactElement {
  const { view, t } = useTerminal();
  const lines: Line[] = [];
  const shown = view.screen.screen;
  // A closed machine has one thing to say.
  const closed = shown === 'out-of-service';
  if (!view.online && !closed) {
    lines.push({ icon: 'offline', words: t(shown === 'result' ? 'line.offlineKept' : 'line.offline') });
  }
  if (view.devicesRestarting && !closed) {
    lines.push({ icon: 'restart', words: t('line.devicesRestarting') });
  } else if (shown === 'home' || shown === 'notice' || shown === 'check') {
    // In between there is nothing to do about it, and the identity page and the result say it in full.
    const needed = shown === 'check' ? '' : t(`readerLine.${view.reader.state}`);
    if (needed !== '') lines.push({ icon: 'card', words: needed });
    const words = t(`printerLine.${view.printer.state}`);
    if (words !== '') lines.push({ icon: 'device', words });
  }
  return (
    <div className="status-line" role="status">
      {lines.map((line) => (
        <p key={line.icon}>
          <Icon name={line.icon} />
          {line.words}
        </p>
      ))}
    </div>
  );
}
