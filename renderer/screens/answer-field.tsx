import type { ReactElement, ReactNode } from 'react';
import type { AnswerValue } from '../../main/contract/answers.ts';
import { ActButton } from '../components/act-button.tsx';
import { ChoiceList } from '../components/choice-list.tsx';
import { ManyList } from '../components/many-list.tsx';
import { headingId } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { DatePicker } from '../input/date-picker.tsx';
import { CreditCodePad } from '../input/credit-code-pad.tsx';
import { IdNumberPad } from '../input/id-number-pad.tsx';
import { NumberPad } from '../input/number-pad.tsx';
import { PhonePad } from '../input/phone-pad.tsx';
import { RegionPicker } from '../input/region-picker.tsx';
import { TextEntry } from '../input/text-entry.tsx';
import { SignaturePad } from '../signature/signature-pad.tsx';
import type { PaperCare } from '../papers/use-paper-care.tsx';
import { useTerminal } from '../terminal-context.ts';
import { CodeLine } from './code-line.tsx';
import { PaperPages } from '../papers/paper-pages.tsx';
import { GroupList } from './group-list.tsx';
import { PartsField } from './parts-field.tsx';
import type { ShownAs } from './screen-props.ts';
import { SocialCardLine } from './social-card-line.tsx';
import './answer-field.css';

interface AnswerFieldProps {
  readonly id: string;
  readonly screen: ShownAs<'question'>;
  readonly value: AnswerValue | null;
  readonly onChange: (value: AnswerValue | null) => void;
  /** Letters stand there of which no character has been chosen yet. */
  readonly onUnchosen: (isUnchosen: boolean) => void;
  /** Something was asked for that would have dropped them. */
  readonly onRefused: () => void;
  readonly care: PaperCare;
  readonly describedBy?: string;
}

