import { connect } from 'node:net';
import { app } from 'electron';
import type { PageState } from '../contract/shell-service.ts';
import { announcePageScheme } from './app-protocol.ts';
import { readWindowSize } from './guard.ts';
import { lockDownApp } from './lock-down.ts';
import { logToStderr as log } from './log.ts';
import { answerPage, tellPage } from './page-bridge.ts';
import { linkToService } from './service-link.ts';
import { TerminalWindow } from './window.ts';

const socketPath = process.env['TONGBAN_SOCKET'];
const size = readWindowSize(process.env['TONGBAN_WINDOW']);

announcePageScheme();
lockDownApp(log);

if (socketPath === undefined || socketPath === '') {
  process.stderr.write('TONGBAN_SOCKET has to name the socket of the service.\n');
  app.exit(2);
} else if (!size.ok) {
  process.stderr.write(`${size.error}.\n`);
  app.exit(2);
} else if (!app.requestSingleInstanceLock()) {
  process.stderr.write('The window is already open.\n');
  app.exit(3);
} else {
  // Not awaited: Electron becomes ready only after this module has run to its end.
  void app.whenReady().then(() => {
    run(new TerminalWindow({ size: size.value, appFolder: import.meta.dirname, log }), socketPath);
  });
}

function run(window: TerminalWindow, socket: string): void {
  let state: PageState = { state: 'one-moment' };
  const show = (next: PageState): void => {
    state = next;
    // While a page is on its way nobody is told: the old one must not show the next person's view, the new one asks.
    const page = window.acting();
    if (page !== null) tellPage(page, next);
  };

  // A window is closed by nobody; the program ends by the service's word or the system's, and both come through here.
  app.on('before-quit', () => window.allowClose());

  const link = linkToService({
    connect: () => connect(socket),
    timers: {
      after: (ms, then) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
    },
    onView: (view) => show({ state: 'view', view }),
    onAway: () => show({ state: 'one-moment' }),
    onWipe: () => {
      state = { state: 'one-moment' };
      void window.startPage();
    },
    onQuit: () => app.quit(),
    log,
  });

  answerPage({
    acting: () => window.acting(),
    asking: () => window.asking(),
    state: () => state,
    act: (act) => link.act(act),
    told: (page) => window.told(page),
    log,
  });
  void window.startPage();
}
