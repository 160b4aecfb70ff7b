import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { StaffSheet } from '../components/staff-sheet.tsx';
import { useTerminal } from '../terminal-context.ts';
import { frozen, guessedCorners, lookAt, type Seen, type Size } from './frames.ts';
import type { ColourPicture, Corners } from './picture.ts';
import { PictureRoom } from './picture-room.tsx';
import { useCamera } from './use-camera.ts';

/** How often the sheet is looked for: a tenth of a second's work on a slow machine. */
const lookEveryMs = 300;

interface AimProps {
  readonly name: string;
  readonly onTaken: (picture: ColourPicture, corners: Corners) => void;
  readonly onClose: () => void;
}

/** The camera's picture, with the sheet outlined as soon as it is seen, and what would make it better. */
export function Aim({ name, onTaken, onClose }: AimProps): ReactElement {
  const { t } = useTerminal();
  const camera = useCamera(name);
  const video = useRef<HTMLVideoElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [seen, setSeen] = useState<Seen>({ corners: null, trouble: null });
  const [asksStaff, setAsksStaff] = useState(false);
  const stream = camera.state === 'open' ? camera.stream : null;

  useEffect(() => {
    const shown = video.current;
    if (shown === null || stream === null) return undefined;
    shown.srcObject = stream;
    const timer = setInterval(() => {
      const { videoWidth: width, videoHeight: height } = shown;
      if (width === 0 || shown.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      setSize((now) => (now?.width === width && now.height === height ? now : { width, height }));
      setSeen(lookAt(shown, { width, height }));
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
      shown.srcObject = null;
      setSize(null);
      setSeen({ corners: null, trouble: null });
    };
  }, [stream]);

  const take = (): void => {
    if (video.current === null || size === null) return;
    const picture = frozen(video.current, size);
    // The hand has moved since it was looked for last.
    onTaken(picture, lookAt(video.current, size).corners ?? seen.corners ?? guessedCorners(size));
  };
  const isGood = seen.corners !== null && seen.trouble === null;
  const says =
    camera.state !== 'open'
      ? t(`camera.${camera.state}`)
      : size === null
        ? t('camera.opening')
        : t(`camera.${seen.trouble ?? (seen.corners === null ? 'not-seen' : 'seen')}`);
  return (
    <Frame
      heading={t('camera.aim.title')}
      help={t('camera.aim.help')}
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
        {/* It has no sound. */}
        <video ref={video} autoPlay muted playsInline aria-label={t('camera.live')} />
        {seen.corners !== null && size !== null && (
          <svg className="outline" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
            <polygon
              className={seen.trouble === null ? 'good' : ''}
              points={seen.corners.map(({ x, y }) => `${x},${y}`).join(' ')}
            />
          </svg>
        )}
      </PictureRoom>
      <p className={isGood ? 'camera-says good' : 'camera-says'} role="status">
        <Icon name={isGood ? 'check' : 'warning'} />
        <span>{says}</span>
      </p>
      <StaffSheet isOpen={asksStaff} onClose={() => setAsksStaff(false)} />
    </Frame>
  );
}
