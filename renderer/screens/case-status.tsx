import type { ReactElement } from 'react';
import { ActButton } from '../components/act-button.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { HelpPhone } from '../components/staff-sheet.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';
import './result.css';
import './case-status.css';

/** How a case stands, for whoever holds its receipt under the code reader. */
export function CaseStatusScreen({ screen }: ScreenProps<'case-status'>): ReactElement {
  const { view, t } = useTerminal();
  const { about } = screen;
  const isRefused = about.standing === 'here' && about.state === 'refused-there';
  const isGood = about.standing === 'here' && !isRefused;
  const isBad = about.standing === 'revoked' || about.standing === 'invalid';
  return (
    <Frame
      sign={
        <span className={isGood ? 'sign done' : isRefused || isBad ? 'sign notice' : 'sign plain'}>
          <Icon name={isGood ? 'check' : isRefused || isBad ? 'warning' : 'receipt'} />
        </span>
      }
      heading={t(about.standing === 'here' ? `caseHere.${about.state}.title` : `caseCode.${about.standing}.title`)}
      help={
        about.standing !== 'here'
          ? t(`caseCode.${about.standing}.help`)
          : about.state === 'refused-there'
            ? t(`caseRefusal.${about.refusal ?? 'unknown'}`)
            : t(`caseHere.${about.state}.help`)
      }
      place="top"
      next={
        <ActButton wish={{ act: 'finish' }} kind="primary" busy={t('busy.ending')}>
          {t('caseStatus.done')}
        </ActButton>
      }
    >
      {screen.caseNumber !== null && (
        <dl className="case-card">
          <div className="case-number">
            <dt>{t('resultRow.number')}</dt>
            <dd className="number">{screen.caseNumber}</dd>
          </div>
          {screen.itemName !== null && (
            <div>
              <dt>{t('resultRow.item')}</dt>
              <dd>{screen.itemName}</dd>
            </div>
          )}
          {screen.handedInAt !== null && (
            <div className="case-time">
              <dt>{t('caseStatus.handedIn')}</dt>
              <dd className="number">{screen.handedInAt}</dd>
            </div>
          )}
          {screen.next !== '' && (
            <div className="case-next">
              <dt>{t('resultRow.next')}</dt>
              <dd>{screen.next}</dd>
            </div>
          )}
        </dl>
      )}
      {about.standing === 'elsewhere' && about.asOf !== null && <p>{t('caseStatus.oldList', { day: about.asOf })}</p>}
      {view.helpPhone !== '' && (
        <section className="status-call">
          <h2>{t('caseStatus.call')}</h2>
          <HelpPhone name={view.helpName} phone={view.helpPhone} />
        </section>
      )}
    </Frame>
  );
}
