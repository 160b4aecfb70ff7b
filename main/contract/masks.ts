/**
 * The masks in common use in public halls. Screens, receipts and logs use these same functions, so that two masks of
 * one value never together show what each of them hides.
 */

/** 王小芳 -> 王**; 李四 -> 李*. Counts characters, not UTF-16 units: 𠮷田 keeps 𠮷 whole. */
export function maskName(name: string): string {
  const characters = Array.from(name);
  return (characters[0] ?? '') + '*'.repeat(Math.max(characters.length - 1, 0));
}

/** First four and last four: 3412**********0028. Shorter values show nothing but their length. */
export function maskIdNumber(idNumber: string): string {
  if (idNumber.length < 12) return '*'.repeat(idNumber.length);
  return idNumber.slice(0, 4) + '*'.repeat(idNumber.length - 8) + idNumber.slice(-4);
}
