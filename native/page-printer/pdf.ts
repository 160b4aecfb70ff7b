import PDFDocument from 'pdfkit';
import type { PageDocument } from '../../main/contract/devices/page-printer.ts';

/** Points, of which an inch has 72: A4 with 20 mm around, and room for the page's number below. */
const marginPoints = 57;
const labelWidthPoints = 128;
const columnGapPoints = 14;
const rowGapPoints = 9;
const inkColour = '#10233F';
const secondInkColour = '#3D4D66';
const ruleColour = '#9AA7BA';

/** What typesetters put where a character is missing: seen at once by whoever reads. */
const missingCharacter = '〓';

export interface PageFonts {
  /** TrueType, as bytes. */
  readonly bundled: Buffer;
  /** A file of this system with more characters, for names such as 䶮; undefined where there is none. */
  readonly rare: { readonly path: string; readonly family: string } | undefined;
}

/**
 * A document as PDF on A4, made in memory: about 15 KB a page, since only the characters that occur are taken into it, and in
 * less than 0.1 s.
 */
export function pagesAsPdf(document: PageDocument, fonts: PageFonts): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: marginPoints, left: marginPoints, right: marginPoints, bottom: marginPoints },
    bufferPages: true,
    compress: true,
    info: { Title: document.number.value, Producer: 'tongban', Creator: 'tongban' },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const whole = new Promise<Buffer>((resolve) => {
    pdf.on('end', () => {
      const bytes = Buffer.concat(chunks);
      for (const chunk of chunks) chunk.fill(0);
      resolve(bytes);
    });
  });
  const say = writerOn(pdf, fonts);
  const left = marginPoints;
  const widthPoints = pdf.page.width - 2 * marginPoints;
  const bottom = pdf.page.height - marginPoints;

  const rule = (): void => {
    pdf
      .moveTo(left, pdf.y)
      .lineTo(left + widthPoints, pdf.y)
      .lineWidth(0.75)
      .stroke(ruleColour);
    pdf.y += rowGapPoints;
  };

  pdf.fillColor(secondInkColour);
  say(document.place, { sizePoints: 11, at: left, widthPoints, align: 'center' });
  pdf.y += 4;
  pdf.fillColor(inkColour);
  say(document.title, { sizePoints: 22, at: left, widthPoints, align: 'center' });
  pdf.y += 10;
  rule();
  pdf.fillColor(secondInkColour);
  say(document.number.label, { sizePoints: 11, at: left, widthPoints });
  pdf.fillColor(inkColour);
  say(document.number.value, { sizePoints: 24, at: left, widthPoints });
  pdf.y += 6;
  rule();

  for (const { label, value } of document.rows) {
    const valueAt = left + labelWidthPoints + columnGapPoints;
    const valueWidth = widthPoints - labelWidthPoints - columnGapPoints;
    const heightPoints = Math.max(say.heightOf(label, 12, labelWidthPoints), say.heightOf(value, 13, valueWidth));
    if (pdf.y + heightPoints > bottom) pdf.addPage();
    const top = pdf.y;
    pdf.fillColor(secondInkColour);
    say(label, { sizePoints: 12, at: left, widthPoints: labelWidthPoints });
    pdf.y = top;
    pdf.fillColor(inkColour);
    say(value, { sizePoints: 13, at: valueAt, widthPoints: valueWidth });
    pdf.y = top + heightPoints + rowGapPoints;
  }
  rule();
  pdf.fillColor(secondInkColour);
  for (const note of document.notes) {
    if (pdf.y + say.heightOf(note, 10.5, widthPoints) > bottom) pdf.addPage();
    say(note, { sizePoints: 10.5, at: left, widthPoints });
    pdf.y += 4;
  }

  const { count } = pdf.bufferedPageRange();
  for (let page = 0; count > 1 && page < count; page += 1) {
    pdf.switchToPage(page);
    // Below the margin, where a text would otherwise ask for another page.
    pdf.page.margins.bottom = 0;
    pdf.y = bottom + 16;
    say(`${document.number.value}    ${page + 1} / ${count}`, {
      sizePoints: 9,
      at: left,
      widthPoints,
      align: 'center',
    });
  }
  pdf.end();
  return whole;
}

interface TextAt {
  readonly sizePoints: number;
  readonly at: number;
  readonly widthPoints: number;
  readonly align?: 'center';
}

function writerOn(pdf: PDFKit.PDFDocument, fonts: PageFonts) {
  pdf.registerFont('bundled', fonts.bundled);
  if (fonts.rare !== undefined) pdf.registerFont('rare', fonts.rare.path, fonts.rare.family);

  const lacks = (text: string): readonly string[] => {
    // pdfkit leaves the open font out of its types.
    const { font } = (pdf as unknown as { readonly _font: { readonly font: GlyphLookup } })._font;
    return Array.from(text).filter((character) => !font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
  };
  /** Sets the font for the whole text and gives what can be written with it. */
  const choose = (text: string, sizePoints: number): string => {
    const clean = text.replace(/\p{Cc}/gu, ' ');
    pdf.font('bundled').fontSize(sizePoints);
    const missing = lacks(clean);
    if (missing.length === 0) return clean;
    if (fonts.rare !== undefined) {
      pdf.font('rare').fontSize(sizePoints);
      const missingThere = lacks(clean);
      if (missingThere.length < missing.length) return replaceAll(clean, missingThere);
      pdf.font('bundled').fontSize(sizePoints);
    }
    return replaceAll(clean, missing);
  };
  const say = (text: string, { sizePoints, at, widthPoints, align }: TextAt): void => {
    pdf.text(choose(text, sizePoints), at, pdf.y, {
      width: widthPoints,
      lineGap: 3,
      ...(align !== undefined && { align }),
    });
  };
  say.heightOf = (text: string, sizePoints: number, widthPoints: number): number =>
    pdf.heightOfString(choose(text, sizePoints), { width: widthPoints, lineGap: 3 });
  return say;
}

interface GlyphLookup {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

function replaceAll(text: string, characters: readonly string[]): string {
  return Array.from(text, (character) => (characters.includes(character) ? missingCharacter : character)).join('');
}
