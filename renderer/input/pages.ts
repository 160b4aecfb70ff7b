export function pagesOf<T>(list: readonly T[], perPage: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / perPage) }, (_, at) =>
    list.slice(at * perPage, (at + 1) * perPage),
  );
}

/** The page on which something stands; the first where it stands on none. */
export const pageWith = <T>(pages: readonly (readonly T[])[], fits: (one: T) => boolean): number =>
  Math.max(
    0,
    pages.findIndex((page) => page.some(fits)),
  );
