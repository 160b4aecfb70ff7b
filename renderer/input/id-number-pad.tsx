import type { ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { DigitKeys } from './digit-keys.tsx';
import { grouped } from './grouped.ts';
import { inputWords } from './input-words.ts';
import { idNumberGroups, mayTakeX, withIdNumberKey } from './number-signs.ts';
import { ShownSigns } from './shown-signs.tsx';

interface Props {
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly language: Language;
}

/** An ID number as it stands on the card: six, eight and four. */
export function IdNumberPad({ value, onChange, language }: Props): ReactElement {
  const words = inputWords[language];
  const typed = value ?? '';
  return (
    <div className="input-stack">
      <ShownSigns label={words.idNumber} signs={grouped(typed, idNumberGroups)} isLong />
      <DigitKeys
        isEmpty={typed === ''}
        onKey={(key) => onChange(withIdNumberKey(typed, key))}
        onDelete={() => onChange(typed.slice(0, -1))}
        onClear={() => onChange('')}
        words={words}
        extra={{ key: 'X', isDisabled: !mayTakeX(typed) }}
      />
    </div>
  );
}
