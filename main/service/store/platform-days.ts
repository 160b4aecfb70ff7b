const dayMs = 24 * 60 * 60 * 1000;
/** The longest holiday over which a terminal is switched off, and some. */
const longestStepDays = 14;

/** How many days have passed by the times the platform signed: what a proof's age is reckoned in. */
export interface PlatformDays {
  /** The last day it signed, in days since 1970; null before the first. */
  readonly day: number | null;
  /** Days counted so far. */
  readonly days: number;
}

/**
 * Counts on with one more signed time (ISO 8601). This terminal's own clock is not asked. Nor does a jump of the platform's
 * count, forward or back: a gateway that says 2040 for an hour would make everything here a year old. A step of some days is
 * believed, so what a terminal that is switched off for longer keeps, it keeps longer.
 */
export function countOn({ day, days }: PlatformDays, at: string): PlatformDays {
  const today = Math.floor(Date.parse(at) / dayMs);
  if (day === null) return { day: today, days };
  const step = today - day;
  if (step > 0 && step <= longestStepDays) return { day: today, days: days + step };
  // Two gateways whose clocks differ by a day are not to make a day of each contact.
  const isFarAway = Math.abs(step) > longestStepDays;
  return isFarAway ? { day: today, days } : { day, days };
}
