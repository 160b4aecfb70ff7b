import { app, Menu, type Session, type WebContents } from 'electron';
import type { PageState } from '../contract/shell-service.ts';
import { isOwnAddress, mayUseCamera, passesToPage } from './guard.ts';
import type { Log } from './log.ts';

/** Before the app is ready. */
export function lockDownApp(log: Log): void {
  app.enableSandbox();
  app.commandLine.appendSwitch('disable-pinch');
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  // No name is ever looked up, also not by what no request filter sees (prefetching, WebRTC).
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  Menu.setApplicationMenu(null);
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents, log));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event) => event.preventDefault());
}

function lockDownContents(contents: WebContents, log: Log): void {
  // The first page is loaded by the shell itself, which raises none of these: all that come are somebody else's wish.
  contents.on('will-navigate', (event) => {
    event.preventDefault();
    log('navigation-refused');
  });
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('context-menu', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    log('window-refused');
    return { action: 'deny' };
  });
  contents.on('before-input-event', (event, input) => {
    if (!passesToPage(input)) event.preventDefault();
  });
  contents.on('dom-ready', () => void contents.setVisualZoomLevelLimits(1, 1));
  refuseFileDialogs(contents, log);
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/**
 * A file input opens the system's file dialog, a window over the window that shows the disk, and Electron has no event
 * for it. Chromium's own debugging interface can hold it back, so the shell attaches to it; nothing is listened to there.
 */
function refuseFileDialogs(contents: WebContents, log: Log): void {
  contents.debugger.attach();
  contents.debugger.on('message', (_event, method) => {
    if (method === 'Page.fileChooserOpened') log('file-dialog-refused');
  });
  const held = async (): Promise<void> => {
    await contents.debugger.sendCommand('Page.enable');
    await contents.debugger.sendCommand('Page.setInterceptFileChooserDialog', { enabled: true });
  };
  held().catch((reason: unknown) =>
    log('file-dialog-not-held', { why: reason instanceof Error ? reason.message : '' }),
  );
}

/** `shown`: what the page has been told to show. */
export async function lockDownSession(session: Session, shown: () => PageState, log: Log): Promise<void> {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const { isMainFrame, requestingUrl } = details;
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const may = mayUseCamera({ permission, mediaTypes, isMainFrame, origin: requestingUrl }, shown());
    if (!may) log('permission-refused', { permission });
    answer(may);
  });
  session.setPermissionCheckHandler((_contents, permission, origin, { isMainFrame, mediaType }) =>
    mayUseCamera({ permission, mediaTypes: mediaType === undefined ? [] : [mediaType], isMainFrame, origin }, shown()),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
    log('download-refused');
  });
  session.webRequest.onBeforeRequest((request, answer) => {
    const own = isOwnAddress(request.url);
    if (!own) log('request-refused', { kind: request.resourceType });
    answer({ cancel: !own });
  });
  session.setSpellCheckerEnabled(false);
  // What gets past all that goes to a proxy that is not there: the discard port of this machine.
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'socks5://127.0.0.1:9',
    proxyBypassRules: '<-loopback>',
  });
}
