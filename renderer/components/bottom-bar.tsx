import { type ReactElement, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTerminal } from '../terminal-context.ts';
import type { HelpTopic } from '../words/wording/frame.ts';
import { ActButton } from './act-button.tsx';
import { Icon } from './icons.tsx';
import { Sheet } from './sheet.tsx';
import { StaffSheet } from './staff-sheet.tsx';
import './bars.css';

/** Help, staff, leave. Absent where a member of staff stands before the machine; on a closed one, only the way in for staff. */
export function BottomBar(): ReactElement | null {
  const { view, t } = useTerminal();
  const [open, setOpen] = useState<'help' | 'staff' | 'leave' | null>(null);
  const topic = helpTopic(view.screen.screen);
  const close = (): void => setOpen(null);
  if (view.screen.screen === 'out-of-service') {
    return (
      <>
        <nav className="bottom-bar one" aria-label={t('bottom.label')}>
          <Button onPress={() => setOpen('staff')}>
            <Icon name="person" />
            {t('bottom.staff')}
          </Button>
        </nav>
        <StaffSheet isOpen={open === 'staff'} onClose={close} />
      </>
    );
  }
  if (topic === null) return null;
  // After handing in there is nothing left to give up: its own button ends it.
  const leaves = view.inSession && topic !== 'result';
  return (
    <>
      <nav className={leaves ? 'bottom-bar' : 'bottom-bar two'} aria-label={t('bottom.label')}>
        <Button data-key="help" onPress={() => setOpen('help')}>
          <Icon name="question" />
          {t('bottom.help')}
        </Button>
        <Button onPress={() => setOpen('staff')}>
          <Icon name="person" />
          {t('bottom.staff')}
        </Button>
        {leaves && (
          <Button onPress={() => setOpen('leave')}>
            <Icon name="leave" />
            {t('bottom.leave')}
          </Button>
        )}
      </nav>
      <Sheet heading={t('helpTitle')} isOpen={open === 'help'} onClose={close}>
        <p>{t(`helpFor.${topic}`)}</p>
        <Button className="button primary" onPress={close}>
          {t('buttons.close')}
        </Button>
      </Sheet>
      <StaffSheet isOpen={open === 'staff'} onClose={close} />
      <Sheet heading={t('leave.title')} isOpen={open === 'leave' && leaves} onClose={close} urgent>
        <p>{t(view.draftAtIdle === 'not-erased' ? 'leave.helpNotErased' : 'leave.help')}</p>
        <div className="sheet-actions">
          <ActButton wish={{ act: 'leave' }} kind="danger" busy={t('busy.leaving')}>
            {t('leave.leave')}
          </ActButton>
          <Button className="button primary" onPress={close}>
            {t('leave.stay')}
          </Button>
        </div>
      </Sheet>
    </>
  );
}

function helpTopic(shown: HelpTopic | 'staff-pin' | 'staff' | 'out-of-service'): HelpTopic | null {
  switch (shown) {
    case 'home':
    case 'items':
    case 'find':
    case 'notice':
    case 'identity':
    case 'resume':
    case 'question':
    case 'check':
    case 'result':
    case 'case-status':
    case 'goodbye':
      return shown;
    case 'staff-pin':
    case 'staff':
    case 'out-of-service':
      return null;
    default:
      return shown satisfies never;
  }
}
