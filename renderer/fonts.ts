import regular from '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2?url';
import latinRegular from '@fontsource/noto-sans-sc/files/noto-sans-sc-latin-400-normal.woff2?url';
import bold from '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-700-normal.woff2?url';
import latinBold from '@fontsource/noto-sans-sc/files/noto-sans-sc-latin-700-normal.woff2?url';

/** Quotation marks and dots, too: English sets them narrow, Chinese a whole character wide. Which, base.css decides. */
const latinRange = 'U+0000-00FF, U+2000-206F, U+20AC';

/**
 * Loads the fonts before anything is drawn: lists are paged by measured heights, and text that changes its width under
 * a finger is worse than a tenth of a second of ground. Characters they lack (龘, 𠮷) come from the system's Noto CJK.
 */
export async function loadFonts(): Promise<void> {
  const faces = [
    new FontFace('Noto Sans SC', `url(${regular})`, { weight: '400' }),
    new FontFace('Noto Sans SC', `url(${bold})`, { weight: '700' }),
    new FontFace('Noto Sans SC Latin', `url(${latinRegular})`, { weight: '400', unicodeRange: latinRange }),
    new FontFace('Noto Sans SC Latin', `url(${latinBold})`, { weight: '700', unicodeRange: latinRange }),
  ];
  await Promise.all(
    faces.map(async (face) => {
      document.fonts.add(await face.load());
    }),
  );
}
