import { shortestWritingBytes } from './writings.ts';

export interface Pattern<T> {
  readonly bytes: Buffer;
  readonly meaning: T;
}

/**
 * Finds any of some thousand patterns in one pass. `Buffer.indexOf` a pattern at a time took minutes over an Electron
 * user-data folder; here most positions are dismissed by one look into a table of the patterns' first three bytes.
 */
export function matcherOf<T>(patterns: readonly Pattern<T>[]): (bytes: Uint8Array) => ReadonlySet<T> {
  const begins = new Uint8Array(1 << 21);
  const byBeginning = new Map<number, Pattern<T>[]>();
  for (const pattern of patterns) {
    if (pattern.bytes.length < shortestWritingBytes) throw new Error('A pattern is too short to mean anything.');
    const beginning = pattern.bytes.readUIntBE(0, 3);
    begins[beginning >> 3] = (begins[beginning >> 3] ?? 0) | (1 << (beginning & 7));
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), pattern]);
  }
  return (bytes) => {
    const found = new Set<T>();
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let beginning = 0;
    for (let end = 0; end < buffer.length; end += 1) {
      beginning = ((beginning << 8) | (buffer[end] ?? 0)) & 0xff_ff_ff;
      if (end < 2 || ((begins[beginning >> 3] ?? 0) & (1 << (beginning & 7))) === 0) continue;
      for (const { bytes: wanted, meaning } of byBeginning.get(beginning) ?? []) {
        const start = end - 2;
        if (buffer.compare(wanted, 0, wanted.length, start, Math.min(start + wanted.length, buffer.length)) === 0) {
          found.add(meaning);
        }
      }
    }
    return found;
  };
}
