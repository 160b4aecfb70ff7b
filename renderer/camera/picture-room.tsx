import type { CSSProperties, ReactElement, ReactNode } from 'react';
import type { Size } from './frames.ts';
import './camera.css';

/** A box of just the picture's form, as large as there is room: what is laid over it by shares of its sides fits. */
export function PictureRoom({ size, children }: { readonly size: Size; readonly children: ReactNode }): ReactElement {
  const style: CSSProperties & { readonly '--form': number } = { '--form': size.width / size.height };
  return (
    <div className="picture-room">
      <div className="picture-box" style={style}>
        {children}
      </div>
    </div>
  );
}
