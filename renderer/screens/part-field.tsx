import type { ReactElement } from 'react';
import type { FaultPart } from '../../main/contract/view/question.ts';
import { ChoiceList } from '../components/choice-list.tsx';
import { headingId } from '../components/frame.tsx';
import { AccountPad } from '../input/account-pad.tsx';
import { IdNumberPad } from '../input/id-number-pad.tsx';
import { RegionPicker } from '../input/region-picker.tsx';
import { TextEntry } from '../input/text-entry.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ShownAs } from './screen-props.ts';

export interface PartFieldProps {
  readonly part: FaultPart;
  readonly view: ShownAs<'question'>['view'];
  /** Empty where nothing stands there yet. */
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onUnchosen: (isUnchosen: boolean) => void;
  readonly onRefused: () => void;
  readonly describedBy?: string;
}

/** One field of an answer of several. */
export function PartField({ part, view, text, onChange, describedBy, ...typing }: PartFieldProps): ReactElement {
  const { view: now } = useTerminal();
  const { language, elderly } = now;
  const value = text === '' ? null : text;
  switch (part) {
    case 'name':
    case 'rest':
      return (
        <TextEntry
          content={part === 'name' ? 'name' : 'address'}
          lettersFirst={false}
          value={value}
          onChange={onChange}
          language={language}
          elderly={elderly}
          {...typing}
        />
      );
    case 'id-number':
      return <IdNumberPad value={value} onChange={onChange} language={language} />;
    case 'number':
      return <AccountPad value={value} onChange={onChange} language={language} />;
    case 'region':
      return (
        <RegionPicker
          depth="county"
          only={view.kind === 'address' ? view.only : null}
          value={value}
          onChange={onChange}
          language={language}
        />
      );
    case 'relation':
    case 'bank':
      return (
        <ChoiceList
          labelledBy={headingId}
          options={view.kind === 'person' ? view.relations : view.kind === 'bank-account' ? view.banks : []}
          chosen={value}
          onChoose={onChange}
          {...(describedBy === undefined ? {} : { describedBy })}
        />
      );
    default:
      return part satisfies never;
  }
}
