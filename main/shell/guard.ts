import { z } from 'zod';
import { err, ok, type Result } from '../contract/result.ts';
import type { PageState } from '../contract/shell-service.ts';
import { type Act, act, photographPartBytes } from '../contract/view/act.ts';

/** What may pass, as plain functions: each case is tested without a window. lock-down.ts hangs them on Electron's events. */

export const pageScheme = 'app';
export const pageOrigin = 'app://tongban';
export const pageAddress = `${pageOrigin}/index.html`;

/** Everything the page may load comes from its own folder, and it may connect to nothing at all. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Whether a request of any kind may leave the page's process. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password, port } = new URL(address);
  return protocol === `${pageScheme}:` && host === 'tongban' && username === '' && password === '' && port === '';
}

interface Frame {
  readonly origin: string;
}

interface Asker {
  readonly sender: unknown;
  /** Null once the frame is gone or has moved on. */
  readonly senderFrame: Frame | null;
}

/**
 * Whether a message comes from this page itself: its main frame, and still on our own origin. The preload runs in no
 * subframe and nothing navigates, so no other message is known to be possible; this is for the day one is.
 */
export function isFromPage({ sender, senderFrame }: Asker, page: { readonly mainFrame: Frame } | null): boolean {
  return (
    page !== null &&
    sender === page &&
    senderFrame !== null &&
    senderFrame === page.mainFrame &&
    senderFrame.origin === pageOrigin
  );
}

interface Key {
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/**
 * Whether a key reaches the page. A keyboard may be plugged in by anybody: what is not typing, moving or choosing is
 * dropped, rather than a list of known accelerators kept, which every Chromium makes longer.
 */
export function passesToPage({ key, control, alt, meta }: Key): boolean {
  if (control || alt || meta) return false;
  if (key.length === 1) return true;
  return (
    ['Tab', 'Enter', 'Backspace', 'Delete', 'Escape', 'Home', 'End', 'Shift'].includes(key) || key.startsWith('Arrow')
  );
}

interface MediaWish {
  readonly permission: string;
  readonly mediaTypes: readonly string[];
  readonly isMainFrame: boolean;
  readonly origin: string;
}

/** Whether the page may open the camera: pictures alone, for itself, and while a question stands there that takes photographs. */
export function mayUseCamera({ permission, mediaTypes, isMainFrame, origin }: MediaWish, state: PageState): boolean {
  if (permission !== 'media' || !isMainFrame || !isOwnAddress(origin)) return false;
  if (mediaTypes.length === 0 || mediaTypes.some((type) => type !== 'video')) return false;
  if (state.state !== 'view' || state.view.screen.screen !== 'question') return false;
  const { view } = state.view.screen;
  return view.kind === 'paper' && view.camera !== null;
}

/** An answer in words is at most 400 characters; ten times that is no answer. */
const maxActCharacters = 4096;
/** 2000 points of two lengths and a time. */
const maxSignatureCharacters = 64 * 1024;
const maxPhotographCharacters = (photographPartBytes / 3) * 4 + 256;
const signing = z.object({ act: z.literal('answer'), value: z.object({ kind: z.literal('signature') }) });
const photographing = z.object({ act: z.literal('photograph') });

export type ActFault = 'too-long' | 'not-an-act';

/** What the page sent, as an act. The fault says nothing of what was in it. */
export function readAct(sent: unknown): Result<Act, ActFault> {
  let text: string | undefined;
  try {
    text = JSON.stringify(sent);
  } catch {
    return err('not-an-act');
  }
  if (text === undefined) return err('not-an-act');
  if (text.length > mostCharacters(sent)) return err('too-long');
  const read = act.safeParse(sent);
  return read.success ? ok(read.data) : err('not-an-act');
}

function mostCharacters(sent: unknown): number {
  if (photographing.safeParse(sent).success) return maxPhotographCharacters;
  return signing.safeParse(sent).success ? maxSignatureCharacters : maxActCharacters;
}

/** The window's content in px: a kiosk fills the display; on a desk it is given, as WIDTHxHEIGHT. */
export type WindowSize =
  | { readonly kiosk: true }
  | { readonly kiosk: false; readonly width: number; readonly height: number };

export function readWindowSize(given: string | undefined): Result<WindowSize, string> {
  if (given === undefined || given === '') return ok({ kiosk: true });
  const match = /^(\d{3,4})x(\d{3,4})$/.exec(given);
  if (match === null) return err(`TONGBAN_WINDOW is "${given}"; it is a width and a height, as 1080x1920`);
  return ok({ kiosk: false, width: Number(match[1]), height: Number(match[2]) });
}
