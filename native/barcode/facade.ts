import type { CodeReaderSettings } from '../../main/contract/devices/code-reader.ts';
import { systemClock } from '../clock.ts';
import type { SessionBound, Tell } from '../facade.ts';
import { logHostEvent } from '../host-log.ts';
import { serialLine } from '../transports/serial.ts';
import type { Dial } from '../transports/transport.ts';
import { usbSerialLine } from '../transports/usb-serial.ts';
import { createPointOfSaleDecoder } from './codec.ts';
import { type CodeReaderModel, startCodeReader } from './driver.ts';
import { pointOfSaleLine } from './point-of-sale-line.ts';
import { serialModel } from './serial-model.ts';

export interface CodeReaderFacade extends SessionBound {
  read(ticket: string, light: boolean): void;
  stop(ticket: string): void;
}

/** The code reader of this terminal: found, watched and reported, from now on. */
export function startCodeReading(settings: CodeReaderSettings | undefined, tell: Tell): CodeReaderFacade {
  if (settings === undefined || settings.transport === 'keyboard') {
    // What types its codes types them into the page, past this process.
    const state = settings === undefined ? 'not-configured' : 'types';
    tell({ message: 'device-status', device: 'codeReader', status: { state } });
    return { beginSession: () => {}, endSession: () => {}, read: () => {}, stop: () => {} };
  }
  let lastNoLine: string | undefined;
  const reader = startCodeReader({
    dial: dialFor(settings),
    model: modelFor(settings),
    clock: systemClock,
    onStatus: (status) => {
      if (status.state === 'ready') lastNoLine = undefined;
      logHostEvent('code-reader-status', status);
      tell({ message: 'device-status', device: 'codeReader', status });
    },
    onCode: (ticket, code) => tell({ message: 'code', ticket, code }),
    // The driver tries once a second; a reader that was never plugged in would fill the disk with one sentence.
    onNoLine: (reason) => {
      if (reason.kind === lastNoLine) return;
      lastNoLine = reason.kind;
      logHostEvent('code-reader-line', { reason });
    },
  });
  return {
    // Codes have tickets of their own, one for each screen that takes one.
    beginSession: () => reader.stopAll(),
    endSession: () => reader.stopAll(),
    read: (ticket, light) => reader.read(ticket, light),
    stop: (ticket) => reader.stop(ticket),
  };
}

type Wired = Exclude<CodeReaderSettings, { readonly transport: 'keyboard' }>;

function dialFor(settings: Wired): Dial {
  switch (settings.transport) {
    case 'serial':
      return serialLine(settings);
    case 'usb-serial':
      return usbSerialLine(settings);
    case 'hid':
      return pointOfSaleLine(settings);
    default:
      return settings satisfies never;
  }
}

function modelFor(settings: Wired): CodeReaderModel {
  switch (settings.transport) {
    case 'serial':
    case 'usb-serial':
      return serialModel(settings.model);
    case 'hid':
      // Looks by itself for as long as it is plugged in; its presence is watched by the line.
      return { createDecoder: createPointOfSaleDecoder, command: () => undefined, answersTrigger: false };
    default:
      return settings satisfies never;
  }
}
