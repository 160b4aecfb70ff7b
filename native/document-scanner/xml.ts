import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** A status has some hundred bytes, the longest capabilities seen about 20 KB. */
export const maxXmlBytes = 128 * 1024;

/**
 * Every element is a list of what stands under its name, whatever its prefix: scanners use scan:, pwg:, escl: and smd:
 * for the same things. Entities are left alone, so none can grow.
 */
const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  processEntities: false,
  isArray: () => true,
  maxNestedTags: 24,
});

const builder = new XMLBuilder({ ignoreAttributes: false });

/** The first of the elements of a name; the others are not looked at. */
export const one = <T extends z.ZodType>(schema: T) =>
  z.preprocess((elements) => (Array.isArray(elements) ? elements[0] : undefined) as unknown, schema);

/** Reads the document whose root has this name. Undefined: it is none, is too long, breaks off, or says something else. */
export function readXml<T extends z.ZodType>(text: string, root: string, schema: T): z.output<T> | undefined {
  if (text.length > maxXmlBytes) return undefined;
  // The parser forgives a document that breaks off; half a status could say "idle" and leave out "jam".
  if (!new RegExp(`</(?:[\\w-]+:)?${root}\\s*>\\s*$`).test(text)) return undefined;
  let parsed: unknown;
  try {
    parsed = parser.parse(text);
  } catch {
    return undefined;
  }
  const elements = z.record(z.string(), z.unknown()).safeParse(parsed);
  const read = one(schema).safeParse(elements.data?.[root]);
  return read.success ? read.data : undefined;
}

/** Writes a document of eSCL; the names in `content` carry their prefixes. */
export function writeXml(root: string, content: Readonly<Record<string, unknown>>): string {
  const namespaces = {
    '@_xmlns:scan': 'http://schemas.hp.com/imaging/escl/2011/05/03',
    '@_xmlns:pwg': 'http://www.pwg.org/schemas/2010/12/sm',
  };
  const document = { [root]: { ...namespaces, ...content } };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`;
}
