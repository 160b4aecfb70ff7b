const decoder = new TextDecoder('gb18030', { fatal: true });
const han = /^\p{Script=Han}$/u;

/**
 * Characters that a code may stand for: 9F98 is 龘 in Unicode, FD93 in GB 18030 (of 2022, two or four bytes). A code may be one
 * character in each. Empty where it is none yet.
 */
export function charactersOfCode(hex: string): readonly string[] {
  const found = [fromUnicode(hex), fromGb18030(hex)].filter((text) => text !== null && han.test(text));
  return [...new Set(found.filter((text) => text !== null))];
}

function fromUnicode(hex: string): string | null {
  const point = Number.parseInt(hex, 16);
  return /^[0-9A-F]{4,5}$/.test(hex) && point <= 0x3ffff && !(point >= 0xd800 && point <= 0xdfff)
    ? String.fromCodePoint(point)
    : null;
}

function fromGb18030(hex: string): string | null {
  if (!/^(?:[0-9A-F]{4}|[0-9A-F]{8})$/.test(hex)) return null;
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  try {
    return decoder.decode(bytes);
  } catch {
    // No such code.
    return null;
  }
}
