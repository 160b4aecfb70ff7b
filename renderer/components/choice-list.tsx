import type { ReactElement } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import './choice-list.css';

interface ChoiceListProps {
  readonly labelledBy: string;
  readonly describedBy?: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly chosen: string | null;
  readonly onChoose: (option: string) => void;
}

export function ChoiceList({ labelledBy, describedBy, options, chosen, onChoose }: ChoiceListProps): ReactElement {
  return (
    <RadioGroup
      className="choices"
      aria-labelledby={labelledBy}
      isInvalid={describedBy !== undefined}
      value={chosen}
      onChange={onChoose}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {options.map((option) => (
        <Radio key={option.id} value={option.id} className="choice">
          <svg className="dot" viewBox="0 0 52 52" aria-hidden="true">
            <circle className="ring" cx="26" cy="26" r="24" />
            <circle className="core" cx="26" cy="26" r="9" />
          </svg>
          {option.text}
        </Radio>
      ))}
    </RadioGroup>
  );
}
