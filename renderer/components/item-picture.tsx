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
    case 'id-card':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <path className="paper" d="M36 58h136a8 8 0 0 1 8 8v76a8 8 0 0 1-8 8H36a8 8 0 0 1-8-8V66a8 8 0 0 1 8-8z" />
          <circle className="paper" cx="136" cy="92" r="14" />
          <path d="M112 132c2-18 12-24 24-24s22 6 24 24" />
          <path className="written" d="M48 84h46M48 106h46M48 128h30" />
        </svg>
      );
    case 'social-card':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <path className="paper" d="M36 58h136a8 8 0 0 1 8 8v76a8 8 0 0 1-8 8H36a8 8 0 0 1-8-8V66a8 8 0 0 1 8-8z" />
          <path className="way" d="M28 84h152" />
          <path d="M50 102h26v22H50zM63 102v22" />
          <path className="written" d="M96 108h62M96 128h40" />
        </svg>
      );
    case 'medical':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <path className="paper" d="M44 78h120v82a6 6 0 0 1-6 6H50a6 6 0 0 1-6-6z" />
          <path d="M84 78V60a8 8 0 0 1 8-8h24a8 8 0 0 1 8 8v18" />
          <path className="way" d="M104 100v44M82 122h44" />
        </svg>
      );
    case 'housing':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <path className="paper" d="M52 96v70h104V96" />
          <path d="m36 104 68-60 68 60" />
          <path d="M90 166v-38h28v38" />
          <path className="way" d="M136 76V52" />
        </svg>
      );
    case 'family':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <circle className="paper" cx="72" cy="74" r="20" />
          <circle className="paper" cx="136" cy="74" r="20" />
          <path className="paper" d="M36 158c0-36 14-52 36-52s32 12 32 12 12-12 32-12 36 16 36 52" />
          <circle className="seal" cx="104" cy="130" r="15" />
          <path className="way" d="M78 170c0-16 10-24 26-24s26 8 26 24" />
        </svg>
      );
    case 'elderly':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <circle className="paper" cx="94" cy="60" r="24" />
          <path className="paper" d="M54 168v-34c0-24 16-38 40-38s38 14 38 38v34" />
          <path className="way" d="M158 168v-52a12 12 0 0 0-24 0" />
          <path className="written" d="M82 128h24M82 146h24" />
        </svg>
      );
    case 'tax':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <path className="paper" d="M56 34h96v136l-16-12-16 12-16-12-16 12-16-12-16 12z" />
          <path className="written" d="M76 62h56M76 84h36" />
          <path className="way" d="m84 104 20 22 20-22M104 126v24M86 132h36" />
        </svg>
      );
    case 'company':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <path className="paper" d="M44 88v76h120V88" />
          <path
            className="paper"
            d="M38 52h132l10 36a18 18 0 0 1-38 0 19 19 0 0 1-38 0 19 19 0 0 1-38 0 18 18 0 0 1-38 0z"
          />
          <path d="M88 164v-42h32v42" />
          <path className="way" d="M60 120h12M136 120h12" />
        </svg>
      );
    case 'work':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <path className="paper" d="M40 80h128a8 8 0 0 1 8 8v64a8 8 0 0 1-8 8H40a8 8 0 0 1-8-8V88a8 8 0 0 1 8-8z" />
          <path d="M80 80V64a8 8 0 0 1 8-8h32a8 8 0 0 1 8 8v16" />
          <path className="written" d="M32 112h58M118 112h58" />
          <path className="way" d="M94 104h20v18H94z" />
        </svg>
      );
    case 'marriage':
      return (
        <svg className="item-picture drawn" viewBox="0 0 208 208" aria-hidden="true">
          <circle className="ground" cx="104" cy="104" r="104" />
          <circle className="paper" cx="80" cy="122" r="40" />
          <circle cx="128" cy="122" r="40" />
          <path className="way" d="M104 66 88 50a11 11 0 0 1 16-16 11 11 0 0 1 16 16z" />
        </svg>
      );
    default:
      return picture satisfies never;
  }
}
