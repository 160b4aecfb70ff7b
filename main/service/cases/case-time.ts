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

/** A key list that is older than this has long been replaced: who thinks it is later has a wrong clock. */
const longestKeyListLifeMs = 10 * 366 * 24 * 3_600_000;

/**
 * YYYY-MM-DD where the terminal stands, by its own clock corrected at the last contact. Null where that is surely wrong:
 * before the platform signed the key list that is held here, or a decade after. An empty clock battery says 1970, and
 * every card would be "not yet valid".
 */
export function localDate(nowMs: number, offsetMs: number | null, keyListIssuedAt: string): string | null {
  const trueMs = nowMs + (offsetMs ?? 0);
  const issuedMs = Date.parse(keyListIssuedAt);
  // A day's grace: the key list may have been signed a moment ago by a clock a little ahead.
  if (trueMs < issuedMs - 24 * 3_600_000 || trueMs > issuedMs + longestKeyListLifeMs) return null;
  const at = new Date(trueMs);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
