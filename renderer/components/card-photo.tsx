import { type ReactElement, useEffect, useRef } from 'react';
import type { CardPhoto } from '../../main/contract/devices/id-card-reader.ts';
import './card-photo.css';

/**
 * The photo on the card, as an operator's decoder gave it. Drawn and not linked: the page may load no picture but its own.
 * Bytes that are no picture leave the field empty.
 */
export function CardPhotoDrawing({
  photo,
  label,
}: {
  readonly photo: CardPhoto;
  readonly label: string;
}): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isShown = true;
    const bytes = Uint8Array.from(atob(photo.base64), (character) => character.codePointAt(0) ?? 0);
    createImageBitmap(new Blob([bytes], { type: photo.type })).then(
      (bitmap) => {
        if (isShown && canvas.current !== null) {
          canvas.current.width = bitmap.width;
          canvas.current.height = bitmap.height;
          canvas.current.getContext('2d')?.drawImage(bitmap, 0, 0);
        }
        bitmap.close();
      },
      () => {},
    );
    return () => {
      isShown = false;
    };
  }, [photo]);
  return <canvas className="card-photo" ref={canvas} role="img" aria-label={label} />;
}
