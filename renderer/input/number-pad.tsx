import { useState, type ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { DigitKeys } from './digit-keys.tsx';
import { inputWords } from './input-words.ts';
import { shownNumber, typedNumber, withNumberKey } from './number-rules.ts';

interface Props {
  /** Decimal digits with a point: 1234.5. */
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly decimals: number;
  /** Stands behind the number; empty where it counts nothing. */
  readonly unit: string;
  readonly language: Language;
}

export function NumberPad({ value, onChange, decimals, unit, language }: Props): ReactElement {
  const words = inputWords[language];
  // A point that no digit follows yet is not in the value.
  const [text, setText] = useState(value ?? '');
  const become = (next: string): void => {
    setText(next);
    onChange(typedNumber(next));
  };
  return (
    <div className="input-stack">
      <output className="input-shown number" aria-label={words.number}>
        <span className={text === '' ? 'empty' : ''}>{text === '' ? '_' : shownNumber(text)}</span>
        {unit !== '' && <span className="unit">{unit}</span>}
      </output>
      <DigitKeys
        isEmpty={text === ''}
        onKey={(key) => become(withNumberKey(text, key, decimals))}
        onDelete={() => become(text.slice(0, -1))}
        onClear={() => become('')}
        words={words}
        {...(decimals === 0 ? {} : { extra: { key: '.', isDisabled: text.includes('.') } })}
      />
    </div>
  );
}
