import { connect } from 'node:net';
import { app, type WebContents } from 'electron';
import { announcePageScheme } from './app-protocol.ts';
import { readWindowSize, type WindowSize } from './guard.ts';
import { lockDownApp } from './lock-down.ts';
import { logToStderr as log } from './log.ts';
import { answerPage, pingPage, tellPage } from './page-bridge.ts';
import { watchPage } from './page-watch.ts';
import { linkToService } from './service-link.ts';
import { createShowing } from './showing.ts';
import { systemTimers as timers } from './timers.ts';
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
    run(size.value, socketPath);
  });
}

function run(windowSize: WindowSize, socket: string): void {
  const window = new TerminalWindow({
    size: windowSize,
    appFolder: import.meta.dirname,
    shown: () => showing.state(),
    log,
  });
  const showing = createShowing<WebContents>({
    timers,
    acting: () => window.acting(),
    tell: tellPage,
    renew: () => window.renew(),
  });

  // A window is closed by nobody; the program ends by the service's word or the system's, and both come through here.
  app.on('before-quit', () => window.allowClose());

  const link = linkToService({
    connect: () => connect(socket),
    timers,
    onView: showing.view,
    onAway: showing.away,
    onWipe: showing.wipe,
    onQuit: () => app.quit(),
    log,
  });

  const watch = watchPage<WebContents>({
    timers,
    acting: () => window.acting(),
    ask: pingPage,
    end: (page) => window.endSilent(page),
  });

  answerPage({
    acting: () => window.acting(),
    asking: () => window.asking(),
    state: showing.state,
    act: (act) => link.act(act),
    told: (page) => {
      if (window.takeOver(page)) showing.began();
    },
    answered: watch.answered,
    log,
  });
  window.renew();
}
