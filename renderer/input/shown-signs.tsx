import type { ReactElement } from 'react';
import type { ShownSign } from './grouped.ts';
import './input.css';

interface Props {
  readonly label: string;
  readonly signs: readonly ShownSign[];
  /** Eighteen and more in one line. */
  readonly isLong?: true;
}

/** What has been typed, place by place. */
export function ShownSigns({ label, signs, isLong }: Props): ReactElement {
  return (
    <output className={isLong === true ? 'input-shown number long' : 'input-shown number'} aria-label={label}>
      {signs.map(({ text, isTyped }, at) => (
        <span key={at} className={isTyped ? 'input-digit' : 'input-digit empty'}>
          {text}
        </span>
      ))}
    </output>
  );
}
