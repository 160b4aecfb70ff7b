/** More would be lower than a finger wants in large type, with a fault and a missing network above them. */
const mostTogether = 5;
/** Beside page buttons. */
const mostOnAPage = 4;

/** Answers as they are shown: together, or in pages as even as can be: six are three and three, not four and two. */
export function optionPages<T>(options: readonly T[]): readonly (readonly T[])[] {
  if (options.length <= mostTogether) return [options];
  const pages = Math.ceil(options.length / mostOnAPage);
  const edge = (page: number): number => Math.ceil((page * options.length) / pages);
  return Array.from({ length: pages }, (_, page) => options.slice(edge(page), edge(page + 1)));
}
