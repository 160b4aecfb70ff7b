import { z } from 'zod';
import { atHid } from './usb.ts';

/** What a key of the terminal is for, whatever stands on it. */
export const keyMeaning = z.enum([
  'next',
  'previous',
  'ok',
  'back',
  'help',
  '0',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
]);
export type KeyMeaning = z.infer<typeof keyMeaning>;

export const keypadSettings = z.discriminatedUnion('transport', [
  z.strictObject({
    ...atHid,
    /** Where in a report the list of keys that are down begins: behind the report's number, and what else stands before. */
    keysAt: z.number().int().min(0).max(63),
    /** A key's number in the report, in decimal, and what it is for. */
    keys: z.record(z.string().regex(/^[1-9]\d{0,2}$/), keyMeaning),
  }),
  z.strictObject({
    /** Its keys are those of a keyboard, and reach the page as such. */
    transport: z.literal('keyboard'),
    /** A key as browsers name it (`code`: ArrowDown, NumpadEnter, F1), and what it is for. */
    keys: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,30}$/), keyMeaning),
  }),
]);
export type KeypadSettings = Readonly<z.infer<typeof keypadSettings>>;

export const keypadStatus = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-configured') }),
  z.strictObject({ state: z.literal('connecting') }),
  /** There. Whether its keys work, a press alone shows. */
  z.strictObject({ state: z.literal('ready') }),
  /** It is a keyboard to this machine. */
  z.strictObject({ state: z.literal('types') }),
  /** It is missing or went away. The driver goes on trying. */
  z.strictObject({ state: z.literal('no-keypad') }),
]);
export type KeypadStatus = Readonly<z.infer<typeof keypadStatus>>;

/** Keys belong to whoever stands there now, and carry no ticket. */
export const keypadTells = [z.strictObject({ message: z.literal('key'), key: keyMeaning })] as const;
