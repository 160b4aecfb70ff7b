import type { ReactElement } from 'react';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { HelpPhone } from '../components/staff-sheet.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';
import './result.css';
import './waiting.css';

export function OutOfServiceScreen({ screen }: ScreenProps<'out-of-service'>): ReactElement {
  const { t } = useTerminal();
  return (
    <Frame
      sign={
        <span className="sign notice">
          <Icon name="warning" />
        </span>
      }
      heading={t('outOfService.title')}
      help={t(screen.helpPhone === '' ? 'outOfService.helpAtDesk' : 'outOfService.help')}
      place="middle"
    >
      {screen.helpPhone !== '' && (
        <>
          <h2>{t('outOfService.call')}</h2>
          <HelpPhone name={screen.helpName} phone={screen.helpPhone} />
        </>
      )}
      <p className="fault-code">
        {t('outOfService.code')} <span className="number">{screen.code}</span>
        <br />
        {t(`outOfServiceCode.${screen.code}`)}
      </p>
    </Frame>
  );
}
