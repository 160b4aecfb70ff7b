import { z } from 'zod';
import { signedAcknowledgements } from './deliveries.ts';

/** Lists that one request carries at most: of fifty cases each, they fill a tenth of the largest body. */
export const maxListsPerRequest = 50;

/**
 * POST /v1/tombstones. What this terminal erased on the platform's word, offered again after the epoch rose: the platform's
 * own signed lists, in its own bytes, so that a restored platform can believe them.
 */
export const tombstonesRequest = z.strictObject({
  v: z.literal(1),
  lists: z.array(signedAcknowledgements).min(1).max(maxListsPerRequest),
});
export type TombstonesRequest = Readonly<z.infer<typeof tombstonesRequest>>;

export const tombstonesResponse = z.strictObject({
  v: z.literal(1),
  /** Cases in them that the platform acknowledged and no longer has. It keeps a note of each. */
  lost: z.number().int().min(0),
});
export type TombstonesResponse = Readonly<z.infer<typeof tombstonesResponse>>;
