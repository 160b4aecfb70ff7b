import iconv from 'iconv-lite';
import { err, ok } from '../../main/contract/result.ts';
import type { Result } from '../../main/contract/result.ts';

export interface NotEncodable {
  readonly error: 'not-encodable';
  readonly codePoint: number;
}

/**
 * Where the 2022 edition of GB 18030 differs from the 2005 edition that iconv-lite knows: 18 two-byte codes that stood
 * for private-use characters stand for real ones now. Each pair is [code point, two-byte code]; the private-use code
 * point that held the place before is `formerly`.
 */
const changedIn2022: readonly { readonly codePoint: number; readonly code: number; readonly formerly: number }[] = [
  { codePoint: 0xfe10, code: 0xa6d9, formerly: 0xe78d },
  { codePoint: 0xfe12, code: 0xa6da, formerly: 0xe78e },
  { codePoint: 0xfe11, code: 0xa6db, formerly: 0xe78f },
  { codePoint: 0xfe13, code: 0xa6dc, formerly: 0xe790 },
  { codePoint: 0xfe14, code: 0xa6dd, formerly: 0xe791 },
  { codePoint: 0xfe15, code: 0xa6de, formerly: 0xe792 },
  { codePoint: 0xfe16, code: 0xa6df, formerly: 0xe793 },
  { codePoint: 0xfe17, code: 0xa6ec, formerly: 0xe794 },
  { codePoint: 0xfe18, code: 0xa6ed, formerly: 0xe795 },
  { codePoint: 0xfe19, code: 0xa6f3, formerly: 0xe796 },
  { codePoint: 0x9fb4, code: 0xfe59, formerly: 0xe81e },
  { codePoint: 0x9fb5, code: 0xfe61, formerly: 0xe826 },
  { codePoint: 0x9fb6, code: 0xfe66, formerly: 0xe82b },
  { codePoint: 0x9fb7, code: 0xfe67, formerly: 0xe82c },
  { codePoint: 0x9fb8, code: 0xfe6d, formerly: 0xe832 },
  { codePoint: 0x9fb9, code: 0xfe7e, formerly: 0xe843 },
  { codePoint: 0x9fba, code: 0xfe90, formerly: 0xe854 },
  { codePoint: 0x9fbb, code: 0xfea0, formerly: 0xe864 },
];

const codeIn2022 = new Map(changedIn2022.map(({ codePoint, code }) => [codePoint, code]));

/** U+E5E5 never had a code (iconv-lite gives it one that means another character); the others lost theirs in 2022. */
const withoutCode = new Set([0xe5e5, ...changedIn2022.map(({ formerly }) => formerly)]);

/**
 * Text as GB 18030-2022, the encoding of receipt printers on the Chinese market: 1, 2 or 4 bytes a character.
 *
 * A lone surrogate, or one of 19 private-use characters, has no code: that is an error and never a question mark, for a
 * wrong name on paper looks as right as any other. iconv-lite's `gbk` was rejected for just that: it prints 𠮷 as `?`.
 */
export function encodeGb18030(text: string): Result<Uint8Array<ArrayBuffer>, NotEncodable> {
  const bytes: number[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
    if (isSurrogate || withoutCode.has(codePoint)) return err({ error: 'not-encodable', codePoint });
    const code = codeIn2022.get(codePoint);
    if (code === undefined) bytes.push(...iconv.encode(character, 'gb18030'));
    else bytes.push(code >> 8, code & 0xff);
  }
  return ok(Uint8Array.from(bytes));
}
