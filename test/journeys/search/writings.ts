import { encodeGb18030 } from '../../../native/receipt-printer/gb18030.ts';

/** One way in which a value may stand in a file: the bytes to look for, and the name of the way. */
export interface Writing {
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** Shorter ones stand in any large file by chance. The shortest real one is a two-character name in GB 18030. */
export const shortestWritingBytes = 4;

/**
 * Every way in which a program may have written a value down without meaning to hide it: the character encodings in use
 * here, and the escapes that JSON, URLs, hex dumps and base64 put around them. What is the same bytes twice (digits in
 * UTF-8 and in GB 18030) is listed once.
 */
export function writingsOf(value: string): readonly Writing[] {
  const raw: readonly Writing[] = [
    { encoding: 'utf-8', bytes: Buffer.from(value, 'utf8') },
    { encoding: 'utf-16le', bytes: Buffer.from(value, 'utf16le') },
    { encoding: 'utf-16be', bytes: Buffer.from(value, 'utf16le').swap16() },
    { encoding: 'gb18030', bytes: gb18030(value) },
  ];
  const all = [
    ...raw,
    ...jsonEscapes(value),
    ...raw.filter(({ encoding }) => !encoding.startsWith('utf-16')).flatMap(percentEscapes),
    ...raw.flatMap(hex),
    ...raw.flatMap(base64),
  ];
  const once = new Map<string, Writing>();
  for (const writing of all) {
    const key = writing.bytes.toString('latin1');
    if (writing.bytes.length >= shortestWritingBytes && !once.has(key)) once.set(key, writing);
  }
  if (once.size === 0) throw new Error('A value this short stands in any file by chance.');
  return [...once.values()];
}

function gb18030(value: string): Buffer {
  const encoded = encodeGb18030(value);
  if (!encoded.ok) throw new Error(`The value has a character without a GB 18030 code: ${encoded.error.codePoint}`);
  return Buffer.from(encoded.value);
}

/** JSON may escape what is not ASCII, or everything; UTF-16 unit by unit, so a character beyond the BMP is two escapes. */
function jsonEscapes(value: string): readonly Writing[] {
  const units = Array.from({ length: value.length }, (_, at) => value.charCodeAt(at));
  const escaped = (unit: number, upper: boolean): string => {
    const digits = unit.toString(16).padStart(4, '0');
    return `\\u${upper ? digits.toUpperCase() : digits}`;
  };
  return [true, false].flatMap((upper) =>
    [true, false].map((everything) => ({
      encoding: 'json-escapes',
      bytes: Buffer.from(
        units.map((unit) => (unit < 0x80 && !everything ? String.fromCharCode(unit) : escaped(unit, upper))).join(''),
      ),
    })),
  );
}

function percentEscapes({ encoding, bytes }: Writing): readonly Writing[] {
  return [true, false].flatMap((upper) =>
    [true, false].map((everything) => ({
      encoding: `percent-escapes of ${encoding}`,
      bytes: Buffer.from(
        Array.from(bytes, (byte) => {
          const character = String.fromCharCode(byte);
          if (!everything && /[\w.~-]/.test(character)) return character;
          const digits = byte.toString(16).padStart(2, '0');
          return `%${upper ? digits.toUpperCase() : digits}`;
        }).join(''),
      ),
    })),
  );
}

function hex({ encoding, bytes }: Writing): readonly Writing[] {
  const digits = bytes.toString('hex');
  return [digits, digits.toUpperCase()].map((text) => ({ encoding: `hex of ${encoding}`, bytes: Buffer.from(text) }));
}

/**
 * Base64 of a text that has the value somewhere inside: three bytes make four characters, so the value looks different
 * after 0, 1 or 2 bytes (mod 3). The characters that also depend on the neighbours' bits are left out.
 */
function base64({ encoding, bytes }: Writing): readonly Writing[] {
  return [0, 1, 2].flatMap((before) => {
    const bits = (before + bytes.length) * 8;
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
    const forUrls = text.replaceAll('+', '-').replaceAll('/', '_');
    return [text, forUrls].map((written) => ({
      encoding: `base64 of ${encoding}, ${before} bytes in`,
      bytes: Buffer.from(written),
    }));
  });
}
