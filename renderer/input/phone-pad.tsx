import type { ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { inputWords } from './input-words.ts';
import { Key } from './keys.tsx';
import { groupedPhone, withDigit } from './phone-rules.ts';

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
      <output className="input-shown number" aria-label={words.phone}>
        {groupedPhone(digits).map(({ text, isTyped }, at) => (
          <span key={at} className={isTyped ? 'input-digit' : 'input-digit empty'}>
            {text}
          </span>
        ))}
      </output>
      <div className="digit-pad">
        {Array.from('123456789', (digit) => (
          <Key key={digit} onPress={() => onChange(withDigit(digits, digit))}>
            {digit}
          </Key>
        ))}
        <Key className="word" onPress={() => onChange('')} isDisabled={digits === ''}>
          {words.clear}
        </Key>
        <Key onPress={() => onChange(withDigit(digits, '0'))}>0</Key>
        <Key className="word" onPress={() => onChange(digits.slice(0, -1))} isDisabled={digits === ''}>
          {words.delete}
        </Key>
      </div>
    </div>
  );
}
