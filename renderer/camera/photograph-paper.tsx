import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { useTerminal } from '../terminal-context.ts';
import { Aim } from './aim.tsx';
import { fitted, paint, photographActs, straightened } from './frames.ts';
import type { ColourPicture, Corners } from './picture.ts';
import type { PhotoRule } from './portrait-rules.ts';
import { PictureRoom } from './picture-room.tsx';
import { SetCorners } from './set-corners.tsx';

interface PhotographPaperProps {
  /** Part of the camera's name. */
  readonly name: string;
  /** The page whose place it takes; null for one more. */
  readonly instead: string | null;
  /** It is a photograph of a person, printed on paper, and has to become one of this size. */
  readonly rule: PhotoRule | null;
  readonly onClose: () => void;
}

type Step =
  | { readonly step: 'aim' }
  | { readonly step: 'corners'; readonly picture: ColourPicture; readonly corners: Corners }
  | { readonly step: 'look'; readonly picture: ColourPicture; readonly corners: Corners };

/** One page by the camera: aimed, its corners set, looked at, and handed to the service. Nothing of it stays in the page. */
export function PhotographPaper({ name, instead, rule, onClose }: PhotographPaperProps): ReactElement {
  const { t } = useTerminal();
  const [now, setNow] = useState<Step>({ step: 'aim' });
  const onAgain = (): void => setNow({ step: 'aim' });
  switch (now.step) {
    case 'aim':
      return (
        <Aim
          name={name}
          onTaken={(picture, corners) => setNow({ step: 'corners', picture, corners })}
          onClose={onClose}
        />
      );
    case 'corners':
      return (
        <SetCorners
          picture={now.picture}
          corners={now.corners}
          again={t('camera.again')}
          onChange={(corners) => setNow({ ...now, corners })}
          onAgain={onAgain}
          onGoOn={() => setNow({ ...now, step: 'look' })}
        />
      );
    case 'look':
      return (
        <LookAtIt
          picture={now.picture}
          first={now.corners}
          instead={instead}
          rule={rule}
          onAgain={onAgain}
          onKept={onClose}
        />
      );
    default:
      return now satisfies never;
  }
}

interface LookAtItProps {
  readonly picture: ColourPicture;
  readonly first: Corners;
  readonly instead: string | null;
  readonly rule: PhotoRule | null;
  readonly onAgain: () => void;
  readonly onKept: () => void;
}

/** The sheet straightened, as it will be sent. */
function LookAtIt({ picture, first, instead, rule, onAgain, onKept }: LookAtItProps): ReactElement {
  const { t, send } = useTerminal();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [corners, setCorners] = useState(first);
  const [straight, setStraight] = useState<ColourPicture | null>(null);
  const [sending, setSending] = useState<'not-yet' | 'under-way' | 'failed'>('not-yet');

  useEffect(() => {
    const shown = canvas.current;
    if (shown === null) return undefined;
    const straight = straightened(picture, corners);
    const page = rule === null ? straight : fitted(straight, rule);
    setStraight(page);
    paint(shown, page);
    return () => paint(shown, null);
  }, [picture, corners, rule]);

  const keep = async (): Promise<void> => {
    if (straight === null || sending === 'under-way') return;
    setSending('under-way');
    const acts = await photographActs(straight, instead ?? undefined, rule);
    if (acts !== null && (await send(...acts))) onKept();
    else setSending('failed');
  };
  // What was the left edge becomes the top.
  const turn = (): void => setCorners(([a, b, c, d]) => [d, a, b, c]);
  return (
    <Frame
      heading={t('camera.look.title')}
      help={t('camera.look.help')}
      place="low"
      back={
        <Button className="button secondary" onPress={onAgain}>
          {t('camera.again')}
        </Button>
      }
      next={
        sending === 'under-way' ? (
          <p className="not-yet" role="status">
            {t('busy.saving')}
          </p>
        ) : (
          <Button className="button primary" onPress={() => void keep()}>
            {t('camera.use')}
          </Button>
        )
      }
    >
      <PictureRoom size={straight ?? picture}>
        <canvas ref={canvas} role="img" aria-label={t('camera.page')} />
      </PictureRoom>
      {sending === 'failed' && (
        <p className="camera-says" role="alert">
          <Icon name="warning" />
          <span>{t('camera.notKept')}</span>
        </p>
      )}
      {sending !== 'under-way' && (
        <Button className="button secondary" onPress={turn}>
          <Icon name="restart" />
          {t('camera.turn')}
        </Button>
      )}
    </Frame>
  );
}
