import { z } from 'zod';
import { base64url, instant, publicKey, signature } from './encoded.ts';
import { keyId } from './keys.ts';

/** Enrolments that one list names at most: as many as an answer of a mebibyte carries. */
export const maxFleet = 8000;

/**
 * GET /v1/fleet. Which key each enrolment of the fleet signs with, so that any terminal can check any receipt without a
 * network. Signed by an acknowledgement key, which the gateway has not. Of those that are no longer believed, the key list tells.
 */
export const fleetList = z.strictObject({
  v: z.literal(1),
  /** The platform's time when it was signed: how old it is says how much may be missing. */
  at: instant,
  /** The newest enrolments, by "LLZ01/1". */
  terminals: z.array(z.strictObject({ incarnation: z.string(), publicKey })).max(maxFleet),
});
export type FleetList = Readonly<z.infer<typeof fleetList>>;

/** `bytes`: the JSON of `fleetList`; signed over purpose `fleet-list`. */
export const signedFleetList = z.strictObject({ bytes: base64url, key: keyId, signature });
export type SignedFleetList = Readonly<z.infer<typeof signedFleetList>>;
