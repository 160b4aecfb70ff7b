import type { ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { DigitKeys } from './digit-keys.tsx';
import { inFours } from './grouped.ts';
import { inputWords } from './input-words.ts';
import { withAccountDigit } from './number-signs.ts';

interface Props {
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly language: Language;
}

/** The number of an account or a bank card, of any length: by fours as on the card, and counted. */
export function AccountPad({ value, onChange, language }: Props): ReactElement {
  const words = inputWords[language];
  const digits = value ?? '';
  return (
    <div className="input-stack">
      <output className="input-shown number long" aria-label={words.account}>
        <span className="in-fours">{inFours(digits)}</span>
        <span className="counted">{words.digitsTyped(digits.length)}</span>
      </output>
      <DigitKeys
        isEmpty={digits === ''}
        onKey={(digit) => onChange(withAccountDigit(digits, digit))}
        onDelete={() => onChange(digits.slice(0, -1))}
        onClear={() => onChange('')}
        words={words}
      />
    </div>
  );
}
