import type { ReactElement } from 'react';
import type { PrintState } from '../../main/contract/view/printing.ts';
import type { CaseState } from '../../main/contract/view/waiting.ts';
import { ActButton } from '../components/act-button.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { Note } from '../components/note.tsx';
import { ReceiptDrawing } from '../components/receipt-drawing.tsx';
import { useTerminal } from '../terminal-context.ts';
import { canPrintAgain } from './print-again.ts';
import { PagesNote } from './pages-note.tsx';
import type { ScreenProps } from './screen-props.ts';
import './result.css';

export function ResultScreen({ screen }: ScreenProps<'result'>): ReactElement {
  const { view, t } = useTerminal();
  // Whoever has their receipt in hand need not read of it any more while there is other paper to tell of.
  const tellsOfPages = screen.pages !== null && screen.pages.state !== 'offered';
  const finish = (
    <ActButton wish={{ act: 'finish' }} kind="primary" busy={t('busy.ending')}>
      {t('resultButton.finish')}
    </ActButton>
  );
  return (
    <Frame
      sign={<Sign state={screen.state} />}
      heading={t(`result.${screen.state}.title`)}
      help={t(`result.${screen.state}.help`)}
      place="top"
      {...(canPrintAgain(screen.print, view.printer)
        ? {
            back: (
              <ActButton wish={{ act: 'print-again' }} kind="secondary" busy={t('busy.printing')}>
                {t('resultButton.again')}
              </ActButton>
            ),
          }
        : {})}
      next={finish}
    >
      <dl className={`case-card${isToNote(screen.print) ? ' to-note' : ''}${tellsOfPages ? ' crowded' : ''}`}>
        <div className="case-number">
          <dt>{t('resultRow.number')}</dt>
          <dd className="number">{screen.caseNumber}</dd>
        </div>
        <div className="case-item">
          <dt>{t('resultRow.item')}</dt>
          <dd>{screen.itemName}</dd>
        </div>
        {screen.next !== '' && (
          <div className="case-next">
            <dt>{t('resultRow.next')}</dt>
            <dd>{screen.next}</dd>
          </div>
        )}
      </dl>
      {!(tellsOfPages && screen.print.state === 'printed') && (
        <div className="print" aria-live="polite">
          <PrintNote print={screen.print} />
        </div>
      )}
      {screen.pages !== null && (
        <div className="printed-pages" aria-live="polite">
          <PagesNote pages={screen.pages} alone={screen.print.state === 'printed'} />
        </div>
      )}
      {/* Drawn where there is room: a printer of pages takes it. */}
      {screen.pages === null && (screen.print.state === 'printing' || screen.print.state === 'printed') && (
        <ReceiptDrawing comes={screen.print.state === 'printing'} />
      )}
    </Frame>
  );
}

function Sign({ state }: { readonly state: CaseState }): ReactElement {
  const refused = state === 'refused-there';
  return (
    <span className={refused ? 'sign notice' : 'sign done'}>
      <Icon name={refused ? 'warning' : 'check'} />
    </span>
  );
}

/** No paper will carry the number: it has to be readable for whoever writes it down. */
function isToNote(print: PrintState): boolean {
  return print.state === 'no-printer' || (print.state === 'stopped' && print.because.state === 'not-configured');
}

function PrintNote({ print }: { readonly print: PrintState }): ReactElement {
  const { t } = useTerminal();
  switch (print.state) {
    case 'printing':
      return (
        <Note mood="plain" icon="receipt" title={t('print.printing.title')}>
          <p>{t('print.printing.help')}</p>
        </Note>
      );
    case 'printed':
      return (
        <Note mood="done" icon="receipt" title={t('print.printed.title')}>
          <p>{t('print.printed.help')}</p>
        </Note>
      );
    case 'unsure':
    case 'no-printer':
      return (
        <Note mood="notice" icon="receipt" title={t(`print.${print.state}.title`)}>
          <p>{t(`print.${print.state}.help`)}</p>
        </Note>
      );
    case 'stopped':
      return (
        <Note mood="notice" icon="device" title={t(`printStopped.${print.because.state}.title`)}>
          <p>{t(`printStopped.${print.because.state}.help`)}</p>
          {print.onPaper === 'part' && (
            <p className="half">
              <strong>{t('print.part.title')}</strong>
              <br />
              {t('print.part.help')}
            </p>
          )}
        </Note>
      );
    default:
      return print satisfies never;
  }
}
