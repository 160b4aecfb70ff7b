import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageDocument } from '../../main/contract/devices/page-printer.ts';
import { bundledFont, rareCharactersFont } from '../bundled-font.ts';
import { pagesAsPdf } from './pdf.ts';

const bundled = bundledFont();
const row = (label: string, value: string) => ({ label, value });
const document = (rows: PageDocument['rows']): PageDocument => ({
  place: '柳林镇便民服务中心',
  title: '我交的申请',
  number: { label: '办件号', value: 'LLZ01-1-0047-87' },
  rows,
  notes: ['请收好。'],
});

/** The characters that stand on it, by the tables that make a PDF's text searchable. */
function charactersIn(pdf: Buffer): Set<string> {
  const found = new Set<string>();
  for (const packed of streamsOf(pdf)) {
    for (const [range] of packed.matchAll(/beginbfrange[^]*?endbfrange/g)) {
      for (const [, hex = ''] of range.matchAll(/<([0-9a-f]{4,12})>(?=[\s\]])/g)) {
        const units = hex.match(/.{4}/g) ?? [];
        found.add(String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
      }
    }
  }
  return found;
}

function streamsOf(pdf: Buffer): readonly string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/stream\r?\n([^]*?)\r?\nendstream/g)].flatMap(([, body = '']) => {
    try {
      return [inflateSync(Buffer.from(body, 'latin1')).toString('latin1')];
    } catch {
      return [];
    }
  });
}

const pagesIn = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

describe('a document as PDF', () => {
  it('is one page of A4, with its characters to be found, and small', async () => {
    const pdf = await pagesAsPdf(document([row('办的事', '开无犯罪记录证明')]), { bundled, rare: undefined });
    expect(pagesIn(pdf)).toBe(1);
    expect(pdf.length).toBeLessThan(40_000);
    const characters = charactersIn(pdf);
    for (const character of '柳林我交的申请证明7') expect(characters).toContain(character);
  });

  it('goes on to the next page when there is more', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => row(`问题${at}`, '安徽省阜阳市颍州区清河街道'));
    expect(pagesIn(await pagesAsPdf(document(rows), { bundled, rare: undefined }))).toBe(3);
  });

  it('writes a character that no font has as one that is seen to be missing', async () => {
    const pdf = await pagesAsPdf(document([row('姓名', '刘䶮')]), { bundled, rare: undefined });
    expect(charactersIn(pdf)).toContain('〓');
    expect(charactersIn(pdf)).not.toContain('䶮');
  });

  it('writes rare characters from the system’s font, where that is installed', async () => {
    const rare = rareCharactersFont();
    if (rare === undefined) throw new Error('fonts-noto-cjk is not installed: npm test installs it');
    const pdf = await pagesAsPdf(document([row('姓名', '刘䶮')]), { bundled, rare });
    expect(charactersIn(pdf)).toContain('䶮');
    expect(charactersIn(pdf)).not.toContain('〓');
  });

  it('can be made of any text that somebody types or a card carries', async () => {
    const odd = ['\ud800', '👩‍👩‍👧 שלום مرحبا', 'a'.repeat(3_000), '安'.repeat(3_000), '', '\u202e反', '0\u0301\u0302'];
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constantFrom(...odd), async (one, other) => {
        const pdf = await pagesAsPdf(document([row(one, other), row(other, one)]), {
          bundled,
          rare: rareCharactersFont(),
        });
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  it('drops what would be a command to somebody who reads it', async () => {
    const pdf = await pagesAsPdf(document([row('备注', '一\n二\u0000三')]), { bundled, rare: undefined });
    expect(pagesIn(pdf)).toBe(1);
  });
});

it('the bundled font is one that needs no unpacking', () => {
  expect(bundled.readUInt32BE(0)).toBe(0x00010000);
  expect(bundled.length).toBeLessThan(4_000_000);
});
