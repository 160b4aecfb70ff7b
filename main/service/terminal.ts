import { randomBytes } from 'node:crypto';
import type { DeviceSettings, PrinterStatus, ReaderStatus } from '../contract/device-host.ts';
import { maskIdNumber, maskName } from '../contract/masks.ts';
import type { ShellToService } from '../contract/shell-service.ts';
import type { Act, ActReply, CaseState, View } from '../contract/view.ts';
import { type AuditEvent, appendAudit } from './audit/audit-log.ts';
import { caseTime, localDate } from './cases/case-time.ts';
import { createOutbox } from './cases/outbox.ts';
import { type ReceiptContent, receiptDocument } from './cases/receipt.ts';
import { submitCase } from './cases/submit.ts';
import { startDeviceHost } from './devices/host-process.ts';
import { openShellSocket } from './link/shell-socket.ts';
import type { Log } from './log.ts';
import { verifyKeyList } from './sealing/key-list.ts';
import { createSession } from './sessions/session.ts';
import { createDesk } from './staff/desk.ts';
import { createPinGuard } from './staff/pin.ts';
import type { StartUp } from './start-up.ts';
import { noteReceipt, readCase, readWaiting } from './store/case-rows.ts';
import { readTerminalState } from './store/terminal-state.ts';
import { startSync } from './sync/sync-loop.ts';
import type { Timers } from './timers.ts';

export interface Terminal {
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly timers: Timers;
  readonly log: Log;
  readonly socketPath: string;
  /** The device host's program. */
  readonly deviceHost: string;
  /** A member of staff ended the program. */
  onQuit(): void;
}

type Ready = Extract<StartUp, { state: 'ready' }>;

/** Puts the rooms together and lets the shell in. */
export async function openTerminal(startUp: StartUp, around: Surroundings): Promise<Terminal> {
  const run = randomBytes(8).toString('hex');
  let shown = '';
  let scheduled = false;
  let current: () => View = () => {
    throw new Error('a view was asked for before there was one');
  };
  let onMessage: (message: ShellToService) => void = () => {};

  const socket = await openShellSocket(around.socketPath, around.log, { onMessage: (message) => onMessage(message) });
  const publish = () => {
    // Many things change in one step; the page is told once, and only what is new to it.
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      const view = current();
      const next = JSON.stringify(view);
      if (next === shown) return;
      shown = next;
      socket.send({ message: 'view', view });
    });
  };
  const screens =
    startUp.state === 'ready'
      ? openHall(startUp, around, publish, socket.send)
      : closedHall(startUp, around, publish, socket.send);
  current = () => screens.view(run);
  onMessage = (message) => {
    switch (message.message) {
      case 'attach':
        if (message.heldSession && message.lastRun !== run) screens.onInterrupted();
        shown = '';
        publish();
        return;
      case 'act':
        socket.send({ message: 'act-reply', id: message.id, reply: screens.act(message.act) });
        return;
      default:
        message satisfies never;
    }
  };
  return {
    stop: async () => {
      socket.close();
      await screens.stop();
    },
  };
}

interface Hall {
  view(run: string): View;
  act(asked: Act): ActReply;
  onInterrupted(): void;
  stop(): Promise<void>;
}

type Send = Awaited<ReturnType<typeof openShellSocket>>['send'];

