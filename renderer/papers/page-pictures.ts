import { useEffect, useState } from 'react';
import type { Look } from '../acts.ts';
import { drawn, type Size } from '../camera/frames.ts';
import { type ColourPicture, greyOf } from '../camera/picture.ts';
import { closePx, inkiestPlace, pageTrouble, type PageTrouble, wholePagePx } from './page-checks.ts';

/** The longer side of a page's small picture, on the panel the sizes were drawn for twice as many as it takes up. */
const smallPx = 240;

/** A kept page as the list shows it. `lost`: it could not be had, or is no picture. */
export type SeenPage =
  | { readonly is: 'seen'; readonly small: ColourPicture; readonly trouble: PageTrouble | null }
  | { readonly is: 'lost' };

/** Looks at each page once, one after the other, and keeps its small picture alone. */
export function usePagePictures(papers: readonly string[], look: Look): ReadonlyMap<string, SeenPage> {
  const [seen, setSeen] = useState<ReadonlyMap<string, SeenPage>>(new Map());
  const next = papers.find((paper) => !seen.has(paper));
  useEffect(() => {
    if (next === undefined) return undefined;
    let isWanted = true;
    void wholePage(look, next).then((bitmap) => {
      // Before it is closed: React calls what it is given when it draws.
      const page: SeenPage = bitmap === null ? { is: 'lost' } : seenIn(bitmap);
      bitmap?.close();
      if (isWanted) setSeen((before) => new Map([...before, [next, page]]));
    });
    return () => {
      isWanted = false;
    };
  }, [next, look]);
  return seen;
}

/** A page in full; null where it could not be had. */
export async function wholePage(look: Look, paper: string): Promise<ImageBitmap | null> {
  const blob = await look(paper);
  if (blob === null) return null;
  return createImageBitmap(blob).catch(() => null);
}

function seenIn(bitmap: ImageBitmap): SeenPage {
  const { width, height } = bitmap;
  const all = { x: 0, y: 0, width, height };
  const whole = greyOf(drawn(bitmap, all, within(bitmap, wholePagePx)));
  const side = Math.min(closePx, width, height);
  const { x, y } = inkiestPlace(whole);
  const from = (share: number, length: number): number =>
    Math.min(Math.max(share * length - side / 2, 0), length - side);
  const square = { x: from(x, width), y: from(y, height), width: side, height: side };
  const close = greyOf(drawn(bitmap, square, square));
  return {
    is: 'seen',
    small: drawn(bitmap, all, within(bitmap, smallPx)),
    trouble: pageTrouble({ size: bitmap, whole, close }),
  };
}

/** As it is where it is not longer than that. */
function within({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, width * scale), height: Math.max(1, height * scale) };
}