/** The one thing a question page is for, by the kind of question. */
export function AnswerField(props: AnswerFieldProps): ReactElement {
  const { id, screen, value, onChange, describedBy } = props;
  const { view: now, t } = useTerminal();
  const { view, question } = screen;
  const described = describedBy === undefined ? {} : { describedBy };
  switch (view.kind) {
    case 'choice':
      return (
        <div className="answer" id={id} tabIndex={-1}>
          <ChoiceList
            labelledBy={headingId}
            options={view.options}
            chosen={value?.kind === 'choice' ? value.option : null}
            onChoose={(option) => onChange({ kind: 'choice', option })}
            {...described}
          />
        </div>
      );
    case 'text':
      return (
        <Group id={id} {...described}>
          {view.asOnCard !== null && (
            <ActButton
              wish={{ act: 'answer', question, value: { kind: 'as-on-card' } }}
              kind="secondary"
              busy={t('busy.checking')}
            >
              <Icon name={value?.kind === 'as-on-card' ? 'check' : 'card'} />
              <span className="as-on-card">
                {t('question.asOnCard')}
                <span>{view.asOnCard.masked}</span>
              </span>
            </ActButton>
          )}
          {view.code !== null && <CodeLine code={view.code} onRead={(text) => onChange({ kind: 'text', text })} />}
          {view.socialCard !== null && (
            <SocialCardLine card={view.socialCard} onRead={(text) => onChange({ kind: 'text', text })} />
          )}
          <TextEntry
            // What stands in such numbers stands in addresses, too: 皖, 号, brackets.
            content={view.content === 'name' ? 'name' : 'address'}
            lettersFirst={view.content === 'number'}
            value={value?.kind === 'text' ? value.text : null}
            onChange={(text) => onChange(text === null || text === '' ? null : { kind: 'text', text })}
            onUnchosen={props.onUnchosen}
            onRefused={props.onRefused}
            language={now.language}
            elderly={now.elderly}
          />
        </Group>
      );
    case 'phone':
      return (
        <Group id={id} {...described}>
          <PhonePad
            language={now.language}
            value={value?.kind === 'phone' ? value.digits : null}
            onChange={(digits) => onChange(digits === null || digits === '' ? null : { kind: 'phone', digits })}
          />
        </Group>
      );
    case 'region':
      return (
        <Group id={id} {...described}>
          <RegionPicker
            only={view.only}
            depth={view.depth}
            value={value?.kind === 'region' ? value.code : null}
            onChange={(code) => onChange(code === null ? null : { kind: 'region', code })}
            language={now.language}
          />
        </Group>
      );
    case 'date':
      return (
        <Group id={id} {...described}>
          <DatePicker
            isPartial={view.partial}
            precision={view.precision}
            latestYear={view.latestYear}
            value={value?.kind === 'date' ? value.date : null}
            onChange={(date) => onChange(date === null ? null : { kind: 'date', date })}
            language={now.language}
          />
        </Group>
      );
    case 'paper':
      return (
        <Group id={id} {...described}>
          {/* Pages come while the question stands there: what is kept, the view says, and not what stood here at first. */}
          <PaperPages
            papers={screen.value?.kind === 'paper' ? screen.value.papers : []}
            maxPages={view.maxPages}
            scanner={view.scanner}
            hasCamera={view.camera !== null}
            care={props.care}
            scan={view.scan}
          />
        </Group>
      );
    case 'many':
      return (
        <Group id={id} {...described}>
          <ManyList
            labelledBy={headingId}
            options={view.options}
            atLeast={view.atLeast}
            atMost={view.atMost}
            chosen={value?.kind === 'many' ? value.options : []}
            onChange={(options) => onChange({ kind: 'many', options: [...options] })}
            {...described}
          />
        </Group>
      );
    case 'yes-no': {
      const answers = view.unknown ? (['yes', 'no', 'unknown'] as const) : (['yes', 'no'] as const);
      return (
        <div className="answer" id={id} tabIndex={-1}>
          <ChoiceList
            labelledBy={headingId}
            options={answers.map((answer) => ({ id: answer, text: t(`yesNo.${answer}`) }))}
            chosen={value?.kind === 'yes-no' ? value.answer : null}
            onChoose={(chosen) => {
              const answer = answers.find((each) => each === chosen);
              if (answer !== undefined) onChange({ kind: 'yes-no', answer });
            }}
            {...described}
          />
        </div>
      );
    }
    case 'number':
      return (
        <Group id={id} {...described}>
          <NumberPad
            value={value?.kind === 'number' ? value.number : null}
            onChange={(number) => onChange(number === '' ? null : { kind: 'number', number })}
            decimals={view.decimals}
            unit={view.unit}
            language={now.language}
          />
        </Group>
      );
    case 'id-number':
      return (
        <Group id={id} {...described}>
          <IdNumberPad
            value={value?.kind === 'id-number' ? value.idNumber : null}
            onChange={(idNumber) => onChange(idNumber === '' ? null : { kind: 'id-number', idNumber })}
            language={now.language}
          />
        </Group>
      );
    case 'credit-code':
      return (
        <Group id={id} {...described}>
          {view.code !== null && (
            <CodeLine code={view.code} onRead={(code) => onChange({ kind: 'credit-code', code })} />
          )}
          <CreditCodePad
            value={value?.kind === 'credit-code' ? value.code : null}
            onChange={(code) => onChange(code === '' ? null : { kind: 'credit-code', code })}
            language={now.language}
          />
        </Group>
      );
    case 'person':
    case 'address':
    case 'bank-account':
      return (
        <Group id={id} {...described}>
          <PartsField {...props} />
        </Group>
      );
    case 'group':
      return (
        <Group id={id} {...described}>
          <GroupList view={view} />
        </Group>
      );
    case 'promise':
      return (
        <div className="answer" id={id} tabIndex={-1}>
          <p>{view.text}</p>
          <ChoiceList
            labelledBy={headingId}
            options={(['accept', 'decline'] as const).map((answer) => ({
              id: answer,
              text: t(`promise.${answer}`),
            }))}
            chosen={value?.kind === 'promise' ? (value.accepted ? 'accept' : 'decline') : null}
            onChoose={(chosen) => onChange({ kind: 'promise', accepted: chosen === 'accept' })}
            {...described}
          />
        </div>
      );
    case 'signature':
      return (
        <Group id={id} {...described}>
          <SignaturePad value={value?.kind === 'signature' ? value : null} onChange={onChange} />
        </Group>
      );
    default:
      return view satisfies never;
  }
}

interface GroupProps {
  readonly id: string;
  readonly describedBy?: string;
  readonly children: ReactNode;
}

function Group({ id, describedBy, children }: GroupProps): ReactElement {
  return (
    // A fieldset cannot be a flex container that shrinks in this Chromium: the keyboard would be pushed off the screen.
    <div
      className="answer"
      id={id}
      role="group"
      tabIndex={-1}
      aria-labelledby={headingId}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {children}
    </div>
  );
}
