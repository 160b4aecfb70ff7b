import type { ReactElement, ReactNode } from 'react';
import { Button } from 'react-aria-components';
import './input.css';
import './keyboard.css';
import './pickers.css';

interface KeyProps {
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly className?: string;
  readonly label?: string;
  readonly isDisabled?: boolean;
}

/** One key of a pad or a keyboard. Its label is needed only where what it shows is not what it is called. */
export function Key({ onPress, children, className = '', label, isDisabled = false }: KeyProps): ReactElement {
  return (
    <Button
      className={`key ${className}`}
      onPress={onPress}
      isDisabled={isDisabled}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {children}
    </Button>
  );
}

interface OptionProps {
  readonly onPress: () => void;
  readonly isSelected: boolean;
  /** As wide as the whole grid. */
  readonly isWide?: true;
  readonly children: ReactNode;
}

/** One of several to choose from. What is chosen has a mark and a thicker edge besides its colour. */
export function Option({ onPress, isSelected, isWide, children }: OptionProps): ReactElement {
  return (
    <Button
      className={isWide === true ? 'input-option wide' : 'input-option'}
      aria-pressed={isSelected}
      onPress={onPress}
    >
      {isSelected && (
        <svg className="input-mark" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4.5 12.5 10 18 20 7" />
        </svg>
      )}
      <span>{children}</span>
    </Button>
  );
}

interface PagerProps {
  readonly at: number;
  readonly of: number;
  readonly onTurn: (to: number) => void;
  readonly previous: string;
  readonly next: string;
  /** What this page is. */
  readonly label: string;
}

/** Page buttons: nothing on the terminal is reached by dragging. Not there where one page is all. */
export function Pager({ at, of, onTurn, previous, next, label }: PagerProps): ReactElement | null {
  if (of < 2) return null;
  return (
    <div className="input-pager">
      <Key onPress={() => onTurn(at - 1)} isDisabled={at === 0}>
        {previous}
      </Key>
      <span className="number" aria-live="polite">
        {label}
      </span>
      <Key onPress={() => onTurn(at + 1)} isDisabled={at === of - 1}>
        {next}
      </Key>
    </div>
  );
}

interface CrumbProps {
  readonly name: string;
  readonly isLast: boolean;
  readonly onPress: () => void;
}

/** One step of the way to what is chosen; touched, it opens that step again. */
export function Crumb({ name, isLast, onPress }: CrumbProps): ReactElement {
  return (
    <Button className="input-crumb" onPress={onPress} aria-current={isLast ? 'step' : false}>
      {name}
    </Button>
  );
}
