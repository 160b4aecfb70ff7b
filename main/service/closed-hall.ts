import { noneConfigured } from '../contract/devices/statuses.ts';
import { type Door, type Hall, quit, type Surroundings } from './hall.ts';
import { createDesk } from './staff/desk.ts';
import { createLock } from './staff/lock.ts';
import { createPinGuard } from './staff/pin.ts';
import type { StartUp } from './start-up.ts';

/** Nothing can be handed in: whom to call, and a code. Staff can still end the program, if there is a profile with their PIN. */
export function closedHall(
  startUp: Extract<StartUp, { state: 'out-of-service' }>,
  around: Surroundings,
  door: Door,
): Hall {
  const { code, profile, help: whom, configFaults } = startUp;
  let language: 'zh' | 'en' = 'zh';
  let elderly = false;
  const desk =
    profile === null
      ? null
      : createDesk({
          timers: around.timers,
          nowIso: () => new Date(around.timers.nowMs()).toISOString(),
          pin: createPinGuard(profile.staff.pinHash, createLock(around.timers)),
          // No device host runs that could ask a card.
          cards: null,
          tries: null,
          toHost: () => false,
          configFaults: () => configFaults,
          // Not looked into, so not known: nobody is to wipe this machine on the strength of an empty list.
          waiting: () => ({ cases: [], count: null }),
          sendNow: null,
          audit: (event) => around.log.info(event, 'audit log not open'),
          onChange: door.publish,
          onQuit: () => quit(door, around),
        });
  const help = () => ({ helpName: whom?.name[language] ?? '', helpPhone: whom?.phone ?? '' });
  return {
    view: (run) => ({
      run,
      session: 1,
      place: profile?.place[language] ?? '',
      language,
      elderly,
      online: false,
      reader: noneConfigured.idCardReader,
      printer: noneConfigured.receiptPrinter,
      devicesRestarting: false,
      inSession: false,
      draftAtIdle: 'none',
      ...help(),
      idleEndsInSeconds: null,
      codesAreTyped: false,
      keys: { pressed: [], typed: null },
      panelHeightMm: profile?.panel.heightMm ?? 600,
      screen:
        desk?.isOpen() === true ? desk.screen(language, noneConfigured) : { screen: 'out-of-service', code, ...help() },
    }),
    act: (asked) => {
      const atDesk = desk?.act(asked) ?? null;
      if (atDesk !== null) return atDesk;
      if (asked.act === 'language') language = asked.language;
      else if (asked.act === 'elderly') elderly = asked.on;
      else return { reply: 'refused', why: 'not-now' };
      door.publish();
      return { reply: 'done' };
    },
    onInterrupted: () => {},
    stop: async () => {},
  };
}
