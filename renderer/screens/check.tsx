import { type ReactElement, useCallback, useState } from 'react';
import { ActButton } from '../components/act-button.tsx';
import { CheckTable } from '../components/check-table.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Frame } from '../components/frame.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';

export function CheckScreen({ screen }: ScreenProps<'check'>): ReactElement {
  const { t } = useTerminal();
  const [seenAll, setSeenAll] = useState(false);
  const onSeenAll = useCallback(() => setSeenAll(true), []);
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
        ) : seenAll ? (
          <ActButton wish={{ act: 'submit' }} kind="primary" busy={t('busy.saving')}>
            {t('check.submit')}
          </ActButton>
        ) : (
          <p className="not-yet">{t('buttons.readOn')}</p>
        )
      }
    >
      <CheckTable rows={screen.rows} photo={screen.photo} onSeenAll={onSeenAll} />
    </Frame>
  );
}
