import type { ReactElement } from 'react';
import type { DeviceStatuses } from '../../main/contract/devices/statuses.ts';
import type { DeviceTry, TriedDevice } from '../../main/contract/view/staff.ts';
import { ActButton } from '../components/act-button.tsx';
import { Icon } from '../components/icons.tsx';
import { PagedList } from '../components/paged-list.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { PageWords } from '../words/page-words.ts';

interface DeviceListProps {
  readonly devices: DeviceStatuses;
  /** The try that is under way, or how the last one went. */
  readonly trying: DeviceTry | null;
}

/** What each device says of itself, what to do about it, and a button to try it. */
export function DeviceList({ devices, trying }: DeviceListProps): ReactElement {
  const { view, t } = useTerminal();
  const { idCardReader, receiptPrinter, pagePrinter, documentScanner, codeReader, smartCardReader, keypad } = devices;
  const rows: ReactElement[] = [];
  const add = (
    device: keyof DeviceStatuses,
    state: { readonly name: string; readonly says: string; readonly works: boolean },
    ...more: readonly (string | false)[]
  ): void => {
    // Not while somebody's session stands under this page: a card that is tried then would be taken for theirs.
    const isTried = device !== 'keypad' && devices[device].state !== 'not-configured' && !view.inSession;
    const triedState = trying?.device === device ? trying.state : null;
    rows.push(
      <li key={device}>
        <p className="first">
          <strong>{state.name}</strong>
          <span className="at-end">
            {isTried && <TryButton device={device} state={triedState} />}
            <Works works={state.works} />
          </span>
        </p>
        <p>{state.says}</p>
        {more.map(
          (sentence) =>
            sentence !== false && (
              <p key={sentence} className="amber">
                {sentence}
              </p>
            ),
        )}
        {device === 'idCardReader' && idCardReader.state === 'ready' && (
          <p className="second">
            {t('staff.samId')} <span className="number">{idCardReader.samId}</span>
          </p>
        )}
        {isTried && (
          <p className="try-says" role="status">
            {triedState === null ? '' : tryWords(device, triedState, t)}
          </p>
        )}
      </li>,
    );
  };
  add(
    'idCardReader',
    {
      name: t('staff.reader'),
      says: t(`readerState.${idCardReader.state}`),
      works: idCardReader.state === 'ready',
    },
    idCardReader.state === 'fault' && t(`readerFault.${idCardReader.fault}`),
  );
  add(
    'receiptPrinter',
    {
      name: t('staff.printer'),
      says: t(`printerState.${receiptPrinter.state}`),
      works: receiptPrinter.state === 'ready' || receiptPrinter.state === 'printing',
    },
    receiptPrinter.state === 'ready' && receiptPrinter.paperNearEnd && t('staff.nearEnd'),
  );
  if (pagePrinter.state !== 'not-configured') {
    add(
      'pagePrinter',
      {
        name: t('staff.pagePrinter'),
        says: t(`pagePrinterState.${pagePrinter.state}`),
        works: pagePrinter.state === 'ready' || pagePrinter.state === 'printing' || pagePrinter.state === 'busy',
      },
      pagePrinter.state === 'fault' && t(`pagePrinterFault.${pagePrinter.fault}`),
      pagePrinter.state === 'ready' && pagePrinter.paperLow && t('staff.paperLow'),
      pagePrinter.state === 'ready' && pagePrinter.tonerLow && t('staff.tonerLow'),
    );
  }
  add(
    'documentScanner',
    {
      name: t('staff.scanner'),
      says: t(`scannerState.${documentScanner.state}`),
      works:
        documentScanner.state === 'ready' || documentScanner.state === 'scanning' || documentScanner.state === 'busy',
    },
    documentScanner.state === 'fault' && t(`scannerFault.${documentScanner.fault}`),
  );
  if (keypad.state !== 'not-configured') {
    add('keypad', {
      name: t('staff.keypad'),
      says: t(`keypadState.${keypad.state}`),
      works: keypad.state === 'ready' || keypad.state === 'types',
    });
  }
  if (codeReader.state !== 'not-configured') {
    add(
      'codeReader',
      {
        name: t('staff.codeReader'),
        says: t(`codeReaderState.${codeReader.state}`),
        works: codeReader.state === 'ready' || codeReader.state === 'types',
      },
      codeReader.state === 'fault' && t(`codeReaderFault.${codeReader.fault}`),
    );
  }
  if (smartCardReader.state !== 'not-configured') {
    add(
      'smartCardReader',
      {
        name: t('staff.smartCardReader'),
        says: t(`smartCardReaderState.${smartCardReader.state}`),
        works: smartCardReader.state === 'ready' || smartCardReader.state === 'card-in',
      },
      smartCardReader.state === 'fault' && t(`smartCardReaderFault.${smartCardReader.fault}`),
    );
  }
  return (
    <>
      {view.inSession && <p className="second">{t('staffTry.notFree')}</p>}
      <PagedList
        className="staff-list"
        measuredFor={`${view.language}/${view.elderly}/${view.inSession}/${JSON.stringify([devices, trying])}`}
        rows={rows}
      />
    </>
  );
}

const nameOf = {
  idCardReader: 'reader',
  receiptPrinter: 'printer',
  pagePrinter: 'pagePrinter',
  documentScanner: 'scanner',
  codeReader: 'codeReader',
  smartCardReader: 'smartCardReader',
} as const satisfies Record<TriedDevice, string>;

interface TryButtonProps {
  readonly device: TriedDevice;
  readonly state: DeviceTry['state'] | null;
}

function TryButton({ device, state }: TryButtonProps): ReactElement {
  const { t } = useTerminal();
  const isUnderWay = state !== null && state !== 'worked' && state !== 'not-worked' && state !== 'look-at-paper';
  const what = t(`staff.${nameOf[device]}`);
  return isUnderWay ? (
    <ActButton
      key="stop"
      wish={{ act: 'staff-stop-try' }}
      kind="row"
      busy={t('busy.one')}
      label={t('staffTry.stopWhat', { what })}
    >
      {t('staffTry.stop')}
    </ActButton>
  ) : (
    <ActButton
      key="begin"
      wish={{ act: 'staff-try', device }}
      kind="row"
      busy={t('busy.one')}
      label={t('staffTry.beginWhat', { what })}
    >
      {t('staffTry.begin')}
    </ActButton>
  );
}

function tryWords(device: TriedDevice, state: DeviceTry['state'], t: PageWords): string {
  switch (state) {
    case 'put-something-there':
      return device === 'codeReader' ? t('staffTry.putCode') : t('staffTry.putCard');
    case 'worked':
      return device === 'receiptPrinter' || device === 'pagePrinter' ? t('staffTry.printed') : t('staffTry.read');
    case 'working':
    case 'take-away-first':
    case 'again':
    case 'not-worked':
    case 'look-at-paper':
      return t(`staffTry.${state}`);
    default:
      return state satisfies never;
  }
}

/** Beside the sentence that says the same. */
function Works({ works }: { readonly works: boolean }): ReactElement {
  return (
    <span className={works ? 'works-sign done' : 'works-sign notice'}>
      <Icon name={works ? 'check' : 'warning'} />
    </span>
  );
}
