import { z } from 'zod';
import { readerStatus } from '../devices/id-card-reader.ts';
import { keyMeaning } from '../devices/keypad.ts';
import { printerStatus } from '../devices/receipt-printer.ts';
import { language } from '../words.ts';
import { draftAtEnd, screen } from './screen.ts';

const pressedKey = z.strictObject({ nth: z.number().int(), key: keyMeaning });
export type PressedKey = Readonly<z.infer<typeof pressedKey>>;

/**
 * What the page shows and what it may ask. The service decides both: the page keeps no answer of its own, so a page
 * that dies is shown again where it was, and one that is taken over can see no more than the screen did.
 */
export const view = z.strictObject({
  /** One run of the service. */
  run: z.string(),
  /** Counts the sessions of a run. An act that carries another number is refused: it was meant for somebody else's screen. */
  session: z.number().int(),
  place: z.string(),
  language,
  elderly: z.boolean(),
  online: z.boolean(),
  reader: readerStatus,
  printer: printerStatus,
  /** The device host is being started again. */
  devicesRestarting: z.boolean(),
  /** Someone's answers are held now. */
  inSession: z.boolean(),
  /** What becomes of them should nobody touch the screen any more. */
  draftAtIdle: draftAtEnd,
  helpName: z.string(),
  helpPhone: z.string(),
  /** Nobody has touched the screen: it ends in this many seconds unless someone says "I am here". */
  idleEndsInSeconds: z.number().int().nullable(),
  /** The code reader types: what comes much faster than a person types, and ends by Enter, is a code. */
  codesAreTyped: z.boolean(),
  /** The terminal's own keys: those pressed just now, counted; and which of a keyboard's are such, by `code`. */
  keys: z.strictObject({ pressed: z.array(pressedKey), typed: z.record(z.string(), keyMeaning).nullable() }),
  /** The panel's height in millimetres, by which the page is scaled. */
  panelHeightMm: z.number(),
  screen,
});
export type View = Readonly<z.infer<typeof view>>;
