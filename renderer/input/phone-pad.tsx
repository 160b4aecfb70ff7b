import type { ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { DigitKeys } from './digit-keys.tsx';
import { inputWords } from './input-words.ts';
import { groupedPhone, withDigit } from './phone-rules.ts';
import { ShownSigns } from './shown-signs.tsx';

interface Props {
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly language: Language;
}

export function PhonePad({ value, onChange, language }: Props): ReactElement {
  const words = inputWords[language];
  const digits = value ?? '';
  return (
    <div className="input-stack">
      <ShownSigns label={words.phone} signs={groupedPhone(digits)} />
      <DigitKeys
        isEmpty={digits === ''}
        onKey={(digit) => onChange(withDigit(digits, digit))}
        onDelete={() => onChange(digits.slice(0, -1))}
        onClear={() => onChange('')}
        words={words}
      />
    </div>
  );
}
