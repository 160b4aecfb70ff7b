import type { ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { grouped } from './grouped.ts';
import { inputWords } from './input-words.ts';
import { Key } from './keys.tsx';
import { creditCodeGroups, neverInCreditCode, withCreditCodeKey } from './number-signs.ts';
import { ShownSigns } from './shown-signs.tsx';

interface Props {
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly language: Language;
}

/** Where the keyboard has its keys everywhere else; those that no code has cannot be pressed. */
export function CreditCodePad({ value, onChange, language }: Props): ReactElement {
  const words = inputWords[language];
  const typed = value ?? '';
  const key = (sign: string, place = ''): ReactElement => (
    <Key
      key={sign}
      className={place}
      onPress={() => onChange(withCreditCodeKey(typed, sign))}
      isDisabled={neverInCreditCode.includes(sign)}
    >
      {sign}
    </Key>
  );
  return (
    <div className="input-stack">
      <ShownSigns label={words.creditCode} signs={grouped(typed, creditCodeGroups)} isLong />
      <div className="keyboard">
        {Array.from('1234567890', (sign) => key(sign))}
        {Array.from('QWERTYUIOP', (sign) => key(sign))}
        {Array.from('ASDFGHJKL', (sign, at) => key(sign, at === 0 ? 'indented' : ''))}
        <Key className="word row-start" onPress={() => onChange('')} isDisabled={typed === ''}>
          {words.clear}
        </Key>
        {Array.from('ZXCVBNM', (sign) => key(sign))}
        <Key className="word two" onPress={() => onChange(typed.slice(0, -1))} isDisabled={typed === ''}>
          {words.delete}
        </Key>
      </div>
    </div>
  );
}
