import { z } from 'zod';
import { exactly } from './encoded.ts';

/** POST /v1/case-look-ups. The number alone shows only that the case exists; the receipt's secret opens its state. */
export const caseLookUpRequest = z.strictObject({
  v: z.literal(1),
  caseNumber: z.string(),
  /** The 16 random bytes of the receipt's code. */
  secret: exactly(16).nullable(),
});
export type CaseLookUpRequest = Readonly<z.infer<typeof caseLookUpRequest>>;

export const caseLookUpResponse = z.strictObject({
  v: z.literal(1),
  found: z.boolean(),
  /** Null without the right secret, and while the platform has not opened the case. */
  state: z.enum(['received', 'refused']).nullable(),
});
export type CaseLookUpResponse = Readonly<z.infer<typeof caseLookUpResponse>>;
