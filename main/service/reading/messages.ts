import { z } from 'zod';

/** Between the service and the program that reads pages, over the child-process channel. */
export const pageToRead = z.strictObject({ nth: z.number().int(), jpeg: z.instanceof(Uint8Array) });

export const readingSays = z.discriminatedUnion('says', [
  z.strictObject({ says: z.literal('ready') }),
  /** 0 to 1. */
  z.strictObject({ says: z.literal('share'), nth: z.number().int(), share: z.number() }),
  /** From the top; null where it is no picture that can be read. */
  z.strictObject({ says: z.literal('lines'), nth: z.number().int(), lines: z.array(z.string()).nullable() }),
]);
export type ReadingSays = Readonly<z.infer<typeof readingSays>>;
