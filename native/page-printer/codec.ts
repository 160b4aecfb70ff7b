/**
 * IPP messages as bytes: RFC 8010. A request and an answer have one form; what follows the attributes (a document) is not
 * part of it.
 */
export interface IppMessage {
  /** 0x0101 is version 1.1, 0x0200 version 2.0. */
  readonly version: number;
  /** Of a request the operation, of an answer the status. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
}

export interface IppGroup {
  readonly group: number;
  readonly attributes: readonly IppAttribute[];
}

export interface IppAttribute {
  readonly name: string;
  /** At least one. */
  readonly values: readonly IppValue[];
}

export type IppValue =
  | { readonly kind: 'integer' | 'enum'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: IppTextKind; readonly value: string }
  /**
   * Whatever else there is, as it came. The parts of a collection (begin, member names, members, end) stand one after the
   * other as values of the attribute: that is how they are on the wire, and no collection is looked into here.
   */
  | { readonly kind: 'other'; readonly tag: number; readonly bytes: Uint8Array };

const textTags = {
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  'uri-scheme': 0x46,
  charset: 0x47,
  language: 0x48,
  'mime-type': 0x49,
} as const;
export type IppTextKind = keyof typeof textTags;

const textKinds = new Map<number, IppTextKind>(
  Object.entries(textTags).map(([kind, tag]) => [tag, kind as IppTextKind]),
);
const tagOf = { integer: 0x21, boolean: 0x22, enum: 0x23, ...textTags } as const;

export const ippGroup = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04 } as const;
/** Below are the groups' tags, from here on the values'. */
const firstValueTag = 0x10;
const headerBytes = 8;
const longestValueBytes = 0xffff;

/** The bytes of a message, its end tag included. A value or name longer than 65,535 bytes is a bug of the caller's. */
export function writeIpp({ version, code, requestId, groups }: IppMessage): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(version, 0);
  header.writeUInt16BE(code, 2);
  header.writeUInt32BE(requestId, 4);
  const parts: Uint8Array[] = [header];
  for (const { group, attributes } of groups) {
    parts.push(Uint8Array.of(group));
    for (const { name, values } of attributes) {
      values.forEach((value, at) => {
        const { tag, bytes } = encodeValue(value);
        parts.push(Uint8Array.of(tag), counted(Buffer.from(at === 0 ? name : '', 'utf8')), counted(bytes));
      });
    }
  }
  parts.push(Uint8Array.of(ippGroup.end));
  return Buffer.concat(parts);
}

function counted(bytes: Uint8Array): Uint8Array {
  if (bytes.length > longestValueBytes) throw new Error(`an IPP value of ${bytes.length} bytes`);
  return Buffer.concat([Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
}

function encodeValue(value: IppValue): { readonly tag: number; readonly bytes: Uint8Array } {
  switch (value.kind) {
    case 'integer':
    case 'enum': {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32BE(value.value);
      return { tag: tagOf[value.kind], bytes };
    }
    case 'boolean':
      return { tag: tagOf.boolean, bytes: Uint8Array.of(value.value ? 1 : 0) };
    case 'other':
      return { tag: value.tag, bytes: value.bytes };
    default:
      return { tag: tagOf[value.kind], bytes: Buffer.from(value.value, 'utf8') };
  }
}

/**
 * Reads a message from its first byte to its end tag; undefined when it is none. `restAt` is where the document begins.
 * Never throws, and holds no more than the message itself: how long that may be is the caller's matter.
 */
export function readIpp(bytes: Uint8Array): { readonly message: IppMessage; readonly restAt: number } | undefined {
  const wire = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (wire.length < headerBytes) return undefined;
  const groups: { readonly group: number; readonly attributes: { name: string; values: IppValue[] }[] }[] = [];
  let at = headerBytes;
  for (;;) {
    const tag = wire[at];
    if (tag === undefined) return undefined;
    at += 1;
    if (tag === ippGroup.end) break;
    const group = groups.at(-1);
    if (tag < firstValueTag) {
      groups.push({ group: tag, attributes: [] });
      continue;
    }
    const name = readCounted(wire, at);
    if (name === undefined) return undefined;
    const content = readCounted(wire, at + 2 + name.length);
    if (content === undefined || group === undefined) return undefined;
    at += 4 + name.length + content.length;
    const value = decodeValue(tag, content);
    if (value === undefined) return undefined;
    if (name.length > 0) {
      group.attributes.push({ name: name.toString('utf8'), values: [value] });
      continue;
    }
    // Without a name it is one more value of the attribute before.
    const before = group.attributes.at(-1);
    if (before === undefined) return undefined;
    before.values.push(value);
  }
  const message = {
    version: wire.readUInt16BE(0),
    code: wire.readUInt16BE(2),
    requestId: wire.readUInt32BE(4),
    groups,
  };
  return { message, restAt: at };
}

function readCounted(wire: Buffer, at: number): Buffer | undefined {
  if (at + 2 > wire.length) return undefined;
  const endAt = at + 2 + wire.readUInt16BE(at);
  return endAt > wire.length ? undefined : wire.subarray(at + 2, endAt);
}

function decodeValue(tag: number, content: Buffer): IppValue | undefined {
  switch (tag) {
    case tagOf.integer:
    case tagOf.enum:
      if (content.length !== 4) return undefined;
      return { kind: tag === tagOf.enum ? 'enum' : 'integer', value: content.readInt32BE() };
    case tagOf.boolean:
      return content.length === 1 ? { kind: 'boolean', value: content[0] !== 0 } : undefined;
    default: {
      const kind = textKinds.get(tag);
      return kind === undefined
        ? { kind: 'other', tag, bytes: Uint8Array.from(content) }
        : { kind, value: content.toString('utf8') };
    }
  }
}

/** All values of that name in the first group of that kind which has it. */
export function valuesOf(message: IppMessage, group: number, name: string): readonly IppValue[] {
  for (const { group: kind, attributes } of message.groups) {
    const found = kind === group ? attributes.find((attribute) => attribute.name === name) : undefined;
    if (found !== undefined) return found.values;
  }
  return [];
}

/** Its values that are text of whatever kind: printers do not agree on which. */
export function textsOf(message: IppMessage, group: number, name: string): readonly string[] {
  return valuesOf(message, group, name).flatMap((value) =>
    value.kind !== 'other' && typeof value.value === 'string' ? [value.value] : [],
  );
}

/** Its first value where that is a number; undefined otherwise. */
export function numberOf(message: IppMessage, group: number, name: string): number | undefined {
  const [first] = valuesOf(message, group, name);
  return first?.kind === 'integer' || first?.kind === 'enum' ? first.value : undefined;
}
