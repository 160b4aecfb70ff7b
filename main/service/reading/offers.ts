/** More would have to be read through, above a keyboard; the right one is nearly always the first. */
const mostOffers = 2;

/** What stands between a label and what it labels, and what the engine takes a ruled line for. */
const between = /^[\s:：”“"'’‘|｜丨\-—_.．、，,]+/u;
const cutAt = /[\s|｜丨；;，,。]+/u;

export interface Wanted {
  /** What is printed before it on the paper, the likeliest first: 社会保障号码. */
  readonly after: readonly string[];
  /** Whether it would do as the answer. */
  fits(text: string): boolean;
}

/**
 * What on a page may be the answer, the likeliest first: what follows one of its labels, on its line or alone on the next.
 * Nothing else is offered: of two numbers on a form, the one without a label is as likely somebody else's.
 */
export function offersOn(lines: readonly string[], { after, fits }: Wanted): readonly string[] {
  const offers = after.flatMap((label) =>
    lines.flatMap((line, at) => {
      const from = line.indexOf(label);
      // 发票号 stands in 发票号码, too, and what follows it there begins with 码.
      const isPartOfLonger = after.some((other) => other.length > label.length && line.startsWith(other, from));
      if (from === -1 || isPartOfLonger) return [];
      const rest = line.slice(from + label.length).replace(between, '');
      const candidates = rest === '' ? [lines[at + 1] ?? ''] : [rest];
      return candidates.flatMap((text) => [text, text.split(cutAt)[0] ?? '', text.replaceAll(' ', '')]);
    }),
  );
  return [...new Set(offers)].filter((text) => text !== '' && fits(text)).slice(0, mostOffers);
}
