import { describe, expect, it } from 'vitest';
import { maxSignaturePoints } from '../contract/answers.ts';
import type { PageState } from '../contract/shell-service.ts';
import { photographPartBytes } from '../contract/view/act.ts';
import { isFromPage, isOwnAddress, mayUseCamera, passesToPage, readAct, readWindowSize } from './guard.ts';

describe('an address', () => {
  it.each(['app://tongban/index.html', 'app://tongban/assets/page.js'])('%s is our own', (address) => {
    expect(isOwnAddress(address)).toBe(true);
  });

  it.each([
    'https://example.org/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'app://elsewhere/index.html',
    'app://tongban.example.org/',
    'app://tongban@example.org/',
    'app://user@tongban/',
    'app://tongban:80/',
    'data:text/html,x',
    'blob:app://tongban/1',
    'javascript:alert(1)',
    'about:blank',
    'view-source:app://tongban/index.html',
    'chrome://gpu',
    'devtools://devtools/bundled/inspector.html',
    'ws://127.0.0.1/',
    '',
    'not an address',
  ])('%s is not', (address) => {
    expect(isOwnAddress(address)).toBe(false);
  });
});

describe('a key', () => {
  const plain = { control: false, alt: false, meta: false };
  it.each(['a', '1', '王', ' ', 'Tab', 'Enter', 'ArrowDown', 'Backspace'])('%s reaches the page', (key) => {
    expect(passesToPage({ key, ...plain })).toBe(true);
  });

  it.each([
    ['F5', plain],
    ['F11', plain],
    ['F12', plain],
    ['BrowserBack', plain],
    ['r', { ...plain, control: true }],
    ['I', { ...plain, control: true }],
    ['w', { ...plain, control: true }],
    ['+', { ...plain, control: true }],
    ['F4', { ...plain, alt: true }],
    ['ArrowLeft', { ...plain, alt: true }],
    ['q', { ...plain, meta: true }],
    ['Meta', plain],
    ['ContextMenu', plain],
  ])('%s does not', (key, held) => {
    expect(passesToPage({ key, ...held })).toBe(false);
  });
});

describe('a message', () => {
  const mainFrame = { origin: 'app://tongban' };
  const page = { mainFrame };

  it("is the page's own from its main frame", () => {
    expect(isFromPage({ sender: page, senderFrame: mainFrame }, page)).toBe(true);
  });

  it.each([
    ['a frame within it', { sender: page, senderFrame: { origin: 'app://tongban' } }],
    ['a frame that is gone', { sender: page, senderFrame: null }],
    ['another page', { sender: { mainFrame }, senderFrame: mainFrame }],
  ])('is not from %s', (_what, asker) => {
    expect(isFromPage(asker, page)).toBe(false);
  });

  it.each(['https://example.org', 'app://elsewhere', 'null'])('is not from %s in its main frame', (origin) => {
    const led = { mainFrame: { origin } };
    expect(isFromPage({ sender: led, senderFrame: led.mainFrame }, led)).toBe(false);
  });

  it('is nobody’s while no page may ask', () => {
    expect(isFromPage({ sender: null, senderFrame: mainFrame }, null)).toBe(false);
  });
});

describe('what the page sends', () => {
  it('is taken when it is an act', () => {
    expect(readAct({ act: 'agree', session: 3 })).toEqual({ ok: true, value: { act: 'agree', session: 3 } });
  });

  it.each([
    ['nothing', undefined],
    ['an unknown act', { act: 'delete-everything', session: 3 }],
    ['more than an act', { act: 'agree', session: 3, also: 'this' }],
    ['no session', { act: 'agree' }],
    ['a circle', circle()],
    ['a number too large to write', { act: 'agree', session: 10n }],
  ])('is refused when it is %s', (_what, sent) => {
    expect(readAct(sent)).toEqual({ ok: false, error: 'not-an-act' });
  });

  it('is refused by its length before it is looked at', () => {
    expect(readAct({ act: 'agree', session: 3, also: 'x'.repeat(5000) })).toEqual({ ok: false, error: 'too-long' });
  });

  it('may be as long as the longest signature and the longest part of a photograph, and no longer', () => {
    const stroke = Array.from({ length: maxSignaturePoints }, (_, at) => [399.99, 399.99, 3_590_000 + at]);
    const value = { kind: 'signature', widthMm: 399.99, heightMm: 399.99, strokes: [stroke] };
    const signed = { act: 'answer', session: 2 ** 31, question: 'q'.repeat(41), value };
    expect(readAct(signed).ok).toBe(true);
    expect(readAct({ ...signed, also: 'x'.repeat(65_536) })).toEqual({ ok: false, error: 'too-long' });
    const part = {
      act: 'photograph',
      session: 2 ** 31,
      at: 99,
      base64: 'AAAA'.repeat(photographPartBytes / 3),
      last: false,
    };
    expect(readAct(part).ok).toBe(true);
    expect(readAct({ ...part, base64: `${part.base64}AAAA` })).toEqual({ ok: false, error: 'not-an-act' });
    expect(readAct({ ...part, base64: part.base64.repeat(2) })).toEqual({ ok: false, error: 'too-long' });
  });
});

describe('the camera', () => {
  const wish = { permission: 'media', mediaTypes: ['video'], isMainFrame: true, origin: 'app://tongban/' };
  const paper = {
    kind: 'paper',
    maxPages: 1,
    needed: true,
    scanner: { state: 'not-configured' },
    scan: { state: 'none' },
  };
  const at = (view: object): PageState =>
    ({ state: 'view', view: { screen: { screen: 'question', view } } }) as unknown as PageState;

  it('is the page’s own while a question takes photographs', () => {
    expect(mayUseCamera(wish, at({ ...paper, camera: 'HD' }))).toBe(true);
  });

  it.each([
    ['that takes none', at({ ...paper, camera: null })],
    ['of another kind', at({ kind: 'phone' })],
  ])('is nobody’s at a question %s', (_what, state) => {
    expect(mayUseCamera(wish, state)).toBe(false);
  });

  it.each([
    ['elsewhere', { state: 'view', view: { screen: { screen: 'home' } } } as unknown as PageState],
    ['without a service', { state: 'one-moment', takesLong: false, help: null } as const],
  ])('is nobody’s %s', (_where, state) => {
    expect(mayUseCamera(wish, state)).toBe(false);
  });

  it.each([
    ['with sound', { ...wish, mediaTypes: ['video', 'audio'] }],
    ['for sound alone', { ...wish, mediaTypes: ['audio'] }],
    ['for nothing', { ...wish, mediaTypes: [] }],
    ['for a frame within it', { ...wish, isMainFrame: false }],
    ['for another origin', { ...wish, origin: 'https://example.org/' }],
    ['as another permission', { ...wish, permission: 'geolocation' }],
  ])('is not given %s', (_what, other) => {
    expect(mayUseCamera(other, at({ ...paper, camera: 'HD' }))).toBe(false);
  });
});

it('the window fills the display unless a size is given', () => {
  expect(readWindowSize(undefined)).toEqual({ ok: true, value: { kiosk: true } });
  expect(readWindowSize('540x960')).toEqual({ ok: true, value: { kiosk: false, width: 540, height: 960 } });
  expect(readWindowSize('large').ok).toBe(false);
});

function circle(): unknown {
  const round: Record<string, unknown> = { act: 'agree' };
  round['session'] = round;
  return round;
}
