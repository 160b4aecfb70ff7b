import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { StaffSheet } from '../components/staff-sheet.tsx';
import { useTerminal } from '../terminal-context.ts';
import { fitted, frozen, lookAtPortrait, paint, photographActs, type Size } from './frames.ts';
import type { ColourPicture } from './picture.ts';
import { PictureRoom } from './picture-room.tsx';
import { headOutline, middleOf, type PhotoRule, type PortraitTrouble } from './portrait-rules.ts';
import { useCamera } from './use-camera.ts';

const lookEveryMs = 300;

interface PhotographPortraitProps {
  /** Part of the camera's name. */
  readonly name: string;
  readonly rule: PhotoRule;
  /** The page whose place it takes; null for one more. */
  readonly instead: string | null;
  readonly onClose: () => void;
}

/** A picture of the person for a card: sat into the outline, looked at, and kept in the size the item asks for. */
export function PhotographPortrait({ name, rule, instead, onClose }: PhotographPortraitProps): ReactElement {
  const [taken, setTaken] = useState<ColourPicture | null>(null);
  return taken === null ? (
    <SitStill name={name} rule={rule} onTaken={setTaken} onClose={onClose} />
  ) : (
    <LookAtIt picture={taken} rule={rule} instead={instead} onAgain={() => setTaken(null)} onKept={onClose} />
  );
}

interface SitStillProps {
  readonly name: string;
  readonly rule: PhotoRule;
  readonly onTaken: (picture: ColourPicture) => void;
  readonly onClose: () => void;
}

function SitStill({ name, rule, onTaken, onClose }: SitStillProps): ReactElement {
  const { t } = useTerminal();
  const camera = useCamera(name);
  const video = useRef<HTMLVideoElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [trouble, setTrouble] = useState<PortraitTrouble | null>(null);
  const [asksStaff, setAsksStaff] = useState(false);
  // Each view brings a rule of its own, if the same; the camera is not to be looked into anew for that.
  const asked = useRef(rule);
  useEffect(() => {
    asked.current = rule;
  }, [rule]);
  const stream = camera.state === 'open' ? camera.stream : null;

  useEffect(() => {
    const shown = video.current;
    if (shown === null || stream === null) return undefined;
    shown.srcObject = stream;
    const timer = setInterval(() => {
      const { videoWidth: width, videoHeight: height } = shown;
      if (width === 0 || shown.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      setSize((now) => (now?.width === width && now.height === height ? now : { width, height }));
      setTrouble(lookAtPortrait(shown, { width, height }, asked.current));
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
      shown.srcObject = null;
      setSize(null);
    };
  }, [stream]);

  const take = (): void => {
    if (video.current !== null && size !== null) onTaken(frozen(video.current, size));
  };
  const isGood = size !== null && trouble === null;
  return (
    <Frame
      heading={t('portrait.aim.title')}
      help={t('portrait.aim.help')}
      place="low"
      back={
        <Button className="button secondary" onPress={onClose}>
          {t('camera.close')}
        </Button>
      }
      next={
        size !== null ? (
          <Button className={isGood ? 'button primary' : 'button secondary'} onPress={take}>
            <Icon name="camera" />
            {t(isGood ? 'camera.take' : 'camera.takeAnyway')}
          </Button>
        ) : camera.state === 'open' || camera.state === 'opening' ? (
          <p className="not-yet">{t('camera.opening')}</p>
        ) : (
          <Button className="button primary" onPress={() => setAsksStaff(true)}>
            {t('identity.askStaff')}
          </Button>
        )
      }
    >
      <PictureRoom size={size ?? { width: 4, height: 3 }}>
        {/* As in a mirror: whoever moves left sees themselves move left. What is kept is not turned. */}
        <video ref={video} className="mirrored" autoPlay muted playsInline aria-label={t('camera.live')} />
        {size !== null && <Outline size={size} rule={rule} isGood={isGood} />}
      </PictureRoom>
      <p className={isGood ? 'camera-says good' : 'camera-says'} role="status">
        <Icon name={isGood ? 'check' : 'warning'} />
        <span>
          {camera.state !== 'open'
            ? t(`camera.${camera.state}`)
            : size === null
              ? t('camera.opening')
              : t(`portrait.${trouble ?? 'good'}`)}
        </span>
      </p>
      <StaffSheet isOpen={asksStaff} onClose={() => setAsksStaff(false)} />
    </Frame>
  );
}

/** The part that is kept, and where head and shoulders belong in it. */
function Outline({
  size,
  rule,
  isGood,
}: {
  readonly size: Size;
  readonly rule: PhotoRule;
  readonly isGood: boolean;
}): ReactElement {
  const { x, y, width, height } = middleOf(size, rule);
  const { middleX, middleY, radiusX, radiusY, shouldersY } = headOutline;
  const [middle, chin] = [x + middleX * width, y + shouldersY * height];
  return (
    <svg className="outline" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      <polygon points={`${x},${y} ${x + width},${y} ${x + width},${y + height} ${x},${y + height}`} />
      <ellipse
        className={isGood ? 'good' : ''}
        cx={middle}
        cy={y + middleY * height}
        rx={radiusX * width}
        ry={radiusY * height}
      />
      <path
        className={isGood ? 'good' : ''}
        d={`M${x + 0.06 * width} ${y + height} Q${x + 0.1 * width} ${chin + 0.08 * height} ${middle - 0.14 * width} ${chin} M${x + 0.94 * width} ${y + height} Q${x + 0.9 * width} ${chin + 0.08 * height} ${middle + 0.14 * width} ${chin}`}
      />
    </svg>
  );
}

interface LookAtItProps {
  readonly picture: ColourPicture;
  readonly rule: PhotoRule;
  readonly instead: string | null;
  readonly onAgain: () => void;
  readonly onKept: () => void;
}

/** The very picture that is kept. */
function LookAtIt({ picture, rule, instead, onAgain, onKept }: LookAtItProps): ReactElement {
  const { t, send } = useTerminal();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [sending, setSending] = useState<'not-yet' | 'under-way' | 'failed'>('not-yet');

  useEffect(() => {
    const shown = canvas.current;
    if (shown === null) return undefined;
    paint(shown, fitted(picture, rule));
    return () => paint(shown, null);
  }, [picture, rule]);

  const keep = async (): Promise<void> => {
    if (sending === 'under-way') return;
    setSending('under-way');
    const acts = await photographActs(picture, instead ?? undefined, rule);
    if (acts !== null && (await send(...acts))) onKept();
    else setSending('failed');
  };
  return (
    <Frame
      heading={t('portrait.look.title')}
      help={t('portrait.look.help')}
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
      <PictureRoom size={{ width: rule.widthPx, height: rule.heightPx }}>
        <canvas ref={canvas} role="img" aria-label={t('camera.taken')} />
      </PictureRoom>
      {sending === 'failed' && (
        <p className="camera-says" role="alert">
          <Icon name="warning" />
          <span>{t('camera.notKept')}</span>
        </p>
      )}
    </Frame>
  );
}
