import { z } from 'zod';

/** YYYYMMDD as the card carries it, written YYYY-MM-DD. */
export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const until = z.union([isoDate, z.literal('long-term')]);
const sex = z.enum(['unknown', 'male', 'female', 'not-stated']);

/**
 * What an ID card says, one shape per layout of GA 450 and its successors. `idNumber` is as read: whether its check
 * digit holds is for the service to judge, because the person is told so in words.
 */
export const idCard = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('resident'),
    name: z.string().min(1),
    sex,
    /** GB/T 3304 code, two digits. */
    ethnicCode: z.string(),
    birth: isoDate,
    address: z.string(),
    idNumber: z.string(),
    issuedBy: z.string(),
    validFrom: isoDate,
    validUntil: until,
  }),
  z.strictObject({
    kind: z.literal('hmt-resident'),
    name: z.string().min(1),
    sex,
    birth: isoDate,
    address: z.string(),
    idNumber: z.string(),
    issuedBy: z.string(),
    validFrom: isoDate,
    validUntil: until,
    passNumber: z.string(),
    timesIssued: z.string(),
  }),
  z.strictObject({
    kind: z.literal('foreign-2023'),
    /** The Chinese name; `englishName` where the card has none. */
    name: z.string().min(1),
    englishName: z.string(),
    sex,
    birth: isoDate,
    idNumber: z.string(),
    nationality: z.string(),
    timesReissued: z.string(),
    validFrom: isoDate,
    validUntil: until,
  }),
  z.strictObject({
    kind: z.literal('foreign-2017'),
    /** The Chinese name; `englishName` where the card has none. */
    name: z.string().min(1),
    englishName: z.string(),
    sex,
    birth: isoDate,
    /** 15 characters: this older card has no GB 11643 number. */
    idNumber: z.string(),
    nationality: z.string(),
    cardVersion: z.string(),
    authority: z.string(),
    validFrom: isoDate,
    validUntil: until,
  }),
]);
export type IdCard = Readonly<z.infer<typeof idCard>>;
