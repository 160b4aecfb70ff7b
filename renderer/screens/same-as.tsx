import type { ReactElement } from 'react';
import type { AnswerValue } from '../../main/contract/answers.ts';
import { ActButton } from '../components/act-button.tsx';
import { Icon } from '../components/icons.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ShownAs } from './screen-props.ts';
import './answer-field.css';

interface SameAsProps {
  readonly screen: ShownAs<'question'>;
  readonly value: AnswerValue | null;
  readonly asOnCard: { readonly masked: string } | null;
}

/** One touch in place of typing: the same as on the card, or as answered before. It also goes on. */
export function SameAs({ screen, value, asOnCard }: SameAsProps): ReactElement {
  const { t } = useTerminal();
  const { question, asBefore } = screen;
  return (
    <>
      {asOnCard !== null && (
        <ActButton
          wish={{ act: 'answer', question, value: { kind: 'as-on-card' } }}
          kind="secondary"
          busy={t('busy.checking')}
        >
          <Icon name={value?.kind === 'as-on-card' ? 'check' : 'card'} />
          <span className="as-on-card">
            {t('question.asOnCard')}
            <span>{asOnCard.masked}</span>
          </span>
        </ActButton>
      )}
      {asBefore !== null && (
        <ActButton
          wish={{ act: 'answer', question, value: { kind: 'as-before' } }}
          kind="secondary"
          busy={t('busy.checking')}
        >
          <Icon name={value?.kind === 'as-before' ? 'check' : 'answers'} />
          <span className="as-on-card">
            {t('question.asBefore', { label: asBefore.label })}
            <span>{asBefore.text}</span>
          </span>
        </ActButton>
      )}
    </>
  );
}
