import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';

let service: ScriptedService;
let window: OpenWindow;
let page: Page;
let listener: Server;
let connections = 0;
let port = 0;

beforeAll(async () => {
  listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  service = await startScriptedService();
  service.reply({ reply: 'done' });
  const [home] = sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 });
  if (home !== undefined) service.show(home.view);
  window = await openWindow(service);
  page = await window.page();
  await page.getByRole('heading', { name: '今天想办什么事？' }).waitFor();
});

afterAll(async () => {
  await window.close();
  await service.close();
  listener.close();
});

describe('the page', () => {
  it('runs in a sandboxed process: a system-call filter, no new privileges, no Node', async () => {
    const processId = await window.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents()[0]?.getOSProcessId(),
    );
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    expect(/^Seccomp:\s*(\d)/m.exec(status)?.[1]).toBe('2');
    expect(/^NoNewPrivs:\s*(\d)/m.exec(status)?.[1]).toBe('1');
    expect(
      await page.evaluate(() => ['process', 'require', 'module', 'global'].filter((name) => name in globalThis)),
    ).toEqual([]);
  });

  it('has a bridge of four functions and nothing else of ours', async () => {
    expect(
      await page.evaluate(() => Object.entries(globalThis.window.tongban).map(([name, value]) => [name, typeof value])),
    ).toEqual([
      ['current', 'function'],
      ['act', 'function'],
      ['onState', 'function'],
      ['onPing', 'function'],
    ]);
  });

  it('is served with a policy that lets nothing in and nothing out', async () => {
    const policy = await window.app.evaluate(async ({ webContents }) => {
      const shown = webContents.getAllWebContents()[0];
      const answer = await shown?.session.fetch('app://tongban/index.html');
      return answer?.headers.get('content-security-policy');
    });
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).not.toMatch(/unsafe|data:|\*/);
  });

  it('cannot run a string as a program', async () => {
    // By a script of the page itself: what the debugger evaluates is not under the policy.
    const refused = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
            once: true,
          });
          const script = document.createElement('script');
          script.textContent = 'document.title = "changed"';
          document.head.append(script);
        }),
    );
    expect(refused).toBe('script-src-elem');
    expect(await page.title()).toBe('Tongban');
  });

  it.each([
    'https://example.org/',
    'file:///etc/passwd',
    'app://tongban/other.html',
    'data:text/html,x',
    'chrome://gpu',
    'mailto:someone@example.org',
  ])('is not led away to %s', async (address) => {
    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(page.url()).toBe('app://tongban/index.html');
    expect(await page.getByRole('heading', { name: '今天想办什么事？' }).isVisible()).toBe(true);
  });

  it.each([
    ['goes to about:blank, which nobody is asked about', () => globalThis.location.assign('about:blank')],
    ['closes itself', () => globalThis.window.close()],
  ])('is there again when it %s', async (_what, leave) => {
    await page.evaluate(leave).catch(() => {});
    await expect.poll(async () => (await window.page()) !== page, { timeout: 10_000 }).toBe(true);
    page = await window.page();
    await page.getByRole('heading', { name: '今天想办什么事？' }).waitFor();
    expect(window.app.windows()).toHaveLength(1);
  });

  it('opens no window', async () => {
    expect(await page.evaluate(() => globalThis.window.open('app://tongban/index.html'))).toBeNull();
    expect(await page.evaluate(() => globalThis.window.open('https://example.org/', '_blank', 'popup'))).toBeNull();
    expect(window.app.windows()).toHaveLength(1);
    expect(window.journal()).toContain('"window-refused"');
  });

  it('holds no permission', async () => {
    const states = await page.evaluate(async () => {
      const names = [
        'geolocation',
        'notifications',
        'camera',
        'microphone',
        'midi',
        'clipboard-read',
        'persistent-storage',
      ];
      return Promise.all(
        names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
      );
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
  });

  it.each([
    ['the camera', () => navigator.mediaDevices.getUserMedia({ video: true })],
    ['the microphone', () => navigator.mediaDevices.getUserMedia({ audio: true })],
    ['the screen', () => navigator.mediaDevices.getDisplayMedia({ video: true })],
    ['the clipboard', () => navigator.clipboard.readText()],
    ['the place', () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))],
    ['MIDI', () => navigator.requestMIDIAccess({ sysex: true })],
    [
      'serial ports',
      () => (navigator as unknown as { serial: { requestPort(): Promise<unknown> } }).serial.requestPort(),
    ],
    [
      'USB',
      () =>
        (navigator as unknown as { usb: { requestDevice(a: object): Promise<unknown> } }).usb.requestDevice({
          filters: [],
        }),
    ],
    ['the full screen', () => document.documentElement.requestFullscreen()],
    ['the pointer', () => document.body.requestPointerLock()],
  ])('is not given %s when it asks', async (_what, ask) => {
    const source = `(${ask.toString()})()`;
    // With a touch behind it, as a page would have it.
    const session = await page.context().newCDPSession(page);
    const { result } = await session.send('Runtime.evaluate', {
      expression: `Promise.race([${source}.then(() => 'granted', () => 'refused'), new Promise((r) => setTimeout(r, 2000, 'no answer'))])`,
      awaitPromise: true,
      userGesture: true,
      returnByValue: true,
    });
    await session.detach();
    expect(result.value).not.toBe('granted');
  });

  it("has no way to the system's file dialog", async () => {
    expect(await page.evaluate(() => Object.keys(globalThis).filter((name) => /^show.*Picker$/.test(name)))).toEqual(
      [],
    );
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', {
      expression: `{ const chooser = document.createElement('input'); chooser.type = 'file'; chooser.click(); }`,
      userGesture: true,
    });
    await session.detach();
    await expect.poll(window.journal).toContain('"file-dialog-refused"');
  });

  it('reaches nothing but itself: no request, socket, beacon, image, frame, worker or peer connection leaves it', async () => {
    const outcome = await page.evaluate(async (target) => {
      const loaded = (element: HTMLImageElement | HTMLScriptElement | HTMLIFrameElement): Promise<string> =>
        new Promise((resolve) => {
          element.onload = () => resolve('loaded');
          element.onerror = () => resolve('refused');
          document.body.append(element);
          setTimeout(() => resolve('refused'), 500);
        });
      const image = document.createElement('img');
      image.src = `http://${target}/a.png`;
      const script = document.createElement('script');
      script.src = `http://${target}/a.js`;
      const fetched = await Promise.allSettled(
        [`http://${target}/`, `https://${target}/`, 'file:///etc/passwd', 'app://tongban/index.html'].map((address) =>
          fetch(address),
        ),
      );
      const socket = await new Promise((resolve) => {
        const line = new WebSocket(`ws://${target}/`);
        line.onopen = () => resolve('open');
        line.onerror = () => resolve('refused');
      }).catch(() => 'refused');
      navigator.sendBeacon(`http://${target}/beacon`, 'x');
      const peer = new RTCPeerConnection({
        iceServers: [{ urls: `turn:${target}?transport=tcp`, username: 'a', credential: 'b' }],
      });
      peer.createDataChannel('x');
      const candidates: string[] = [];
      peer.onicecandidate = (event) => {
        if (event.candidate !== null && event.candidate.candidate !== '') candidates.push(event.candidate.candidate);
      };
      await peer.setLocalDescription(await peer.createOffer());
      const pictures = await Promise.all([loaded(image), loaded(script)]);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      peer.close();
      return { fetched: fetched.map((one) => one.status), socket, pictures, candidates };
    }, `127.0.0.1:${port}`);
    expect(outcome).toEqual({
      fetched: ['rejected', 'rejected', 'rejected', 'rejected'],
      socket: 'refused',
      pictures: ['refused', 'refused'],
      candidates: [],
    });
    expect(connections).toBe(0);
  });

  it('has a filter of its own under the policy, which the policy does not govern', async () => {
    const why = await window.app.evaluate(
      async ({ webContents }, to) =>
        webContents
          .getAllWebContents()[0]
          ?.session.fetch(to)
          .then(
            () => 'answered',
            (reason: unknown) => String(reason),
          ),
      `http://127.0.0.1:${port}/`,
    );
    // Without the filter it would only find no way: ERR_PROXY_CONNECTION_FAILED.
    expect(why).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(window.journal()).toContain('"request-refused"');
  });

  it('saves nothing', async () => {
    // A place is given to it, or an allowed download would ask for one and wait in the system's dialog.
    const download = await window.app.evaluateHandle(({ app, webContents }) => {
      const file = `${app.getPath('userData')}/saved.txt`;
      const ended = new Promise<string>((resolve) => {
        webContents.getAllWebContents()[0]?.session.once('will-download', (_event, item) => {
          item.setSavePath(file);
          item.once('done', (__event, state) => resolve(state));
        });
      });
      return { file, ended };
    });
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x']));
      link.download = 'x.txt';
      link.click();
    });
    expect(await download.evaluate(({ ended }) => ended)).toBe('cancelled');
    expect(existsSync(await download.evaluate(({ file }) => file))).toBe(false);
    expect(window.journal()).toContain('"download-refused"');
  });

  it('looks up no name, also none that needs no network to be known', async () => {
    const looked = await window.app.evaluate(({ webContents }) =>
      webContents
        .getAllWebContents()[0]
        ?.session.resolveHost('localhost')
        .then(
          () => 'found',
          (reason: unknown) => String(reason),
        ),
    );
    expect(looked).toContain('ERR_NAME_NOT_RESOLVED');
  });

  it.each([
    ['alert', () => String(globalThis.alert('?'))],
    ['confirm', () => String(globalThis.confirm('?'))],
  ])(
    'raises no dialog of the system by %s: the page has its answer at once',
    async (_kind, ask) => {
      // Heard and left open: one that were raised would hold the page until somebody answers it.
      page.once('dialog', () => {});
      expect(await page.evaluate(ask)).not.toBe('true');
    },
    10_000,
  );

  it('is not closed, reloaded or inspected by a key', async () => {
    await page.evaluate(() => {
      document.body.dataset['before'] = 'yes';
    });
    await window.app.evaluate(({ webContents }) => {
      const shown = webContents.getAllWebContents()[0];
      const keys: readonly (readonly [string, ('control' | 'alt' | 'shift' | 'meta')[]])[] = [
        ['F5', []],
        ['F11', []],
        ['F12', []],
        ['r', ['control']],
        ['w', ['control']],
        ['q', ['control']],
        ['i', ['control', 'shift']],
        ['F4', ['alt']],
        ['Left', ['alt']],
      ];
      for (const [keyCode, modifiers] of keys) {
        shown?.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
        shown?.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
      }
      shown?.openDevTools();
    });
    expect(await page.evaluate(() => document.body.dataset['before'])).toBe('yes');
    expect(
      await window.app.evaluate(({ webContents }) =>
        webContents.getAllWebContents().map((one) => one.isDevToolsOpened()),
      ),
    ).toEqual([false]);
  });
});

describe('what the page asks for', () => {
  it.each([
    ['an unknown act', { act: 'erase-everything', session: 1 }],
    ['more than the act has', { act: 'agree', session: 1, note: '13812345512' }],
    ['a session that is no number', { act: 'agree', session: '1' }],
    [
      'something very long',
      { act: 'answer', session: 1, question: 'reason', value: { kind: 'text', text: '王'.repeat(5000) } },
    ],
    ['nothing', null],
  ])('is refused and logged when it is %s, and does not reach the service', async (_what, sent) => {
    const before = service.received.length;
    const reply = await page.evaluate((act) => globalThis.window.tongban.act(act as never), sent);
    expect(reply).toEqual({ reply: 'refused', why: 'malformed' });
    expect(service.received).toHaveLength(before);
    expect(window.journal()).toContain('"act-refused"');
    expect(window.journal()).not.toMatch(/13812345512|王王|erase-everything/);
  });
});
