import type { ReactElement } from 'react';
import { Checkbox, CheckboxGroup } from 'react-aria-components';
import { pageWith } from '../input/pages.ts';
import { useTerminal } from '../terminal-context.ts';
import type { PageWords } from '../words/page-words.ts';
import type { AnswerOption } from './choice-list.tsx';
import { OptionPager, useOptionPages } from './option-pager.tsx';
import './choice-list.css';

interface ManyListProps {
  readonly labelledBy: string;
  readonly describedBy?: string;
  readonly options: readonly AnswerOption[];
  readonly atLeast: number;
  readonly atMost: number;
  readonly chosen: readonly string[];
  /** In the order of the options, whatever the order of the touches. */
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Several answers at once. Says how many there are to be, before and while they are chosen. */
export function ManyList(props: ManyListProps): ReactElement {
  const { labelledBy, describedBy, options, atLeast, atMost, chosen, onChange } = props;
  const { view, t } = useTerminal();
  const pages = useOptionPages(options, (all) => pageWith(all, ({ id }) => chosen.includes(id)));
  const isFull = chosen.length >= atMost;
  return (
    <>
      <p className="how-many number" role="status">
        {howMany(chosen.length, { atLeast, atMost, of: options.length }, t).join(view.language === 'zh' ? '' : ' ')}
      </p>
      <CheckboxGroup
        className="choices"
        aria-labelledby={labelledBy}
        isInvalid={describedBy !== undefined}
        value={[...chosen]}
        onChange={(ids) => onChange(options.flatMap(({ id }) => (ids.includes(id) ? [id] : [])))}
        {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      >
        {pages.shown.map((option) => (
          <Checkbox
            key={option.id}
            value={option.id}
            className="choice"
            isDisabled={isFull && !chosen.includes(option.id)}
          >
            <svg className="dot" viewBox="0 0 52 52" aria-hidden="true">
              <rect className="ring" x="3" y="3" width="46" height="46" rx="10" />
              <path className="tick" d="M13 27l9 9 18-19" />
            </svg>
            {option.text}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <OptionPager {...pages} />
    </>
  );
}

interface Bounds {
  readonly atLeast: number;
  readonly atMost: number;
  readonly of: number;
}

function howMany(count: number, { atLeast, atMost, of }: Bounds, t: PageWords): readonly string[] {
  if (atMost < of && count >= atMost) return [t('many.full', { atMost })];
  const least = atLeast > 1 ? [t('many.atLeast', { atLeast })] : [];
  if (count > 0) return [t('many.chosen', { count }), ...(count < atLeast ? least : [])];
  const most = atMost < of ? [t('many.atMost', { atMost })] : [];
  return atLeast === 0
    ? [t('many.none'), ...most]
    : least.length + most.length === 0
      ? [t('many.any')]
      : [...least, ...most];
}
