import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Wish } from '../acts.ts';
import { drawn, paint, photographActs, straightened } from '../camera/frames.ts';
import type { PhotoRule } from '../camera/portrait-rules.ts';
import type { ColourPicture, Corners, Point } from '../camera/picture.ts';
import { PictureRoom } from '../camera/picture-room.tsx';
import { SetCorners } from '../camera/set-corners.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { useTerminal } from '../terminal-context.ts';
import { wholePage } from './page-pictures.ts';

interface CareForPageProps {
  readonly paper: string;
  /** It is a picture of a person, and stays one of this size whatever is done to it. */
  readonly rule: PhotoRule | null;
  /** From 1. */
  readonly at: number;
  readonly of: number;
  readonly onClose: () => void;
  /** Take it again, in the same place. Absent where neither scanner nor camera could. */
  readonly onAgain?: () => void;
}

type Page =
  | { readonly page: 'coming' | 'lost' }
  | { readonly page: 'there'; readonly picture: ColourPicture; readonly corners: Corners; readonly isChanged: boolean };

/** One page as it will be handed in: turned, its edges cut, put before or behind its neighbour, or taken again. */
export function CareForPage({ paper, rule, at, of, onClose, onAgain }: CareForPageProps): ReactElement {
  const { t, send, look } = useTerminal();
  const [page, setPage] = useState<Page>({ page: 'coming' });
  const [cuts, setCuts] = useState<Corners | null>(null);
  const [sending, setSending] = useState<'not-yet' | 'under-way' | 'failed'>('not-yet');
  useEffect(() => {
    let isWanted = true;
    void wholePage(look, paper).then((bitmap) => {
      const taken: Page = bitmap === null ? { page: 'lost' } : asTaken(bitmap);
      bitmap?.close();
      if (isWanted) setPage(taken);
    });
    return () => {
      isWanted = false;
    };
  }, [look, paper]);

  if (page.page === 'there' && cuts !== null) {
    return (
      <SetCorners
        picture={page.picture}
        corners={cuts}
        onChange={setCuts}
        again={t('papers.care.noCut')}
        onAgain={() => setCuts(null)}
        onGoOn={() => {
          setPage({ ...page, corners: cuts, isChanged: true });
          setCuts(null);
        }}
      />
    );
  }
  const perform = async (wishes: readonly Wish[] | null): Promise<void> => {
    if (sending === 'under-way') return;
    setSending('under-way');
    if (wishes !== null && (await send(...wishes))) onClose();
    else setSending('failed');
  };
  const keep = async (): Promise<void> => {
    if (page.page !== 'there' || !page.isChanged) onClose();
    else await perform(await photographActs(straightened(page.picture, page.corners), paper, rule));
  };
  const isIdle = sending !== 'under-way';
  const isThere = page.page === 'there';
  return (
    <Frame
      heading={t('papers.care.title', { at })}
      help={t(page.page === 'lost' ? 'papers.care.lost' : 'papers.care.help')}
      place="low"
      back={
        <Button className="button secondary" onPress={onClose}>
          {t('papers.care.back')}
        </Button>
      }
      next={
        isIdle ? (
          <Button className="button primary" onPress={() => void keep()}>
            {t('papers.care.use')}
          </Button>
        ) : (
          <p className="not-yet" role="status">
            {t('busy.saving')}
          </p>
        )
      }
    >
      {isThere && <Shown picture={page.picture} corners={page.corners} />}
      {sending === 'failed' && (
        <p className="camera-says" role="alert">
          <Icon name="warning" />
          <span>{t('papers.care.notKept')}</span>
        </p>
      )}
      {isIdle && (
        <div className="page-acts">
          {isThere && (
            <>
              <Button className="button secondary" onPress={() => setPage(turned(page))}>
                <Icon name="restart" />
                {t('papers.care.turn')}
              </Button>
              <Button className="button secondary" onPress={() => setCuts(inset(page.corners))}>
                {t('papers.care.cut')}
              </Button>
            </>
          )}
          {at > 1 && (
            <Button
              className="button secondary"
              onPress={() => void perform([{ act: 'move-page', paper, to: 'earlier' }])}
            >
              {t('papers.care.earlier')}
            </Button>
          )}
          {at < of && (
            <Button
              className="button secondary"
              onPress={() => void perform([{ act: 'move-page', paper, to: 'later' }])}
            >
              {t('papers.care.later')}
            </Button>
          )}
          {onAgain !== undefined && (
            <Button className="button secondary" onPress={onAgain}>
              {t('papers.care.again')}
            </Button>
          )}
        </div>
      )}
    </Frame>
  );
}

function Shown({ picture, corners }: { readonly picture: ColourPicture; readonly corners: Corners }): ReactElement {
  const { t } = useTerminal();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [straight, setStraight] = useState(picture);
  useEffect(() => {
    const shown = canvas.current;
    if (shown === null) return undefined;
    const page = straightened(picture, corners);
    setStraight(page);
    paint(shown, page);
    return () => paint(shown, null);
  }, [picture, corners]);
  return (
    <PictureRoom size={straight}>
      <canvas ref={canvas} role="img" aria-label={t('camera.page')} />
    </PictureRoom>
  );
}

function asTaken(bitmap: ImageBitmap): Page {
  const { width, height } = bitmap;
  const picture = drawn(bitmap, { x: 0, y: 0, width, height }, bitmap);
  const corners: Corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  return { page: 'there', picture, corners, isChanged: false };
}

/** A little inside, where all of a handle is on the screen, and where it shows what will be gone. */
const insetShare = 0.1;

function inset(corners: Corners): Corners {
  const mean = (of: 'x' | 'y'): number => corners.reduce((sum, corner) => sum + corner[of] / 4, 0);
  const [x, y] = [mean('x'), mean('y')];
  const towards = (corner: Point): Point => ({
    x: corner.x + 2 * insetShare * (x - corner.x),
    y: corner.y + 2 * insetShare * (y - corner.y),
  });
  const [a, b, c, d] = corners;
  return [towards(a), towards(b), towards(c), towards(d)];
}

/** What was the left edge becomes the top. */
function turned<There extends Extract<Page, { page: 'there' }>>(page: There): There {
  const [a, b, c, d] = page.corners;
  return { ...page, corners: [d, a, b, c], isChanged: true };
}
