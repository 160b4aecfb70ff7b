import type { CaseHeader } from '../../contract/wire/envelope.ts';

/**
 * The time of a case and how good it is. A terminal's clock may be years off; what is known is how far it was from the
 * platform's at the last contact, and that is written beside it instead of being mended in silence.
 */
export function caseTime(nowMs: number, offsetMs: number | null): CaseHeader['time'] {
  return {
    at: new Date(nowMs + (offsetMs ?? 0)).toISOString(),
    quality: offsetMs === null ? 'own-clock' : 'since-platform-contact',
    offsetMs,
  };
}

/** YYYY-MM-DD where the terminal stands, by its own clock corrected at the last contact. */
export function localDate(nowMs: number, offsetMs: number | null): string {
  const at = new Date(nowMs + (offsetMs ?? 0));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
