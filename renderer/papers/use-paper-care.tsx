import { type ReactElement, useEffect, useState } from 'react';
import { PhotographPaper } from '../camera/photograph-paper.tsx';
import { PhotographPortrait } from '../camera/photograph-portrait.tsx';
import type { ShownAs } from '../screens/screen-props.ts';
import { useTerminal } from '../terminal-context.ts';
import { CareForPage } from './care-for-page.tsx';
import { StickFiles } from './stick-files.tsx';
import { type SeenPage, usePagePictures } from './page-pictures.ts';

/** What the pages of a question need besides the view: how each looks, and what is being done with one of them. */
export interface PaperCare {
  readonly seen: ReadonlyMap<string, SeenPage>;
  /** The page that is to be taken again; null where the next is one more. */
  readonly instead: string | null;
  onInstead(paper: string | null): void;
  onLook(paper: string): void;
  onPhotograph(): void;
  onStick(): void;
}

type Over =
  | { readonly is: 'photograph' }
  | { readonly is: 'page'; readonly paper: string }
  /** `had`: the pages there were; another one is the file that was touched. */
  | { readonly is: 'stick'; readonly had: string };

/** `over`: stands in place of the question while a page is looked at or photographed. */
export function usePaperCare(screen: ShownAs<'question'>): {
  readonly care: PaperCare;
  readonly over: ReactElement | null;
} {
  const { look } = useTerminal();
  const [over, setOver] = useState<Over | null>(null);
  const [again, setAgain] = useState<string | null>(null);
  const papers = screen.value?.kind === 'paper' ? screen.value.papers : [];
  const seen = usePagePictures(papers, look);
  // Once another lies in its place there is nothing to take again.
  const instead = again !== null && papers.includes(again) ? again : null;
  const close = (): void => setOver(null);
  // Pulled out, or the file that was touched has come: the list does not stand up again by itself.
  const isStickOver =
    over?.is === 'stick' &&
    (screen.view.kind !== 'paper' || screen.view.stick?.state !== 'there' || papers.join() !== over.had);
  useEffect(() => {
    if (isStickOver) setOver(null);
  }, [isStickOver]);
  const care: PaperCare = {
    seen,
    instead,
    onInstead: setAgain,
    onLook: (paper) => setOver({ is: 'page', paper }),
    onPhotograph: () => setOver({ is: 'photograph' }),
    onStick: () => setOver({ is: 'stick', had: papers.join() }),
  };
  const { view } = screen;
  if (over === null || view.kind !== 'paper') return { care, over: null };
  switch (over.is) {
    case 'photograph':
      return {
        care,
        over:
          view.camera === null ? null : view.photo?.live === true ? (
            <PhotographPortrait name={view.camera} rule={view.photo} instead={instead} onClose={close} />
          ) : (
            <PhotographPaper name={view.camera} rule={view.photo} instead={instead} onClose={close} />
          ),
      };
    case 'stick':
      return {
        care,
        over:
          isStickOver || view.stick?.state !== 'there' || view.scan.state !== 'none' ? null : (
            <StickFiles stick={view.stick} instead={instead} onClose={close} />
          ),
      };
    case 'page': {
      const { paper } = over;
      const at = papers.indexOf(paper) + 1;
      const canTake = view.scanner.state === 'ready' || view.camera !== null;
      const onAgain = (): void => {
        setAgain(paper);
        close();
      };
      return {
        care,
        over:
          at === 0 ? null : (
            <CareForPage
              key={paper}
              paper={paper}
              rule={view.photo}
              at={at}
              of={papers.length}
              onClose={close}
              {...(canTake ? { onAgain } : {})}
            />
          ),
      };
    }
    default:
      return over satisfies never;
  }
}
