import { z } from 'zod';
import { deviceStatuses } from '../devices/statuses.ts';
import { staffPseudonym } from '../staff.ts';
import { caseState, waitReason } from './waiting.ts';

export const triedDevice = z.enum([
  'idCardReader',
  'receiptPrinter',
  'pagePrinter',
  'documentScanner',
  'codeReader',
  'smartCardReader',
]);
export type TriedDevice = z.infer<typeof triedDevice>;

/** A device that staff try. What came of a card, a page or a code is not in it: that it came, is. */
const deviceTry = z.strictObject({
  device: triedDevice,
  state: z.enum([
    'working',
    'put-something-there',
    'take-away-first',
    'again',
    'worked',
    /** Its status says why. */
    'not-worked',
    /** Whether it came out whole, only the paper says. */
    'look-at-paper',
  ]),
});
export type DeviceTry = Readonly<z.infer<typeof deviceTry>>;

export const staffPinScreen = z.strictObject({
  screen: z.literal('staff-pin'),
  wrong: z.boolean(),
  lockedSeconds: z.number().int().min(0),
  /**
   * Beside the PIN: how it stands with a staff card. `not-offered`: the settings name none. `not-staff`: it proved a key that
   * is nobody's here.
   */
  card: z.enum(['not-offered', 'no-reader', 'waiting', 'asking', 'insert-again', 'unknown-card', 'not-staff']),
});

export const staffScreen = z.strictObject({
  screen: z.literal('staff'),
  waiting: z.array(
    z.strictObject({
      caseNumber: z.string(),
      itemName: z.string(),
      submittedAt: z.string(),
      state: caseState,
      reason: waitReason,
      /** Of the last try: status and error codes; or how far papers are, those there of all and bytes: "1/3 41%". */
      detail: z.string(),
      receiptPrinted: z.boolean(),
    }),
  ),
  /** How many older ones come before those in `waiting`. */
  waitingFrom: z.number().int().min(0),
  /** All that wait; `waiting` holds one page of them, oldest first. Null where the database could not be looked into. */
  waitingCount: z.number().int().nullable(),
  /** When staff here last asked for what waits to be sent at once: ISO 8601; null if not since they signed in. */
  askedToSendAt: z.string().nullable(),
  /** Whose card opened it: pulling that card closes it. Null where it was the PIN. */
  card: staffPseudonym.nullable(),
  devices: deviceStatuses,
  trying: deviceTry.nullable(),
  /** Files of items and settings that could not be used: file, line, what is wrong, what would be right. */
  configFaults: z.array(
    z.strictObject({ file: z.string(), line: z.number().int(), wrong: z.string(), right: z.string() }),
  ),
});
