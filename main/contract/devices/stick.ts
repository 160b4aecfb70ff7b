import { z } from 'zod';
import { scanId } from './document-scanner.ts';
import { ticket } from './ticket.ts';

export const stickSettings = z.strictObject({
  /** Where the system mounts what is plugged in, each stick in a folder of its own: read-only, without programs. */
  folder: z.string().regex(/^\//),
});
export type StickSettings = Readonly<z.infer<typeof stickSettings>>;

/** Of one stick. A person finds theirs among these; more would be a list nobody reads. */
export const maxStickFiles = 60;

/** A resident's own stick. Its names are personal: they are told to the session that asked, and to nobody else. */
export const stickState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  /** The newest first. `file` names it for as long as it is looked at. */
  z.strictObject({
    state: z.literal('there'),
    files: z
      .array(z.strictObject({ file: z.number().int(), name: z.string().max(255), bytes: z.number().int() }))
      .max(maxStickFiles),
  }),
  /** It is plugged in and cannot be read. */
  z.strictObject({ state: z.literal('unreadable') }),
]);
export type StickState = Readonly<z.infer<typeof stickState>>;

export const stickOrders = [
  /** Tell what lies on a stick, now and whenever it changes, until `leave-stick`. */
  z.strictObject({ message: z.literal('look-at-stick'), ticket }),
  z.strictObject({ message: z.literal('leave-stick'), ticket }),
  /** One file as a page: its parts and an outcome follow under `scan`, as a scanned page's do. */
  z.strictObject({ message: z.literal('take-from-stick'), ticket, scan: scanId, file: z.number().int() }),
] as const;

export const stickTells = [z.strictObject({ message: z.literal('stick'), ticket, stick: stickState })] as const;
