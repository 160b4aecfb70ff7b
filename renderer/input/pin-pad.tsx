import { useState, type ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { inputWords } from './input-words.ts';
import { Key } from './keys.tsx';

interface Props {
  /** 4 to 12 digits. The pad is empty again afterwards. */
  readonly onEnter: (pin: string) => void;
  readonly language: Language;
}

const fewestDigits = 4;
const mostDigits = 12;

export function PinPad({ onEnter, language }: Props): ReactElement {
  const words = inputWords[language];
  const [pin, setPin] = useState('');
  const press = (digit: string): void => setPin((digits) => (digits + digit).slice(0, mostDigits));
  const enter = (): void => {
    setPin('');
    onEnter(pin);
  };
  return (
    <div className="input-stack">
      <output className="input-shown pin" aria-label={`${words.pin}: ${words.pinDigits(pin.length)}`}>
        <span aria-hidden="true">{'●'.repeat(pin.length)}</span>
      </output>
      <div className="digit-pad">
        {Array.from('123456789', (digit) => (
          <Key key={digit} onPress={() => press(digit)}>
            {digit}
          </Key>
        ))}
        <Key className="word" onPress={() => setPin((digits) => digits.slice(0, -1))} isDisabled={pin === ''}>
          {words.delete}
        </Key>
        <Key onPress={() => press('0')}>0</Key>
        <Key className="word primary" onPress={enter} isDisabled={pin.length < fewestDigits}>
          {words.enter}
        </Key>
      </div>
    </div>
  );
}
