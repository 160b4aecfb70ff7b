import type { ReactElement } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { pageWith } from '../input/pages.ts';
import { OptionPager, useOptionPages } from './option-pager.tsx';
import './choice-list.css';

export interface AnswerOption {
  readonly id: string;
  readonly text: string;
}

interface ChoiceListProps {
  readonly labelledBy: string;
  readonly describedBy?: string;
  readonly options: readonly AnswerOption[];
  readonly chosen: string | null;
  readonly onChoose: (option: string) => void;
}

export function ChoiceList({ labelledBy, describedBy, options, chosen, onChoose }: ChoiceListProps): ReactElement {
  const pages = useOptionPages(options, (all) => pageWith(all, ({ id }) => id === chosen));
  return (
    <>
      <RadioGroup
        className="choices"
        aria-labelledby={labelledBy}
        isInvalid={describedBy !== undefined}
        value={chosen}
        onChange={onChoose}
        {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      >
        {pages.shown.map((option) => (
          <Radio key={option.id} value={option.id} className="choice">
            <svg className="dot" viewBox="0 0 52 52" aria-hidden="true">
              <circle className="ring" cx="26" cy="26" r="24" />
              <circle className="core" cx="26" cy="26" r="9" />
            </svg>
            {option.text}
          </Radio>
        ))}
      </RadioGroup>
      <OptionPager {...pages} />
    </>
  );
}
