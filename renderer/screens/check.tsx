import type { ReactElement } from 'react';
import { ActButton } from '../components/act-button.tsx';
import { CheckTable } from '../components/check-table.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Frame } from '../components/frame.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';

export function CheckScreen({ screen }: ScreenProps<'check'>): ReactElement {
  const { t } = useTerminal();
  return (
    <Frame
      progress={{ itemName: screen.itemName, step: screen.step }}
      heading={t('check.title')}
      help={t('check.help')}
      place="top"
      summary={
        screen.failed === null ? undefined : (
          <ErrorSummary title={t('check.failedTitle')} fault={t(`submitFailure.${screen.failed}`)} />
        )
      }
      back={
        <ActButton wish={{ act: 'back' }} kind="secondary" busy={t('busy.goingBack')}>
          {t('buttons.back')}
        </ActButton>
      }
      next={
        screen.submitting ? (
          <p className="not-yet" role="status">
            {t('busy.saving')}
          </p>
        ) : (
          <ActButton wish={{ act: 'submit' }} kind="primary" busy={t('busy.saving')}>
            {t('check.submit')}
          </ActButton>
        )
      }
    >
      <CheckTable rows={screen.rows} />
    </Frame>
  );
}
