import type { ReactElement } from 'react';
import type { DeviceStatuses } from '../../main/contract/devices/statuses.ts';
import { Icon } from '../components/icons.tsx';
import { useTerminal } from '../terminal-context.ts';

/** What each device says of itself and what to do about it. */
export function DeviceList({ devices }: { readonly devices: DeviceStatuses }): ReactElement {
  const { t } = useTerminal();
  const { idCardReader: reader, receiptPrinter: printer, documentScanner: scanner, codeReader, keypad } = devices;
  const readerWorks = reader.state === 'ready';
  const printerWorks = printer.state === 'ready' || printer.state === 'printing';
  const scannerWorks = scanner.state === 'ready' || scanner.state === 'scanning' || scanner.state === 'busy';
  const { pagePrinter, smartCardReader } = devices;
  const pagePrinterWorks =
    pagePrinter.state === 'ready' || pagePrinter.state === 'printing' || pagePrinter.state === 'busy';
  return (
    <ul className="staff-list">
      <li>
        <p className="first">
          <strong>{t('staff.reader')}</strong>
          <Works works={readerWorks} />
        </p>
        <p>{t(`readerState.${reader.state}`)}</p>
        {reader.state === 'fault' && <p className="amber">{t(`readerFault.${reader.fault}`)}</p>}
        {reader.state === 'ready' && (
          <p className="second">
            {t('staff.samId')} <span className="number">{reader.samId}</span>
          </p>
        )}
      </li>
      <li>
        <p className="first">
          <strong>{t('staff.printer')}</strong>
          <Works works={printerWorks} />
        </p>
        <p>{t(`printerState.${printer.state}`)}</p>
        {printer.state === 'ready' && printer.paperNearEnd && <p className="amber">{t('staff.nearEnd')}</p>}
      </li>
      {pagePrinter.state !== 'not-configured' && (
        <li>
          <p className="first">
            <strong>{t('staff.pagePrinter')}</strong>
            <Works works={pagePrinterWorks} />
          </p>
          <p>{t(`pagePrinterState.${pagePrinter.state}`)}</p>
          {pagePrinter.state === 'fault' && <p className="amber">{t(`pagePrinterFault.${pagePrinter.fault}`)}</p>}
          {pagePrinter.state === 'ready' && pagePrinter.paperLow && <p className="amber">{t('staff.paperLow')}</p>}
          {pagePrinter.state === 'ready' && pagePrinter.tonerLow && <p className="amber">{t('staff.tonerLow')}</p>}
        </li>
      )}
      <li>
        <p className="first">
          <strong>{t('staff.scanner')}</strong>
          <Works works={scannerWorks} />
        </p>
        <p>{t(`scannerState.${scanner.state}`)}</p>
        {scanner.state === 'fault' && <p className="amber">{t(`scannerFault.${scanner.fault}`)}</p>}
      </li>
      {keypad.state !== 'not-configured' && (
        <li>
          <p className="first">
            <strong>{t('staff.keypad')}</strong>
            <Works works={keypad.state === 'ready' || keypad.state === 'types'} />
          </p>
          <p>{t(`keypadState.${keypad.state}`)}</p>
        </li>
      )}
      {codeReader.state !== 'not-configured' && (
        <li>
          <p className="first">
            <strong>{t('staff.codeReader')}</strong>
            <Works works={codeReader.state === 'ready' || codeReader.state === 'types'} />
          </p>
          <p>{t(`codeReaderState.${codeReader.state}`)}</p>
          {codeReader.state === 'fault' && <p className="amber">{t(`codeReaderFault.${codeReader.fault}`)}</p>}
        </li>
      )}
      {smartCardReader.state !== 'not-configured' && (
        <li>
          <p className="first">
            <strong>{t('staff.smartCardReader')}</strong>
            <Works works={smartCardReader.state === 'ready' || smartCardReader.state === 'card-in'} />
          </p>
          <p>{t(`smartCardReaderState.${smartCardReader.state}`)}</p>
          {smartCardReader.state === 'fault' && (
            <p className="amber">{t(`smartCardReaderFault.${smartCardReader.fault}`)}</p>
          )}
        </li>
      )}
    </ul>
  );
}

/** Beside the sentence that says the same. */
function Works({ works }: { readonly works: boolean }): ReactElement {
  return (
    <span className={works ? 'works-sign done' : 'works-sign notice'}>
      <Icon name={works ? 'check' : 'warning'} />
    </span>
  );
}
