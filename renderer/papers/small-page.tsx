import { type ReactElement, useEffect, useRef } from 'react';
import { paint } from '../camera/frames.ts';
import type { SeenPage } from './page-pictures.ts';

/** What a page looks like, for the eye alone: its row says which it is. */
export function SmallPage({ page }: { readonly page: SeenPage | undefined }): ReactElement {
  const picture = page?.is === 'seen' ? page.small : null;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const shown = canvas.current;
    if (shown === null) return undefined;
    paint(shown, picture);
    return () => paint(shown, null);
  }, [picture]);
  return (
    <span className="small-page" aria-hidden="true" {...(page === undefined ? {} : { 'data-looked': true })}>
      <canvas ref={canvas} />
    </span>
  );
}
