import type { ReactElement } from 'react';
import { ActButton } from '../components/act-button.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Frame, headingId } from '../components/frame.tsx';
import { type Mood, Note } from '../components/note.tsx';
import { PinPad } from '../input/pin-pad.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps, ShownAs } from './screen-props.ts';

export function StaffPinScreen({ screen }: ScreenProps<'staff-pin'>): ReactElement {
  const { view, t, send } = useTerminal();
  const locked = screen.lockedSeconds > 0;
  const fault = locked ? t('pin.locked', { seconds: screen.lockedSeconds }) : screen.wrong ? t('pin.wrong') : null;
  return (
    <Frame
      heading={t('pin.title')}
      help={t('pin.help')}
      place="low"
      summary={fault === null ? undefined : <ErrorSummary title={t('question.faultTitle')} fault={fault} />}
      next={
        <ActButton wish={{ act: 'staff-close' }} kind="secondary" busy={t('busy.goingBack')}>
          {t('staff.back')}
        </ActButton>
      }
    >
      {!locked && (
        <div className="answer" role="group" aria-labelledby={headingId}>
          <PinPad language={view.language} onEnter={(pin) => void send({ act: 'staff-pin', pin })} />
        </div>
      )}
      {!locked && screen.card !== 'not-offered' && (
        <div role="status">
          <Note mood={moods[screen.card]} icon="card" title={t(`staffCard.${screen.card}`)} />
        </div>
      )}
    </Frame>
  );
}

const moods = {
  'no-reader': 'plain',
  waiting: 'plain',
  asking: 'plain',
  'insert-again': 'notice',
  'unknown-card': 'notice',
  'not-staff': 'notice',
} as const satisfies Record<Exclude<ShownAs<'staff-pin'>['card'], 'not-offered'>, Mood>;
