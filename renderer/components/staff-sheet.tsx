import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { useTerminal } from '../terminal-context.ts';
import { ActButton } from './act-button.tsx';
import { Icon } from './icons.tsx';
import { Sheet } from './sheet.tsx';

interface StaffSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Whom to call. The way in for staff stands here too: no hidden corner to know, and none to find by chance. */
export function StaffSheet({ isOpen, onClose }: StaffSheetProps): ReactElement {
  const { view, t } = useTerminal();
  return (
    <Sheet heading={t('askStaff.title')} isOpen={isOpen} onClose={onClose}>
      <p>{view.helpPhone === '' ? t('askStaff.helpAtDesk') : t('askStaff.help')}</p>
      {view.inSession && <p>{t('askStaff.kept')}</p>}
      {view.helpPhone !== '' && <HelpPhone name={view.helpName} phone={view.helpPhone} />}
      <div className="sheet-actions">
        <ActButton wish={{ act: 'staff-open' }} kind="secondary" busy={t('busy.opening')}>
          {t('askStaff.iAmStaff')}
        </ActButton>
        <Button className="button primary" onPress={onClose}>
          {t('buttons.close')}
        </Button>
      </div>
    </Sheet>
  );
}

export function HelpPhone({ name, phone }: { readonly name: string; readonly phone: string }): ReactElement {
  return (
    <div className="call">
      <Icon name="phone" />
      <div>
        {name !== '' && <p>{name}</p>}
        <p className="phone number">{phone}</p>
      </div>
    </div>
  );
}
