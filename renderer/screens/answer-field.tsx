import type { ReactElement } from 'react';
import type { AnswerValue } from '../../main/contract/answers.ts';
import type { FaultPart } from '../../main/contract/view/question.ts';
import { ActButton } from '../components/act-button.tsx';
import { ChoiceList } from '../components/choice-list.tsx';
import { headingId } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { ManyList } from '../components/many-list.tsx';
import { PromiseText } from '../components/promise-text.tsx';
import { CreditCodePad } from '../input/credit-code-pad.tsx';
import { DatePicker } from '../input/date-picker.tsx';
import { IdNumberPad } from '../input/id-number-pad.tsx';
import { NumberPad } from '../input/number-pad.tsx';
import { PhonePad } from '../input/phone-pad.tsx';
import { RegionPicker } from '../input/region-picker.tsx';
import { TextEntry } from '../input/text-entry.tsx';
import { SignaturePad } from '../signature/signature-pad.tsx';
import type { PaperCare } from '../papers/use-paper-care.tsx';
import { useTerminal } from '../terminal-context.ts';
import { AnswerGroup } from './answer-group.tsx';
import { partsOf, partText, withPart } from './answer-parts.ts';
import { CodeLine } from './code-line.tsx';
import { GroupMembers } from './group-members.tsx';
import { PartField } from './part-field.tsx';
import { PaperLine } from '../papers/paper-line.tsx';
import { PaperPages } from '../papers/paper-pages.tsx';
import type { ShownAs } from './screen-props.ts';
import { SameAs } from './same-as.tsx';
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
  /** The field that is shown of an answer of several; null where there is one. */
  readonly part: FaultPart | null;
  /** What is promised has been shown to its end. */
  readonly onSeenAll: () => void;
  readonly describedBy?: string;
}

