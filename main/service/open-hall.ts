import { allConnecting, type DeviceStatuses, withStatus } from '../contract/devices/statuses.ts';
import { maskIdNumber, maskName } from '../contract/masks.ts';
import { err } from '../contract/result.ts';
import type { Item } from '../contract/item.ts';
import type { CaseState } from '../contract/view/waiting.ts';
import { appendAudit } from './audit/audit-log.ts';
import type { AuditEvent } from './audit/entry.ts';
import { openBundleShelf } from './catalog/bundle-shelf.ts';
import { createOffer } from './catalog/offer.ts';
import { openHere } from './catalog/open-here.ts';
import { openUseCounts } from './catalog/use-counts.ts';
import { caseTime, localDate } from './cases/case-time.ts';
import { statusOfReceipt } from './cases/case-status.ts';
import { createDrafts } from './cases/drafts.ts';
import { createOutbox } from './cases/outbox.ts';
import { papersFolderIn, sweepPapers } from './cases/paper-files.ts';
import { applicationCopy } from './cases/application-copy.ts';
import { readKeptChunk, readKeptPage } from './cases/kept-papers.ts';
import { localMinute, type ReceiptContent, receiptDocument } from './cases/receipt.ts';
import { submitCase } from './cases/submit.ts';
import { createTrustedTime } from './cases/trusted-time.ts';
import { startDeviceHost } from './devices/host-process.ts';
import { createKeyPresses } from './devices/key-presses.ts';
import { type Door, type Hall, quit, type Surroundings } from './hall.ts';
import { freeBytesIn, watchFreeSpace } from './health/free-space.ts';
import { createTextReader } from './reading/text-reader.ts';
import { verifyKeyList } from './sealing/key-list.ts';
import { startPaper } from './sealing/paper.ts';
import { offeredItems } from './sessions/pages.ts';
import { checkedRows } from './sessions/check-rows.ts';
import { createSession } from './sessions/session.ts';
import { createStaffCards } from './staff/cards.ts';
import { createDesk } from './staff/desk.ts';
import { createDeviceTries } from './staff/device-tries.ts';
import { createLock } from './staff/lock.ts';
import { createPinGuard } from './staff/pin.ts';
import { testPages, testReceipt } from './staff/trial-papers.ts';
import type { OutOfServiceCode, StartUp } from './start-up.ts';
import { noteReceipt, readCase, readWaiting } from './store/case-rows.ts';
import { isDiskFault } from './store/database.ts';
import { readTerminalState } from './store/terminal-state.ts';
import { openFleet } from './sync/fleet.ts';
import { startSync } from './sync/sync-loop.ts';

type Ready = Extract<StartUp, { state: 'ready' }>;

