import type { DeviceSettings, ServiceToHost } from '../main/contract/device-host.ts';
import { startCodeReading } from './barcode/facade.ts';
import { startDocumentScanning } from './document-scanner/facade.ts';
import type { SessionBound, Tell } from './facade.ts';
import { startIdCardReading } from './id-card/facade.ts';
import { startKeys } from './keypad/facade.ts';
import { startPagePrinting } from './page-printer/facade.ts';
import { startReceiptPrinting } from './receipt-printer/facade.ts';
import { startSmartCardReading } from './smart-card/facade.ts';
import { systemClock } from './clock.ts';
import { startStick } from './stick/facade.ts';

type Order = Exclude<ServiceToHost, { readonly message: 'configure' }>;

/** The devices of this terminal, started. The returned function carries out one order of the service. */
export function startDevices(settings: DeviceSettings, tell: Tell): (order: Order) => void {
  const reader = startIdCardReading(settings.idCardReader, tell);
  const receiptPrinter = startReceiptPrinting(settings.receiptPrinter, tell);
  const pagePrinter = startPagePrinting(settings.pagePrinter, tell);
  const scanner = startDocumentScanning(settings.documentScanner, tell);
  const codeReader = startCodeReading(settings.codeReader, tell);
  const smartCardReader = startSmartCardReading(settings.smartCardReader, tell);
  startKeys(settings.keypad, tell);
  const stick = startStick(settings.residentStick, tell, systemClock);
  const ofSessions: readonly SessionBound[] = [smartCardReader, codeReader, scanner, pagePrinter, stick, reader];

  return (order) => {
    switch (order.message) {
      case 'watch-card':
        for (const device of ofSessions) device.beginSession(order.ticket);
        return;
      case 'release-card':
        for (const device of ofSessions) device.endSession(order.ticket);
        return;
      case 'read-card':
        reader.read(order.ticket);
        return;
      case 'stop-card':
        reader.stop(order.ticket);
        return;
      case 'print':
        receiptPrinter.print(order.jobId, order.document);
        return;
      case 'print-pages':
        pagePrinter.print(order.ticket, order.document);
        return;
      case 'stop-pages':
        pagePrinter.stop(order.ticket);
        return;
      case 'scan':
        scanner.scan(order);
        return;
      case 'stop-scan':
        scanner.stop(order.ticket);
        return;
      case 'read-code':
        codeReader.read(order.ticket, order.light);
        return;
      case 'stop-code':
        codeReader.stop(order.ticket);
        return;
      case 'read-social-card':
        smartCardReader.readSocialCard(order.ticket);
        return;
      case 'stop-social-card':
        smartCardReader.stopSocialCard(order.ticket);
        return;
      case 'challenge-staff-card':
        smartCardReader.challengeStaffCard(order);
        return;
      case 'drop-staff-card':
        smartCardReader.dropStaffCard(order.challenge);
        return;
      case 'look-at-stick':
        stick.look(order.ticket);
        return;
      case 'leave-stick':
        stick.leave(order.ticket);
        return;
      case 'take-from-stick':
        stick.take(order);
        return;
      default:
        order satisfies never;
    }
  };
}
