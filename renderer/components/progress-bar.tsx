import type { ReactElement } from 'react';
import { ProgressBar as Progress } from 'react-aria-components';
import './progress-bar.css';

interface ProgressBarProps {
  /** What is being done, and how far it has come in words. */
  readonly label: string;
  /** 0 to 1; null where nobody knows how much there is. */
  readonly share: number | null;
}

/** For what takes longer than two seconds. Beside it stands the button that stops it. */
export function ProgressBar({ label, share }: ProgressBarProps): ReactElement {
  return (
    <Progress
      className="long-progress"
      aria-label={label}
      {...(share === null ? { isIndeterminate: true } : { value: share * 100 })}
    >
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className="whole" width="100" height="10" />
        <rect
          className={share === null ? 'gone moving' : 'gone'}
          width={share === null ? 30 : share * 100}
          height="10"
        />
      </svg>
    </Progress>
  );
}
