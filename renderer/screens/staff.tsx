import { type ReactElement, useState } from 'react';
import { Button, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { ActButton } from '../components/act-button.tsx';
import { Frame } from '../components/frame.tsx';
import { Note } from '../components/note.tsx';
import { PagedList } from '../components/paged-list.tsx';
import { Sheet } from '../components/sheet.tsx';
import { useTerminal } from '../terminal-context.ts';
import { DeviceList } from './staff-devices.tsx';
import type { ScreenProps, ShownAs } from './screen-props.ts';
import './staff.css';

export function StaffScreen({ screen }: ScreenProps<'staff'>): ReactElement {
  const { t } = useTerminal();
  const [quits, setQuits] = useState(false);
  return (
    <Frame
      heading={t('staff.title')}
      help={screen.card === null ? '' : t('staff.byCard', { card: screen.card })}
      place="top"
      back={
        <Button className="button danger" onPress={() => setQuits(true)}>
          {t('staff.quit')}
        </Button>
      }
      next={
        <ActButton wish={{ act: 'staff-close' }} kind="primary" busy={t('busy.goingBack')}>
          {t('staff.back')}
        </ActButton>
      }
    >
      <Tabs className="tabs">
        <TabList className="tab-list" aria-label={t('staff.title')}>
          <Tab id="cases">
            {screen.waitingCount === null ? t('staff.casesUnknown') : t('staff.cases', { count: screen.waitingCount })}
          </Tab>
          <Tab id="devices">{t('staff.devices')}</Tab>
          <Tab id="files">{t('staff.files', { count: screen.configFaults.length })}</Tab>
        </TabList>
        <TabPanel id="cases" className="tab-panel">
          <WaitingCases screen={screen} />
        </TabPanel>
        <TabPanel id="devices" className="tab-panel">
          <DeviceList devices={screen.devices} trying={screen.trying} />
        </TabPanel>
        <TabPanel id="files" className="tab-panel">
          <ConfigFaults screen={screen} />
        </TabPanel>
      </Tabs>
      <Sheet heading={t('staff.quitTitle')} isOpen={quits} onClose={() => setQuits(false)} urgent>
        <p>{t('staff.quitHelp')}</p>
        <div className="sheet-actions">
          <ActButton wish={{ act: 'staff-quit' }} kind="danger" busy={t('busy.ending')}>
            {t('staff.quitNow')}
          </ActButton>
          <Button className="button primary" onPress={() => setQuits(false)}>
            {t('staff.quitStay')}
          </Button>
        </div>
      </Sheet>
    </Frame>
  );
}

function WaitingCases({ screen }: { readonly screen: ShownAs<'staff'> }): ReactElement {
  const { view, t, send } = useTerminal();
  const [turned, setTurned] = useState<'previous' | 'next'>('next');
  if (screen.waitingCount === null) {
    return (
      <Note mood="notice" icon="warning" title={t('staff.cannotLook')}>
        <p>{t('staff.cannotLookHelp')}</p>
      </Note>
    );
  }
  if (screen.waitingCount === 0) return <Note mood="done" icon="check" title={t('staff.nothingWaits')} />;
  const rows = screen.waiting.map((waiting) => (
    <li key={waiting.caseNumber}>
      <p className="first">
        <strong className="number">{waiting.caseNumber}</strong>
        <span className="number">{timeWords(waiting.submittedAt, view.language)}</span>
      </p>
      <p>
        {waiting.itemName} <span aria-hidden="true">·</span> {t(`caseState.${waiting.state}`)}
      </p>
      <p className="second">
        {t(`waitReason.${waiting.reason}`)}
        {/* Codes of a failed try stay in the log: the sentence says what staff can do. How far papers are, they can read; and
            which paper is lost, they read out to operations, who end the case by it. */}
        {(waiting.reason === 'papers-under-way' || waiting.reason === 'paper-not-readable-here') && (
          <span className="number"> {waiting.detail}</span>
        )}
      </p>
      {!waiting.receiptPrinted && <p className="amber">{t('staff.notPrinted')}</p>}
    </li>
  ));
  return (
    <>
      <div className="sending">
        <p aria-live="polite">
          {screen.askedToSendAt === null
            ? t('staff.waits', { count: screen.waitingCount })
            : t('staff.askedToSend', { time: secondWords(screen.askedToSendAt) })}
        </p>
        <ActButton wish={{ act: 'staff-send-now' }} kind="row" busy={t('busy.asking')}>
          {t('staff.sendNow')}
        </ActButton>
      </div>
      <PagedList
        key={screen.waitingFrom}
        className="staff-list"
        part={{
          before: screen.waitingFrom,
          of: screen.waitingCount,
          fromItsEnd: turned === 'previous',
          onTurn: (to) => {
            setTurned(to);
            void send({ act: 'staff-page', to });
          },
        }}
        measuredFor={`${view.language}/${view.elderly}/${JSON.stringify(screen.waiting)}`}
        rows={rows}
      />
    </>
  );
}

function ConfigFaults({ screen }: { readonly screen: ShownAs<'staff'> }): ReactElement {
  const { view, t } = useTerminal();
  if (screen.configFaults.length === 0) return <Note mood="done" icon="check" title={t('staff.filesGood')} />;
  const rows = screen.configFaults.map((fault) => (
    <li key={`${fault.file}:${fault.line}:${fault.wrong}`}>
      <p className="first">
        <strong>{t('staff.fileLine', { file: fault.file, line: fault.line })}</strong>
      </p>
      <dl>
        <dt>{t('staff.wrong')}</dt>
        <dd>{fault.wrong}</dd>
        <dt>{t('staff.right')}</dt>
        <dd>{fault.right}</dd>
      </dl>
    </li>
  ));
  return (
    <>
      <p className="second">{t('staff.filesBad')}</p>
      <PagedList
        className="staff-list"
        measuredFor={`${view.language}/${view.elderly}/${JSON.stringify(screen.configFaults)}`}
        rows={rows}
      />
    </>
  );
}

/** To the second, or asking twice within a minute would look like nothing. */
function secondWords(at: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(new Date(at));
}

function timeWords(at: string, language: 'zh' | 'en'): string {
  const time = new Date(at);
  // A terminal's clock can be wrong, and a time that cannot be read is shown as it was written.
  if (Number.isNaN(time.getTime())) return at;
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(time);
}
