import type { ReactElement } from 'react';
import type { Picture } from '../../main/contract/item.ts';
import './pictures.css';

/** Drawings of the real thing, in the colours of the page. */
export function ItemPicture({ picture }: { readonly picture: Picture }): ReactElement {
  switch (picture) {
    case 'certificate':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <path className="paper" d="M58 36h68l28 28v106a6 6 0 0 1-6 6H58a6 6 0 0 1-6-6V42a6 6 0 0 1 6-6z" />
          <path d="M126 36v22a6 6 0 0 0 6 6h22" />
          <path className="written" d="M74 86h58M74 108h58M74 130h26" />
          <circle className="seal" cx="134" cy="146" r="28" />
          <path className="sealed" d="m121 147 9 9 17-18" />
        </svg>
      );
    case 'pension':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <path className="paper" d="M38 92h52v62H38zM34 92l30-24 30 24" />
          <path className="paper" d="M118 92h52v62h-52zM114 92l30-24 30 24" />
          <path className="written" d="M54 154v-26h20v26M134 154v-26h20v26" />
          <path className="way" d="M70 50c20-16 50-16 68 0M138 32v18h-18" />
          <path d="M26 154h156" />
        </svg>
      );
    default:
      return picture satisfies never;
  }
}
