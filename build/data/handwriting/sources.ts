import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Ink } from '../../../renderer/input/handwriting/ink.ts';

const character = z.object({ medians: z.array(z.array(z.tuple([z.number(), z.number()]))) });
const folder = path.dirname(fileURLToPath(import.meta.resolve('hanzi-writer-data/package.json')));

/** The middle lines of a character's strokes in the order of the schoolbook, in a box from 0 to 1, down is more. Null: none. */
export function strokesOf(text: string): Ink | null {
  const file = path.join(folder, `${text}.json`);
  if (!existsSync(file)) return null;
  const { medians } = character.parse(JSON.parse(readFileSync(file, 'utf8')));
  return medians.map((stroke) => stroke.map(([x, y]) => ({ x: x / 1024, y: (900 - y) / 1024 })));
}

/** Every character of GB 2312: 3,755 in the order of their sound, then 3,008 in the order of their radicals. */
export function gb2312(): readonly string[] {
  const decoder = new TextDecoder('gb18030');
  const characters: string[] = [];
  for (let lead = 0xb0; lead <= 0xf7; lead += 1) {
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (/^\p{Script=Han}$/u.test(text)) characters.push(text);
    }
  }
  return characters;
}
