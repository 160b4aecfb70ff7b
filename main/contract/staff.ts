import { z } from 'zod';

/** A member of staff, by the number of their card: in the settings and in the audit log. Who is who is written down elsewhere. */
export const staffPseudonym = z.string().regex(/^staff-[1-9]\d{0,3}$/);
