import type { SmartCardReaderSettings } from '../../main/contract/devices/smart-card.ts';
import { systemClock } from '../clock.ts';
import type { SessionBound, Tell } from '../facade.ts';
import { logHostEvent } from '../host-log.ts';
import { watchCardSlot } from '../transports/pcsc.ts';
import { startSmartCardReader } from './driver.ts';

export interface SmartCardReaderFacade extends SessionBound {
  readSocialCard(ticket: string): void;
  stopSocialCard(ticket: string): void;
  /** `digest`: SHA-256, base64url. */
  challengeStaffCard(order: { readonly challenge: string; readonly digest: string }): void;
  dropStaffCard(challenge: string): void;
}

export function startSmartCardReading(
  settings: SmartCardReaderSettings | undefined,
  tell: Tell,
): SmartCardReaderFacade {
  if (settings === undefined) {
    tell({ message: 'device-status', device: 'smartCardReader', status: { state: 'not-configured' } });
    return {
      beginSession: () => {},
      endSession: (ticket) => tell({ message: 'social-card-present', ticket, present: false }),
      readSocialCard: () => {},
      stopSocialCard: () => {},
      challengeStaffCard: () => {},
      dropStaffCard: () => {},
    };
  }
  let lastNoService: string | undefined;
  const reader = startSmartCardReader({
    slot: (onState) =>
      watchCardSlot({
        reader: settings.reader,
        clock: systemClock,
        onState,
        // Tried once a second; a service that was never installed would fill the disk with one sentence.
        onNoService: (detail) => {
          if (detail === lastNoService) return;
          lastNoService = detail;
          logHostEvent('card-service', { detail });
        },
      }),
    clock: systemClock,
    onStatus: (status) => {
      if (status.state === 'ready') lastNoService = undefined;
      logHostEvent('smart-card-status', status);
      tell({ message: 'device-status', device: 'smartCardReader', status });
    },
    onSocialCard: (ticket, card) => tell({ message: 'social-card', ticket, card }),
    onPresent: (ticket, present) => tell({ message: 'social-card-present', ticket, present }),
    onStaffCard: (challenge, card) => tell({ message: 'staff-card', challenge, card }),
    onUnknownCard: ({ at }) => logHostEvent('unknown-smart-card', { at }),
  });
  return {
    beginSession: (ticket) => reader.watch(ticket),
    endSession: (ticket) => reader.release(ticket),
    readSocialCard: (ticket) => reader.read(ticket),
    stopSocialCard: (ticket) => reader.stop(ticket),
    challengeStaffCard: ({ challenge, digest }) => reader.challenge(challenge, Buffer.from(digest, 'base64url')),
    dropStaffCard: (challenge) => reader.drop(challenge),
  };
}
