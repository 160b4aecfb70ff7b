export interface ShownSign {
  readonly text: string;
  readonly isTyped: boolean;
}

/**
 * What is typed, in groups as people read it out: 138 1234 5678 for groups of 3, 4 and 4. Places still empty stand as a
 * line, so that everybody sees how many are left.
 */
export function grouped(typed: string, groups: readonly number[]): readonly ShownSign[] {
  let first = 0;
  return groups.flatMap((size, group) => {
    const signs = Array.from({ length: size }, (_, at) => ({
      text: typed[first + at] ?? '_',
      isTyped: first + at < typed.length,
    }));
    first += size;
    return group === 0 ? signs : [{ text: ' ', isTyped: true }, ...signs];
  });
}

/** As on a bank card, of whatever length: 6222 0212 3. */
export const inFours = (digits: string): string => digits.replaceAll(/(.{4})(?=.)/g, '$1 ');
