import { type ReactElement, useState } from 'react';
import { Button } from 'react-aria-components';
import type { AnswerValue } from '../../main/contract/answers.ts';
import type { FaultPart } from '../../main/contract/view/question.ts';
import { ChoiceList } from '../components/choice-list.tsx';
import { headingId } from '../components/frame.tsx';
import { AccountPad } from '../input/account-pad.tsx';
import { IdNumberPad } from '../input/id-number-pad.tsx';
import { RegionPicker } from '../input/region-picker.tsx';
import { TextEntry } from '../input/text-entry.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ShownAs } from './screen-props.ts';

interface PartsFieldProps {
  readonly screen: ShownAs<'question'>;
  readonly value: AnswerValue | null;
  readonly onChange: (value: AnswerValue) => void;
  readonly onUnchosen: (isUnchosen: boolean) => void;
  readonly onRefused: () => void;
}

/** An answer of several fields: one stands open, the others are a touch away. The one with a fault is open first. */
export function PartsField(props: PartsFieldProps): ReactElement | null {
  const { screen, value, onChange } = props;
  const { view: now, t } = useTerminal();
  const parts = partsOf[screen.view.kind] ?? [];
  const [open, setOpen] = useState<FaultPart | undefined>(screen.faultPart ?? parts[0]);
  if (open === undefined) return null;
  const text = (
    entry: { readonly content: 'name' | 'address'; readonly text: string },
    become: (to: string) => void,
  ) => (
    <TextEntry
      key={open}
      content={entry.content}
      lettersFirst={false}
      value={entry.text === '' ? null : entry.text}
      onChange={become}
      onUnchosen={props.onUnchosen}
      onRefused={props.onRefused}
      language={now.language}
      elderly={now.elderly}
    />
  );
  const field = (): ReactElement | null => {
    const { view } = screen;
    if (view.kind === 'person') {
      const person =
        value?.kind === 'person' ? value : ({ kind: 'person', name: '', idNumber: '', relation: '' } as const);
      if (open === 'name') return text({ content: 'name', text: person.name }, (name) => onChange({ ...person, name }));
      if (open === 'id-number')
        return (
          <IdNumberPad
            value={person.idNumber}
            onChange={(idNumber) => onChange({ ...person, idNumber })}
            language={now.language}
          />
        );
      return (
        <ChoiceList
          labelledBy={headingId}
          options={view.relations}
          chosen={person.relation === '' ? null : person.relation}
          onChoose={(relation) => onChange({ ...person, relation })}
        />
      );
    }
    if (view.kind === 'address') {
      const address = value?.kind === 'address' ? value : ({ kind: 'address', region: '', rest: '' } as const);
      return open === 'region' ? (
        <RegionPicker
          depth="county"
          only={view.only}
          value={address.region === '' ? null : address.region}
          onChange={(region) => onChange({ ...address, region })}
          language={now.language}
        />
      ) : (
        text({ content: 'address', text: address.rest }, (rest) => onChange({ ...address, rest }))
      );
    }
    if (view.kind !== 'bank-account') return null;
    const account = value?.kind === 'bank-account' ? value : ({ kind: 'bank-account', bank: '', number: '' } as const);
    return open === 'bank' ? (
      <ChoiceList
        labelledBy={headingId}
        options={view.banks}
        chosen={account.bank === '' ? null : account.bank}
        onChoose={(bank) => onChange({ ...account, bank })}
      />
    ) : (
      <AccountPad
        value={account.number}
        onChange={(number) => onChange({ ...account, number })}
        language={now.language}
      />
    );
  };
  return (
    <>
      {parts.map((part) => (
        <Button
          key={part}
          className={part === open ? 'button primary' : 'button secondary'}
          onPress={() => setOpen(part)}
        >
          {t(`part.${part}`)}
        </Button>
      ))}
      {field()}
    </>
  );
}

const partsOf: Partial<Record<ShownAs<'question'>['view']['kind'], readonly FaultPart[]>> = {
  person: ['name', 'id-number', 'relation'],
  address: ['region', 'rest'],
  'bank-account': ['bank', 'number'],
};
