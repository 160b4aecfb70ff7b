import { type ReactElement, useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import type { AnswerValue } from '../../main/contract/answers.ts';
import type { ScannerStatus } from '../../main/contract/devices/document-scanner.ts';
import { regionText } from '../../main/contract/regions.ts';
import { ActButton } from '../components/act-button.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { StaffSheet } from '../components/staff-sheet.tsx';
import { usePaperCare } from '../papers/use-paper-care.tsx';
import { type TerminalNow, useTerminal } from '../terminal-context.ts';
import { AnswerField } from './answer-field.tsx';
import { faultWords } from './fault-words.ts';
import type { ScreenProps, ShownAs } from './screen-props.ts';
import { type Parts, useParts } from './use-parts.ts';

const fieldId = 'answer';
const faultId = 'answer-fault';

/** Keeps what is being typed until Continue; from then on the service holds it, and says whether it will do. */
export function QuestionScreen({ screen }: ScreenProps<'question'>): ReactElement {
  const now = useTerminal();
  const { t } = now;
  const [value, setValue] = useState<AnswerValue | null>(screen.value);
  const [isUnchosen, setUnchosen] = useState(false);
  // Only once they were about to be lost: while somebody types, letters without characters are no fault.
  const [wasRefused, setRefused] = useState(false);
  const onRefused = (): void => setRefused(true);
  const [asksStaff, setAsksStaff] = useState(false);
  const { care, over } = usePaperCare(screen);
  const [hasSeenAll, setSeenAll] = useState(false);
  const onSeenAll = useCallback(() => setSeenAll(true), []);
  const parts = useParts(screen, value);
  const fault =
    isUnchosen && wasRefused
      ? t('question.unchosen')
      : parts.fault === null
        ? null
        : faultWords(screen, parts.fault, parts.shown, t);
  const { view } = screen;
  const isWithout = view.kind === 'paper' && !view.needed && screen.value === null;
  const goOn = t(isWithout ? 'papers.without' : screen.changing ? 'buttons.changed' : onward(view));
  // The scan button is the main one then, and two blue ones would be none.
  const isToScan =
    view.kind === 'paper' && screen.value === null && (view.scanner.state === 'ready' || view.camera !== null);
  const isComing =
    view.kind === 'paper' && (view.scan.state === 'running' || view.scan.state === 'keeping') ? view.scan.state : null;
  // Nothing that the person could touch would bring them on.
  const needsStaff =
    !isWithout && view.kind === 'paper' && screen.value === null && view.camera === null && isOut(view.scanner);
  // One more of them is the main thing then.
  const isTooFew = view.kind === 'group' && view.members.length < Math.max(1, view.atLeast);
  // Which pages there are, the service knows.
  const given: AnswerValue | null = view.kind === 'paper' ? { kind: 'paper', papers: [] } : givenIn(view, value);
  if (over !== null) return over;
  return (
    <Frame
      progress={{ itemName: screen.itemName, step: screen.step }}
      heading={screen.ask}
      {...(screen.member === null ? {} : { about: screen.member })}
      help={partHelp(screen, parts, value, now)}
      place={view.kind === 'promise' || view.kind === 'group' ? 'top' : 'low'}
      summary={
        fault === null ? (
          screen.draftTrouble !== null && <p className="draft-trouble">{t(`draftTrouble.${screen.draftTrouble}`)}</p>
        ) : (
          <ErrorSummary
            key={`${fault}/${parts.tries}`}
            title={t('question.faultTitle')}
            fault={fault}
            field={fieldId}
          />
        )
      }
      back={
        parts.isFirst ? (
          <ActButton wish={{ act: 'back' }} kind="secondary" busy={t('busy.goingBack')}>
            {t('buttons.back')}
          </ActButton>
        ) : (
          <Button className="button secondary" data-act="back" onPress={parts.goBack}>
            {t('buttons.back')}
          </Button>
        )
      }
      next={
        isComing !== null ? (
          <p className="not-yet">{t(isComing === 'running' ? 'papers.scanning' : 'busy.saving')}</p>
        ) : needsStaff ? (
          <Button className="button primary" onPress={() => setAsksStaff(true)}>
            {t('identity.askStaff')}
          </Button>
        ) : isUnchosen || !parts.isLast ? (
          <Button className="button primary" onPress={isUnchosen ? onRefused : parts.goOn}>
            {isUnchosen ? goOn : t('buttons.continue')}
          </Button>
        ) : view.kind === 'promise' && !hasSeenAll ? (
          <p className="not-yet">{t('buttons.readOn')}</p>
        ) : (
          <ActButton
            wish={{ act: 'answer', question: screen.question, value: given }}
            kind={isToScan || isTooFew ? 'secondary' : 'primary'}
            busy={t('busy.checking')}
            onSent={parts.onSent}
          >
            {view.kind === 'promise' ? t('promise.accept') : goOn}
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
        part={parts.shown}
        onSeenAll={onSeenAll}
        {...(fault === null ? {} : { describedBy: faultId })}
      />
      <StaffSheet isOpen={asksStaff} onClose={() => setAsksStaff(false)} />
    </Frame>
  );
}

function isOut({ state }: ScannerStatus): boolean {
  return state === 'not-configured' || state === 'no-scanner' || state === 'fault' || state === 'jam';
}

/** The line over a field says which one of several it is, and where it belongs to what stands in the one before. */
function partHelp(
  { help, view }: ShownAs<'question'>,
  { shown, isFirst }: Parts,
  value: AnswerValue | null,
  { view: { language }, t }: TerminalNow,
): string {
  if (shown === null) return help;
  const region = value?.kind === 'address' ? regionText(value.region, language) : '';
  const own = t(`partHelp.${shown}`, { region, bank: view.kind === 'bank-account' ? bankName(view, value) : '' });
  return isFirst && help !== '' ? [help, own].join(language === 'zh' ? '' : ' ') : own;
}

const bankName = (
  { banks }: Extract<ShownAs<'question'>['view'], { kind: 'bank-account' }>,
  value: AnswerValue | null,
): string => banks.find(({ id }) => value?.kind === 'bank-account' && id === value.bank)?.text ?? '';

/** In a group "continue" alone might be taken for the next member. */
function onward(view: ShownAs<'question'>['view']): 'buttons.continue' | 'group.thatIsAll' | 'group.none' {
  if (view.kind !== 'group') return 'buttons.continue';
  if (view.members.length > 0) return 'group.thatIsAll';
  return view.atLeast === 0 ? 'group.none' : 'buttons.continue';
}

/** What "continue" says where it says more than what stands in the field: that these are all, or that it is promised. */
function givenIn(view: ShownAs<'question'>['view'], value: AnswerValue | null): AnswerValue | null {
  switch (view.kind) {
    case 'group':
      return { kind: 'group', members: view.members.length };
    case 'promise':
      return { kind: 'promise', accepted: true };
    // None may be an answer.
    case 'many':
      return value ?? { kind: 'many', options: [] };
    default:
      return value;
  }
}