/** The terminal at work. */
export function openHall(
  { dataFolder, profile, configFaults, items, itemFaults, store, keys, keyList }: Ready,
  around: Surroundings,
  door: Door,
): Hall {
  const { timers, log } = around;
  let keysOfPlatform = keyList;
  let online = false;
  let isAccepted = readTerminalState(store)?.standing === 'accepted';
  let hostUp = false;
  let devices: DeviceStatuses = allConnecting;

  const offsetMs = () => readTerminalState(store)?.offsetMs ?? null;
  const nowIso = () => caseTime(timers.nowMs(), offsetMs()).at;
  /** What must not end the service when the disk is full: staff are called just then, and would find nobody. */
  const writeIfPossible = (what: string, write: () => void) => {
    try {
      store.transaction(write);
    } catch (error) {
      if (!isDiskFault(error)) throw error;
      log.error({ what, why: String(error) }, 'could not be written');
    }
  };
  const audit = (event: AuditEvent) => writeIfPossible(event.event, () => void appendAudit(store, event, nowIso()));

  const space = watchFreeSpace(
    timers,
    () => freeBytesIn(dataFolder),
    (low) => {
      if (low) log.error('space is running out: no new session begins until there is more');
      else log.info('there is enough space again');
      door.publish();
    },
  );
  /** Why no new session begins; one that has begun goes on to its end. */
  const closedFor = (): OutOfServiceCode | null =>
    !isAccepted ? 'enrolment-2' : space.isLow() ? 'disk-2' : bundles.isTooOld() ? 'bundle-1' : null;

  const papersFolder = papersFolderIn(dataFolder);
  sweepPapers(store, papersFolder, log);
  const trustedTime = createTrustedTime(timers);
  const bundles = openBundleShelf({
    dataFolder,
    timers,
    log,
    keyList: () => keysOfPlatform,
    trustedNowMs: trustedTime.nowMs,
    audit,
    onChange: door.publish,
  });
  const offer = createOffer({ profile, items, shelf: bundles, isFree: () => session.isHome() });
  const offered = (from: readonly Item[]) =>
    offeredItems(from, {
      scanner: profile.devices.documentScanner !== undefined,
      camera: profile.camera !== undefined,
      portraitCamera: profile.portraitCamera !== undefined,
    });
  const uses = openUseCounts(dataFolder, log);
  const today = () => localDate(timers.nowMs(), offsetMs(), keysOfPlatform.issuedAt);
  /** Made anew for other items and another day only: what is looked for among them is spelled once. */
  let shown: { readonly from: readonly Item[] | null; readonly on: string | null; readonly items: readonly Item[] } = {
    from: null,
    on: null,
    items: [],
  };
  const itemsNow = (): readonly Item[] => {
    const { items: from } = offer.now();
    const on = today();
    if (shown.from !== from || shown.on !== on) {
      shown = { from, on, items: offered(openHere(from, { region: profile.region ?? null, today: on })) };
    }
    return shown.items;
  };
  const drafts = createDrafts({
    store,
    storageKey: keys.storageKey,
    papersFolder,
    timers,
    log,
    nowIso,
    trustedNowMs: trustedTime.nowMs,
  });

  const caseState = (caseNumber: string): CaseState => readCase(store, caseNumber)?.state ?? 'kept-here';

  const fleet = openFleet({
    dataFolder,
    log,
    keyList: () => keysOfPlatform,
    nowMs: () => Date.parse(nowIso()),
  });
  const keyPresses = createKeyPresses(timers);
  const { keypad } = profile.devices;
  const typedKeys = keypad?.transport === 'keyboard' ? keypad.keys : null;
  const session = createSession({
    timers,
    get items() {
      return itemsNow();
    },
    usesOf: uses.of,
    earlierItems: () => offered(offer.earlier()),
    camera: profile.camera?.name ?? null,
    portraitCamera: profile.portraitCamera?.name ?? null,
    get idle() {
      return offer.now().profile.idle;
    },
    today,
    nowIso,
    toHost: (message) => host.send(message),
    submit: async (submission) => {
      try {
        const submitted = await submitCase(
          { store, keys, keyList: keysOfPlatform, nowMs: timers.nowMs(), papersFolder },
          submission,
        );
        if (submitted.ok) {
          uses.note(submission.content.item.id);
          sync.kick();
        } else log.error({ why: submitted.error }, 'a case could not be kept');
        return submitted;
      } catch (error) {
        // A bug, and the transaction has been rolled back. Ending here would throw away an hour's answers as well.
        log.error({ err: error }, 'a case could not be kept');
        return err('disk-fault');
      }
    },
    receiptFor: ({ item, identified: { card } }, { caseNumber, submittedAt, receiptCode }, { language }) => {
      const content: ReceiptContent = {
        place: profile.place,
        help: offer.now().profile.help,
        itemName: item.name,
        next: item.next,
        also: item.receipt ?? null,
        caseNumber,
        submittedAt,
        maskedName: maskName(card.name),
        maskedIdNumber: maskIdNumber(card.idNumber),
        code: receiptCode,
      };
      return (isCopy) => receiptDocument(content, caseState(caseNumber), language, isCopy);
    },
    copyFor: (person, { caseNumber, submittedAt }, { language }) => {
      if (profile.devices.pagePrinter === undefined) return null;
      const { place, help } = offer.now().profile;
      const content = { place, help, itemName: person.item.name, caseNumber, submittedAt };
      return applicationCopy(content, checkedRows(person, language), language);
    },
    caseState,
    receiptStatus: (code) => statusOfReceipt(code, { store, keys, keyList: keysOfPlatform, fleet: fleet.fleet }),
    isCovered: () => desk.isOpen() || (session.isHome() && closedFor() !== null),
    drafts,
    startPaper: () => startPaper(papersFolder),
    readChunk: (paper, chunk) => readKeptChunk(papersFolder, paper, chunk),
    readPage: (paper) => readKeptPage(papersFolder, paper),
    textReader: createTextReader(timers),
    takesSticks: profile.devices.residentStick !== undefined,
    noteReceipt: (caseNumber, state) => writeIfPossible('receipt', () => noteReceipt(store, caseNumber, state)),
    onChange: door.publish,
    onWipe: () => {
      keyPresses.forget();
      door.send({ message: 'wipe' });
    },
  });

  const tries = createDeviceTries({
    isFree: session.isHome,
    toHost: (message) => host.send(message),
    receipt: () => testReceipt(profile.place, localMinute(nowIso())),
    pages: () => testPages(profile.place, localMinute(nowIso())),
    onGivenBack: session.onDevicesBack,
    onChange: door.publish,
  });
  const lock = createLock(timers);
  const desk = createDesk({
    timers,
    nowIso,
    pin: createPinGuard(profile.staff.pinHash, lock),
    cards: createStaffCards(profile.staff.cards ?? [], lock),
    toHost: (message) => host.send(message),
    tries,
    configFaults: () => [...bundles.notes(), ...configFaults, ...(offer.now().bundle?.faults ?? itemFaults)],
    waiting: (most, from) => readWaiting(store, most, from),
    sendNow: () => sync.kick(),
    audit,
    onChange: door.publish,
    onQuit: () => quit(door, around),
  });

  const host = startDeviceHost(around.deviceHost, timers, log, {
    onStarted: () => {
      hostUp = true;
      host.send({ message: 'configure', devices: profile.devices });
      session.onHostStarted();
      desk.onHostStarted();
      door.publish();
    },
    onLost: () => {
      hostUp = false;
      devices = allConnecting;
      session.onHostLost();
      tries.onHostLost();
      door.publish();
    },
    onMessage: (message) => {
      if (message.message === 'device-status') devices = withStatus(devices, message);
      if (message.message === 'key') keyPresses.press(message.key);
      if (message.message === 'staff-card') desk.onCard(message.challenge, message.card);
      session.onHostMessage(message);
      tries.onHostMessage(message);
      door.publish();
    },
  });

  const outbox = createOutbox(
    store,
    keys,
    { nowIso, elapsedMs: timers.elapsedMs, papersFolder, log },
    {
      onCaseChanged: (caseNumber) => {
        session.onCaseChanged(caseNumber);
        door.publish();
      },
      onNotAccepted: () => {
        log.error('the platform takes this enrolment no longer: no new session until the terminal is enrolled again');
        isAccepted = false;
        door.publish();
      },
      onKeyList: (signed) => {
        const verified = verifyKeyList(signed, profile.platform.roots, keysOfPlatform.version);
        if (verified.ok) keysOfPlatform = verified.value;
      },
    },
  );
  const sync = startSync({
    outbox: {
      ...outbox,
      saveContact: (contact) => {
        trustedTime.noteContact(contact.at);
        outbox.saveContact(contact);
      },
    },
    keys,
    keyList,
    profile,
    fleet,
    bundles,
    timers,
    log,
    onOnline: (now) => {
      online = now;
      door.publish();
    },
  });

  return {
    view: (run) => {
      const about = session.about();
      const { help, place, panel } = offer.now().profile;
      const closed = closedFor();
      const called = { helpName: help.name[about.language], helpPhone: help.phone };
      return {
        run,
        ...about,
        place: place[about.language],
        online,
        reader: devices.idCardReader,
        printer: devices.receiptPrinter,
        devicesRestarting: !hostUp,
        ...called,
        keys: { pressed: keyPresses.recent(), typed: typedKeys },
        codesAreTyped: profile.devices.codeReader?.transport === 'keyboard',
        panelHeightMm: panel.heightMm,
        screen: desk.isOpen()
          ? desk.screen(about.language, devices)
          : session.isHome() && closed !== null
            ? { screen: 'out-of-service', code: closed, ...called }
            : session.screen(),
      };
    },
    act: (asked) => {
      if (asked.session !== session.about().session) return { reply: 'refused', why: 'stale-session' };
      const atDesk = desk.act(asked);
      if (atDesk !== null) return atDesk;
      if (asked.act === 'choose-item' && closedFor() !== null) return { reply: 'refused', why: 'not-now' };
      // What lies under the desk is not worked on through it.
      const alsoAtDesk = asked.act === 'here' || asked.act === 'language' || asked.act === 'elderly';
      return desk.isOpen() && !alsoAtDesk ? { reply: 'refused', why: 'not-now' } : session.act(asked);
    },
    onInterrupted: session.onInterrupted,
    stop: async () => {
      session.stop();
      await sync.stop();
      host.stop();
      drafts.stop();
      bundles.stop();
      space.stop();
      store.close();
    },
  };
}
