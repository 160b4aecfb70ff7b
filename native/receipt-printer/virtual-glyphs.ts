import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { columnsOfCharacter } from './layout.ts';

/** Dots of a character cell: 24 high, 12 or 24 wide; 1 is black. Row after row. */
export interface Glyph {
  readonly widthDots: number;
  readonly dots: Uint8Array;
}

export const glyphHeightDots = 24;

/**
 * The bundled font comes first: of the system's CJK collection only the Japanese face can be loaded here, and its 直 and
 * 骨 are not the ones a Chinese printer has. What the bundled file lacks (龘, 䶮, 𠮷) comes from the system.
 */
const fontFile = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-500-normal.woff2';
GlobalFonts.registerFromPath(fileURLToPath(import.meta.resolve(fontFile)), 'Receipt');
const font = '24px Receipt, "Noto Sans CJK SC", "Noto Sans CJK JP"';

const known = new Map<string, Glyph>();

/** A character as a print head has it in its memory: drawn once, cut to black and white. Bold is struck twice, a dot apart. */
export function glyphOf(character: string, bold: boolean): Glyph {
  const key = `${bold ? 'b' : 'n'}${character}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const glyph = drawGlyph(character, bold);
  known.set(key, glyph);
  return glyph;
}

function drawGlyph(character: string, bold: boolean): Glyph {
  const widthDots = columnsOfCharacter(character) * 12;
  const context = createCanvas(widthDots, glyphHeightDots).getContext('2d');
  context.font = font;
  context.textBaseline = 'alphabetic';
  const drawnWidth = context.measureText(character).width;
  const squeeze = Math.min(1, widthDots / drawnWidth);
  context.setTransform(squeeze, 0, 0, 1, (widthDots - drawnWidth * squeeze) / 2, 0);
  for (const shift of bold ? [0, 1] : [0]) context.fillText(character, shift, widthDots === 12 ? 19 : 21);
  const { data } = context.getImageData(0, 0, widthDots, glyphHeightDots);
  return {
    widthDots,
    dots: Uint8Array.from({ length: widthDots * glyphHeightDots }, (_, at) => ((data[at * 4 + 3] ?? 0) > 110 ? 1 : 0)),
  };
}