/** The terminal at work. */
function openHall(
  { profile, configFaults, items, store, keys, keyList }: Ready,
  around: Surroundings,
  publish: () => void,
  send: Send,
): Hall {
  const { timers, log } = around;
  let keysOfPlatform = keyList;
  let online = false;
  let hostUp = false;
  let reader: ReaderStatus = { state: 'connecting' };
  let printer: PrinterStatus = { state: 'connecting' };

  const offsetMs = () => readTerminalState(store)?.offsetMs ?? null;
  const nowIso = () => caseTime(timers.nowMs(), offsetMs()).at;
  const audit = (event: AuditEvent) => store.transaction(() => appendAudit(store, event, nowIso()));

  const caseState = (caseNumber: string): CaseState => readCase(store, caseNumber)?.state ?? 'kept-here';

  const session = createSession({
    timers,
    items,
    idle: profile.idle,
    today: () => localDate(timers.nowMs(), offsetMs()),
    nowIso,
    toHost: (message) => host.send(message),
    submit: async (submission) => {
      const submitted = await submitCase({ store, keys, keyList: keysOfPlatform, nowMs: timers.nowMs() }, submission);
      if (submitted.ok) sync.kick();
      else log.error({ why: submitted.error }, 'a case could not be kept');
      return submitted;
    },
    receiptFor: ({ item, identified: { card } }, { caseNumber, submittedAt, receiptCode }, { language }) => {
      const content: ReceiptContent = {
        place: profile.place,
        help: profile.help,
        itemName: item.name,
        next: item.next,
        caseNumber,
        submittedAt,
        maskedName: maskName(card.name),
        maskedIdNumber: maskIdNumber(card.idNumber),
        code: receiptCode,
      };
      return () => receiptDocument(content, caseState(caseNumber), language);
    },
    caseState,
    noteReceipt: (caseNumber, state) => store.transaction(() => noteReceipt(store, caseNumber, state)),
    onChange: publish,
    onWipe: () => send({ message: 'wipe' }),
  });

  const desk = createDesk({
    timers,
    pin: createPinGuard(profile.staff.pinHash, timers),
    configFaults,
    waiting: (most) => readWaiting(store, most),
    audit,
    onChange: publish,
    onQuit: () => quit(send, around),
  });

  const devices: DeviceSettings = profile.devices;
  const host = startDeviceHost(around.deviceHost, timers, log, {
    onStarted: () => {
      hostUp = true;
      host.send({ message: 'configure', devices });
      session.onHostStarted();
      publish();
    },
    onLost: () => {
      hostUp = false;
      reader = { state: 'connecting' };
      printer = { state: 'connecting' };
      session.onHostLost();
      publish();
    },
    onMessage: (message) => {
      if (message.message === 'reader-status') reader = message.status;
      if (message.message === 'printer-status') printer = message.status;
      session.onHostMessage(message);
      publish();
    },
  });

  const outbox = createOutbox(store, keys, nowIso, {
    onCaseChanged: (caseNumber) => {
      session.onCaseChanged(caseNumber);
      publish();
    },
    onKeyList: (signed) => {
      const verified = verifyKeyList(signed, profile.platform.roots, keysOfPlatform.version);
      if (verified.ok) keysOfPlatform = verified.value;
    },
  });
  const sync = startSync({
    outbox,
    keys,
    keyList,
    profile,
    timers,
    log,
    onOnline: (now) => {
      online = now;
      publish();
    },
  });

  return {
    view: (run) => {
      const about = session.about();
      const { help, place, panel } = profile;
      return {
        run,
        ...about,
        place: place[about.language],
        online,
        printer,
        devicesRestarting: !hostUp,
        helpName: help.name[about.language],
        helpPhone: help.phone,
        panelHeightMm: panel.heightMm,
        screen: desk.isOpen() ? desk.screen(about.language, reader, printer) : session.screen(),
      };
    },
    act: (asked) => {
      if (asked.session !== session.about().session) return { reply: 'refused', why: 'stale-session' };
      const atDesk = desk.act(asked);
      if (atDesk !== null) return atDesk;
      // What lies under the desk is not worked on through it.
      const alsoAtDesk = asked.act === 'here' || asked.act === 'language' || asked.act === 'elderly';
      return desk.isOpen() && !alsoAtDesk ? { reply: 'refused', why: 'not-now' } : session.act(asked);
    },
    onInterrupted: session.onInterrupted,
    stop: async () => {
      await sync.stop();
      host.stop();
      store.close();
    },
  };
}

/** Nothing can be handed in: whom to call, and a code. Staff can still end the program, if there is a profile with their PIN. */
function closedHall(
  startUp: Extract<StartUp, { state: 'out-of-service' }>,
  around: Surroundings,
  publish: () => void,
  send: Send,
): Hall {
  const { code, profile, configFaults } = startUp;
  let language: 'zh' | 'en' = 'zh';
  let elderly = false;
  const nothing: PrinterStatus & ReaderStatus = { state: 'not-configured' };
  const desk =
    profile === null
      ? null
      : createDesk({
          timers: around.timers,
          pin: createPinGuard(profile.staff.pinHash, around.timers),
          configFaults,
          waiting: () => ({ cases: [], count: 0 }),
          audit: (event) => around.log.info(event, 'audit log not open'),
          onChange: publish,
          onQuit: () => quit(send, around),
        });
  const help = () => ({ helpName: profile?.help.name[language] ?? '', helpPhone: profile?.help.phone ?? '' });
  return {
    view: (run) => ({
      run,
      session: 1,
      place: profile?.place[language] ?? '',
      language,
      elderly,
      online: false,
      printer: nothing,
      devicesRestarting: false,
      inSession: false,
      ...help(),
      idleEndsInSeconds: null,
      panelHeightMm: profile?.panel.heightMm ?? 600,
      screen:
        desk?.isOpen() === true
          ? desk.screen(language, nothing, nothing)
          : { screen: 'out-of-service', code, ...help() },
    }),
    act: (asked) => {
      const atDesk = desk?.act(asked) ?? null;
      if (atDesk !== null) return atDesk;
      if (asked.act === 'language') language = asked.language;
      else if (asked.act === 'elderly') elderly = asked.on;
      else return { reply: 'refused', why: 'not-now' };
      publish();
      return { reply: 'done' };
    },
    onInterrupted: () => {},
    stop: async () => {},
  };
}

/** After the answer to the act that asked for it: the page is not left waiting. */
function quit(send: Send, around: Surroundings): void {
  queueMicrotask(() => {
    send({ message: 'quit' });
    around.onQuit();
  });
}