/** The one thing a question page is for, by the kind of question. */
export function AnswerField(props: AnswerFieldProps): ReactElement {
  const { id, screen, value, onChange, describedBy } = props;
  const { view: now, t } = useTerminal();
  const { view, question } = screen;
  const { language } = now;
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
    case 'yes-no':
      return (
        <div className="answer" id={id} tabIndex={-1}>
          <ChoiceList
            labelledBy={headingId}
            options={[...yesAndNo, ...(view.unknown ? (['unknown'] as const) : [])].map((answer) => ({
              id: answer,
              text: t(`yesNo.${answer}`),
            }))}
            chosen={value?.kind === 'yes-no' ? value.answer : null}
            onChoose={(option) =>
              onChange({ kind: 'yes-no', answer: option === 'yes' || option === 'no' ? option : 'unknown' })
            }
            {...described}
          />
        </div>
      );
    case 'many':
      return (
        <div className="answer" id={id} tabIndex={-1}>
          <ManyList
            labelledBy={headingId}
            options={view.options}
            atLeast={view.atLeast}
            atMost={view.atMost}
            chosen={value?.kind === 'many' ? value.options : []}
            onChange={(options) => onChange({ kind: 'many', options: [...options] })}
            {...described}
          />
        </div>
      );
    case 'text':
      return (
        <AnswerGroup id={id} {...described}>
          <SameAs screen={screen} value={value} asOnCard={view.asOnCard} />
          {view.code !== null && <CodeLine code={view.code} onRead={(text) => onChange({ kind: 'text', text })} />}
          {view.paper !== null && (
            <PaperLine
              paper={view.paper}
              onTake={(text) => {
                onChange({ kind: 'text', text });
              }}
            />
          )}
          {view.socialCard !== null && (
            <SocialCardLine card={view.socialCard} onRead={(text) => onChange({ kind: 'text', text })} />
          )}
          <TextEntry
            // What stands in such numbers and in sentences stands in addresses, too: 皖, 号, brackets, digits.
            content={view.content === 'name' ? 'name' : 'address'}
            lettersFirst={view.content === 'number'}
            value={value?.kind === 'text' ? value.text : null}
            onChange={(text) => onChange(text === null || text === '' ? null : { kind: 'text', text })}
            onUnchosen={props.onUnchosen}
            onRefused={props.onRefused}
            language={language}
            elderly={now.elderly}
          />
        </AnswerGroup>
      );
    case 'number':
      return (
        <AnswerGroup id={id} {...described}>
          <NumberPad
            language={language}
            decimals={view.decimals}
            unit={view.unit}
            value={value?.kind === 'number' ? value.number : null}
            onChange={(number) => onChange(number === '' ? null : { kind: 'number', number })}
          />
        </AnswerGroup>
      );
    case 'id-number':
      return (
        <AnswerGroup id={id} {...described}>
          <SameAs screen={screen} value={value} asOnCard={null} />
          <IdNumberPad
            language={language}
            value={value?.kind === 'id-number' ? value.idNumber : null}
            onChange={(idNumber) => onChange(idNumber === '' ? null : { kind: 'id-number', idNumber })}
          />
        </AnswerGroup>
      );
    case 'credit-code':
      return (
        <AnswerGroup id={id} {...described}>
          <SameAs screen={screen} value={value} asOnCard={null} />
          {view.code !== null && (
            <CodeLine code={view.code} onRead={(code) => onChange({ kind: 'credit-code', code })} />
          )}
          <CreditCodePad
            language={language}
            value={value?.kind === 'credit-code' ? value.code : null}
            onChange={(code) => onChange(code === '' ? null : { kind: 'credit-code', code })}
          />
        </AnswerGroup>
      );
    case 'address':
    case 'person':
    case 'bank-account':
      return (
        <AnswerGroup id={id} {...described}>
          {props.part === partsOf(view.kind)[0] && (
            <SameAs screen={screen} value={value} asOnCard={view.kind === 'address' ? view.asOnCard : null} />
          )}
          {props.part !== null && (
            <PartField
              key={props.part}
              part={props.part}
              view={view}
              text={partText(value, props.part)}
              onChange={(text) => props.part !== null && onChange(withPart(value, props.part, text))}
              onUnchosen={props.onUnchosen}
              onRefused={props.onRefused}
              {...described}
            />
          )}
        </AnswerGroup>
      );
    case 'group':
      return (
        <AnswerGroup id={id} {...described}>
          <GroupMembers {...view} />
        </AnswerGroup>
      );
    case 'promise':
      return (
        <AnswerGroup id={id} {...described}>
          <PromiseText text={view.text} onSeenAll={props.onSeenAll} />
          {/* Nobody need read to its end what they cannot promise. */}
          <ActButton
            wish={{ act: 'answer', question, value: { kind: 'promise', accepted: false } }}
            kind="secondary"
            busy={t('busy.checking')}
          >
            {value?.kind === 'promise' && !value.accepted && <Icon name="check" />}
            {t('promise.decline')}
          </ActButton>
        </AnswerGroup>
      );
    case 'phone':
      return (
        <AnswerGroup id={id} {...described}>
          <SameAs screen={screen} value={value} asOnCard={null} />
          <PhonePad
            language={language}
            value={value?.kind === 'phone' ? value.digits : null}
            onChange={(digits) => onChange(digits === null || digits === '' ? null : { kind: 'phone', digits })}
          />
        </AnswerGroup>
      );
    case 'region':
      return (
        <AnswerGroup id={id} {...described}>
          <SameAs screen={screen} value={value} asOnCard={null} />
          <RegionPicker
            only={view.only}
            depth={view.depth}
            value={value?.kind === 'region' ? value.code : null}
            onChange={(code) => onChange(code === null ? null : { kind: 'region', code })}
            language={language}
          />
        </AnswerGroup>
      );
    case 'date':
      return (
        <AnswerGroup id={id} {...described}>
          <SameAs screen={screen} value={value} asOnCard={view.asOnCard} />
          <DatePicker
            isPartial={view.partial}
            precision={view.precision}
            latestYear={view.latestYear}
            value={value?.kind === 'date' ? value.date : null}
            onChange={(date) => onChange(date === null ? null : { kind: 'date', date })}
            language={language}
          />
        </AnswerGroup>
      );
    case 'paper':
      return (
        <AnswerGroup id={id} {...described}>
          {/* Pages come while the question stands there: what is kept, the view says, and not what stood here at first. */}
          <PaperPages
            papers={screen.value?.kind === 'paper' ? screen.value.papers : []}
            maxPages={view.maxPages}
            scanner={view.scanner}
            standard={view.standard}
            hasCamera={view.camera !== null}
            photo={view.photo === null ? null : view.photo.live ? 'live' : 'printed'}
            stick={view.stick}
            care={props.care}
            scan={view.scan}
          />
        </AnswerGroup>
      );
    case 'signature':
      return (
        <AnswerGroup id={id} {...described}>
          <SignaturePad value={value?.kind === 'signature' ? value : null} onChange={onChange} />
        </AnswerGroup>
      );
    default:
      return view satisfies never;
  }
}

const yesAndNo = ['yes', 'no'] as const;
