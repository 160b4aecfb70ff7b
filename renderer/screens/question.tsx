import { type ReactElement, useState } from 'react';
import { Button } from 'react-aria-components';
import type { AnswerValue } from '../../main/contract/answers.ts';
import type { ScannerStatus } from '../../main/contract/devices/document-scanner.ts';
import { ActButton } from '../components/act-button.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { StaffSheet } from '../components/staff-sheet.tsx';
import { usePaperCare } from '../papers/use-paper-care.tsx';
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
  const [isUnchosen, setUnchosen] = useState(false);
  // Only once they were about to be lost: while somebody types, letters without characters are no fault.
  const [wasRefused, setRefused] = useState(false);
  const onRefused = (): void => setRefused(true);
  const [asksStaff, setAsksStaff] = useState(false);
  const { care, over } = usePaperCare(screen);
  const fault =
    isUnchosen && wasRefused ? t('question.unchosen') : screen.fault === null ? null : faultWords(screen, t);
  const { view } = screen;
  const isWithout = view.kind === 'paper' && !view.needed && screen.value === null;
  const goOn = t(isWithout ? 'papers.without' : screen.changing ? 'buttons.changed' : 'buttons.continue');
  // The scan button is the main one then, and two blue ones would be none.
  const isToScan =
    view.kind === 'paper' && screen.value === null && (view.scanner.state === 'ready' || view.camera !== null);
  const isComing =
    view.kind === 'paper' && (view.scan.state === 'running' || view.scan.state === 'keeping') ? view.scan.state : null;
  // Nothing that the person could touch would bring them on.
  const needsStaff =
    !isWithout && view.kind === 'paper' && screen.value === null && view.camera === null && isOut(view.scanner);
  // Which pages there are, the service knows.
  const given: AnswerValue | null =
    view.kind === 'paper'
      ? { kind: 'paper', papers: [] }
      : view.kind === 'group'
        ? { kind: 'group', members: view.members.length }
        : value;
  if (over !== null) return over;
  return (
    <Frame
      progress={{ itemName: screen.itemName, step: screen.step }}
      heading={screen.ask}
      help={screen.help}
      place="low"
      summary={
        fault === null ? (
          screen.draftTrouble !== null && <p className="draft-trouble">{t(`draftTrouble.${screen.draftTrouble}`)}</p>
        ) : (
          <ErrorSummary key={fault} title={t('question.faultTitle')} fault={fault} field={fieldId} />
        )
      }
      back={
        <ActButton wish={{ act: 'back' }} kind="secondary" busy={t('busy.goingBack')}>
          {t('buttons.back')}
        </ActButton>
      }
      next={
        isComing !== null ? (
          <p className="not-yet">{t(isComing === 'running' ? 'papers.scanning' : 'busy.saving')}</p>
        ) : needsStaff ? (
          <Button className="button primary" onPress={() => setAsksStaff(true)}>
            {t('identity.askStaff')}
          </Button>
        ) : isUnchosen ? (
          <Button className="button primary" onPress={onRefused}>
            {goOn}
          </Button>
        ) : (
          <ActButton
            wish={{ act: 'answer', question: screen.question, value: given }}
            kind={isToScan ? 'secondary' : 'primary'}
            busy={t('busy.checking')}
          >
            {goOn}
          </ActButton>
        )
      }
    >
      {fault !== null && (
        <p className="field-fault" id={faultId}>
          <Icon name="warning" />
          {fault}
        </p>
      )}
      {screen.asBefore !== null && (
        <ActButton
          wish={{ act: 'answer', question: screen.question, value: { kind: 'as-before' } }}
          kind="secondary"
          busy={t('busy.checking')}
        >
          <Icon name={value?.kind === 'as-before' ? 'check' : 'backward'} />
          <span className="as-on-card">
            {t('question.asBefore', { what: screen.asBefore.label })}
            <span>{screen.asBefore.text}</span>
          </span>
        </ActButton>
      )}
      <AnswerField
        id={fieldId}
        screen={screen}
        value={value}
        onChange={setValue}
        onUnchosen={(next) => {
          setUnchosen(next);
          if (!next) setRefused(false);
        }}
        onRefused={onRefused}
        care={care}
        {...(fault === null ? {} : { describedBy: faultId })}
      />
      <StaffSheet isOpen={asksStaff} onClose={() => setAsksStaff(false)} />
    </Frame>
  );
}

function isOut({ state }: ScannerStatus): boolean {
  return state === 'not-configured' || state === 'no-scanner' || state === 'fault' || state === 'jam';
}

function faultWords(screen: ShownAs<'question'>, t: PageWords): string {
  const { fault, faultPart, faultSays, view } = screen;
  if (fault === null) return '';
  if (faultSays !== null) return faultSays;
  if (fault !== 'missing') return t(`fault.${fault}`);
  if (faultPart !== null) return t(`missingPart.${faultPart}`);
  return t(`missing.${view.kind === 'text' ? view.content : view.kind}`);
}
