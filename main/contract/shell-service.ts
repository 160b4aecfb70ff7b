import { z } from 'zod';
import { act, actReply, type Act, type ActReply } from './view/act.ts';
import { view } from './view/view.ts';

/**
 * Between the shell and the service, over a Unix socket (a named pipe on Windows): each message is a 4-byte big-endian
 * length followed by that many bytes of UTF-8 JSON.
 */
export const maxMessageBytes = 256 * 1024;

export const shellToService = z.discriminatedUnion('message', [
  /** The first message. `heldSession`: the last view this shell showed was of somebody's session, in another run of the service. */
  z.strictObject({ message: z.literal('attach'), lastRun: z.string().max(64).nullable(), heldSession: z.boolean() }),
  z.strictObject({ message: z.literal('act'), id: z.number().int(), act }),
]);
export type ShellToService = Readonly<z.infer<typeof shellToService>>;

export const serviceToShell = z.discriminatedUnion('message', [
  z.strictObject({ message: z.literal('view'), view }),
  z.strictObject({ message: z.literal('act-reply'), id: z.number().int(), reply: actReply }),
  /** Between two people: a new page process and a new, empty partition, before the next view is shown. */
  z.strictObject({ message: z.literal('wipe') }),
  /** A member of staff ended the program. */
  z.strictObject({ message: z.literal('quit') }),
]);
export type ServiceToShell = Readonly<z.infer<typeof serviceToShell>>;

/** What the page gets: a view, or that the shell has no service just now. */
export const pageState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('view'), view }),
  z.strictObject({
    state: z.literal('one-moment'),
    /** Longer than anyone should be left waiting: staff are to be called. */
    takesLong: z.boolean(),
    /** Whom, where a view has said so. */
    help: z.strictObject({ name: z.string(), phone: z.string() }).nullable(),
  }),
]);
export type PageState = Readonly<z.infer<typeof pageState>>;

/** What the preload puts into the page as `window.tongban`. */
export interface PageBridge {
  current(): Promise<PageState>;
  act(act: Act): Promise<ActReply>;
  onState(listener: (state: PageState) => void): () => void;
  /** The shell asks whether the page is there; that the listener came to its end is the answer. */
  onPing(listener: () => void): () => void;
}
