import type { IdCardReaderSettings, PhotoDecoder } from '../../main/contract/devices/id-card-reader.ts';
import { systemClock } from '../clock.ts';
import type { SessionBound, Tell } from '../facade.ts';
import { logHostEvent } from '../host-log.ts';
import type { Dial } from '../transports/transport.ts';
import { serialLine } from '../transports/serial.ts';
import { usbSerialLine } from '../transports/usb-serial.ts';
import { hidFrames, reportBaud } from './hid-frames.ts';
import { startIdCardReader } from './driver.ts';
import { decodePhoto } from '../transports/photo-decoder.ts';

export interface IdCardReaderFacade extends SessionBound {
  read(ticket: string): void;
  stop(ticket: string): void;
}

/** The reader of this terminal: found, watched and reported, from now on. */
export function startIdCardReading(settings: IdCardReaderSettings | undefined, tell: Tell): IdCardReaderFacade {
  if (settings === undefined) {
    tell({ message: 'device-status', device: 'idCardReader', status: { state: 'not-configured' } });
    return {
      beginSession: () => {},
      endSession: (ticket) => tell({ message: 'card-present', ticket, present: false }),
      read: () => {},
      stop: () => {},
    };
  }
  let lastNoLine: string | undefined;
  const photos = startPhotos(settings.photoDecoder, tell);
  const reader = startIdCardReader({
    ...lineTo(settings),
    clock: systemClock,
    onStatus: (status) => {
      if (status.state === 'ready') lastNoLine = undefined;
      logHostEvent('reader-status', status);
      tell({ message: 'device-status', device: 'idCardReader', status });
    },
    onCard: (ticket, card) => tell({ message: 'card', ticket, card }),
    ...(photos !== null && { onPhotoBlock: photos.decode }),
    onPresent: (ticket, present) => tell({ message: 'card-present', ticket, present }),
    // The driver tries once a second; a reader that was never plugged in would fill the disk with one sentence.
    onNoLine: (reason) => {
      if (reason.kind === lastNoLine) return;
      lastNoLine = reason.kind;
      logHostEvent('reader-port', { ...settings, reason });
    },
    onUnknownCard: (fault) => logHostEvent('unknown-card', { fault }),
  });
  return {
    beginSession: (ticket) => {
      photos?.stop();
      reader.watch(ticket);
    },
    endSession: (ticket) => {
      photos?.stop();
      reader.release(ticket);
    },
    read: (ticket) => reader.read(ticket),
    stop: (ticket) => reader.stop(ticket),
  };
}

/** One photo at a time: a person has one card. */
function startPhotos(decoder: PhotoDecoder | undefined, tell: Tell) {
  if (decoder === undefined) return null;
  let stop = (): void => {};
  return {
    stop: () => stop(),
    decode: (ticket: string, cardSecret: string, block: Uint8Array) => {
      stop();
      stop = decodePhoto(decoder, block, systemClock, (decoded) => {
        stop = () => {};
        if (decoded.ok) tell({ message: 'card-photo', ticket, cardSecret, photo: decoded.value });
        else if (decoded.error !== 'stopped') logHostEvent('photo-decoder', { fault: decoded.error });
      });
    },
  };
}

function lineTo(settings: IdCardReaderSettings): { readonly dial: Dial; readonly baud: number } {
  switch (settings.transport) {
    case 'serial':
      return { dial: serialLine(settings), baud: settings.baud };
    case 'usb-serial':
      return { dial: usbSerialLine(settings), baud: settings.baud };
    case 'hid':
      return { dial: hidFrames(settings), baud: reportBaud };
    default:
      return settings satisfies never;
  }
}
