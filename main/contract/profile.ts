import { z } from 'zod';
import { regionCode } from './answers.ts';
import { deviceSettings } from './device-host.ts';
import { phoneNumber } from './phone-number.ts';
import { isRegion } from './regions.ts';
import { staffPseudonym } from './staff.ts';
import { publicKey } from './wire/encoded.ts';
import { words } from './words.ts';

/** Settings of one terminal: where it stands, what is attached to it, whom to call. */
export const profile = z.strictObject({
  place: words,
  /** The county it stands in, GB/T 2260. Without it no item is offered that is open between named places only. */
  region: regionCode.refine(isRegion, { error: 'no place has this code' }).optional(),
  help: z.strictObject({ name: words, phone: phoneNumber }),
  panel: z.strictObject({ heightMm: z.number().positive() }),
  platform: z.strictObject({
    url: z.url({ protocol: /^https$/ }),
    /** The province's root keys as they came with the package: Ed25519, raw, base64url. Nothing on the line replaces them. */
    roots: z.array(z.strictObject({ id: z.string().min(1), publicKey })).min(1),
  }),
  devices: deviceSettings,
  /** Over a table, for papers. The page opens it, and the device host knows nothing of it. */
  camera: z
    .strictObject({
      /** Part of the name under which the system lists it: tells it from one that looks at the person. */
      name: z.string().min(1),
    })
    .optional(),
  /** Looks at the person, for a photograph on a card where an item asks for one. */
  portraitCamera: z.strictObject({ name: z.string().min(1) }).optional(),
  /** Elderly mode takes twice as long. */
  idle: z.strictObject({ warnAfterSeconds: z.number().int().min(20), endAfterSeconds: z.number().int().min(20) }),
  staff: z.strictObject({
    /** scrypt$N$r$p$salt$hash, salt and hash in base64url: `npm run staff-pin` makes it. */
    pinHash: z.string().regex(/^scrypt\$(16384|32768)\$8\$1\$[\w-]{22}\$[\w-]{43}$/),
    /** Whose cards open the staff page, beside the PIN. */
    cards: z
      .array(
        z.strictObject({
          pseudonym: staffPseudonym,
          /** P-256, SubjectPublicKeyInfo, base64: what stands between the lines of a PEM file, as one line. */
          publicKey: z.string().regex(/^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[A-Za-z0-9+/]{86}==$/),
        }),
      )
      .max(200)
      .refine((cards) => new Set(cards.map(({ publicKey }) => publicKey)).size === cards.length, {
        error: 'one key for two cards',
      })
      .optional(),
  }),
});
export type Profile = Readonly<z.infer<typeof profile>>;
