import type { ReactElement } from 'react';
import './pictures.css';

/** Where the receipt comes out, below the screen. Beside words that say the same, and only where there is room. */
export function ReceiptDrawing({ comes }: { readonly comes: boolean }): ReactElement {
  return (
    <svg className="receipt-drawing drawn" viewBox="0 0 560 400" aria-hidden="true">
      <clipPath id="below-the-slot">
        <path d="M0 82h560v318H0z" />
      </clipPath>
      <rect className="slot" x="40" y="20" width="480" height="110" rx="28" />
      <path className="mouth" d="M120 82h320" />
      <g clipPath="url(#below-the-slot)">
        <g className={comes ? 'comes' : ''}>
          <path className="paper" d="M150 60v300l26-16 26 16 26-16 26 16 26-16 26 16 26-16 26 16 26-16 26 16V60z" />
          <path className="written" strokeWidth="10" d="M190 130h110M190 165h180M190 200h140" />
          <path className="code" d="M192 232h32v32h-32zM248 232h32v32h-32zM192 288h32v32h-32z" />
          <path className="dots" d="M240 276h1M256 284h1M272 280h1M240 296h1M264 300h1M280 296h1M248 316h1M272 318h1" />
        </g>
      </g>
    </svg>
  );
}
