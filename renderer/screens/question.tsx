import { type ReactElement, useState } from 'react';
import type { AnswerValue } from '../../main/contract/answers.ts';
import { ActButton } from '../components/act-button.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { PageWords } from '../words/page-words.ts';
import { AnswerField } from './answer-field.tsx';
import type { ScreenProps, ShownAs } from './screen-props.ts';

const fieldId = 'answer';
const faultId = 'answer-fault';

/** Keeps what is being typed until Continue; from then on the service holds it, and says whether it will do. */
export function QuestionScreen({ screen }: ScreenProps<'question'>): ReactElement {
  const { t } = useTerminal();
  const [value, setValue] = useState<AnswerValue | null>(screen.value);
  const fault = screen.fault === null ? null : faultWords(screen, t);
  return (
    <Frame
      progress={{ itemName: screen.itemName, step: screen.step }}
      heading={screen.ask}
      help={screen.help}
      place="low"
      summary={
        fault === null ? undefined : (
          <ErrorSummary key={fault} title={t('question.faultTitle')} fault={fault} field={fieldId} />
        )
      }
      back={
        <ActButton wish={{ act: 'back' }} kind="secondary" busy={t('busy.goingBack')}>
          {t('buttons.back')}
        </ActButton>
      }
      next={
        <ActButton wish={{ act: 'answer', question: screen.question, value }} kind="primary" busy={t('busy.checking')}>
          {t(screen.changing ? 'buttons.changed' : 'buttons.continue')}
        </ActButton>
      }
    >
      {fault !== null && (
        <p className="field-fault" id={faultId}>
          <Icon name="warning" />
          {fault}
        </p>
      )}
      <AnswerField
        id={fieldId}
        screen={screen}
        value={value}
        onChange={setValue}
        {...(fault === null ? {} : { describedBy: faultId })}
      />
    </Frame>
  );
}

function faultWords(screen: ShownAs<'question'>, t: PageWords): string {
  const { fault, view } = screen;
  if (fault === null) return '';
  if (fault !== 'missing') return t(`fault.${fault}`);
  return t(`missing.${view.kind === 'text' ? view.content : view.kind}`);
}
