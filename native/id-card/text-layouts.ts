import type { IdCard } from '../../main/contract/card.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';

/**
 * The 256 text bytes of an ID card: UTF-16LE, padded with spaces, one of four layouts told apart by the character at
 * byte 248. Sources: GA 450 (resident), GA/T 1011 and its 2018 addition (J), the 2017 and 2023 foreign permanent
 * resident cards (I, Y).
 */
const textBytes = 256;

/** Where a field lies: pairs of [offset, length] in bytes. A field in two pieces is one text, cut where it was full. */
type Spans = readonly (readonly [offset: number, bytes: number])[];
type Layout = Readonly<Record<string, Spans>>;

const residentLayout = {
  name: [[0, 30]],
  sex: [[30, 2]],
  ethnicCode: [[32, 4]],
  birth: [[36, 16]],
  address: [[52, 70]],
  idNumber: [[122, 36]],
  issuedBy: [[158, 30]],
  validFrom: [[188, 16]],
  validUntil: [[204, 16]],
} as const satisfies Layout;

const hmtResidentLayout = {
  name: [[0, 30]],
  sex: [[30, 2]],
  birth: [[36, 16]],
  address: [[52, 70]],
  idNumber: [[122, 36]],
  issuedBy: [[158, 30]],
  validFrom: [[188, 16]],
  validUntil: [[204, 16]],
  passNumber: [[220, 18]],
  timesIssued: [[238, 4]],
} as const satisfies Layout;

const foreign2023Layout = {
  chineseName: [[0, 30]],
  sex: [[30, 2]],
  timesReissued: [[32, 4]],
  birth: [[36, 16]],
  englishName: [
    [52, 70],
    [220, 22],
  ],
  idNumber: [[122, 36]],
  validFrom: [[188, 16]],
  validUntil: [[204, 16]],
  nationality: [[242, 6]],
} as const satisfies Layout;

const foreign2017Layout = {
  englishName: [[0, 120]],
  sex: [[120, 2]],
  idNumber: [[122, 30]],
  nationality: [[152, 6]],
  chineseName: [[158, 30]],
  validFrom: [[188, 16]],
  validUntil: [[204, 16]],
  birth: [[220, 16]],
  cardVersion: [[236, 4]],
  authority: [[240, 8]],
} as const satisfies Layout;

const typeOffset = 248;
const longTerm = '长期';
const sexByCode = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'not-stated' } as const;
type Sex = IdCard['sex'];

/** Why a text block is no card. Names fields, never what stands in them: this goes into the log. */
export type CardTextFault =
  | { readonly kind: 'wrong-length'; readonly bytes: number }
  | { readonly kind: 'unknown-type'; readonly codeUnit: number }
  | { readonly kind: 'malformed-text'; readonly field: string }
  | { readonly kind: 'bad-date'; readonly field: string }
  | { readonly kind: 'bad-code'; readonly field: string }
  | { readonly kind: 'no-name' };

/** Decodes a text block. Check digits are not looked at here: the person is told about those in words, by the service. */
export function decodeCardText(text: Uint8Array): Result<IdCard, CardTextFault> {
  if (text.length !== textBytes) return err({ kind: 'wrong-length', bytes: text.length });
  const type = (text[typeOffset] ?? 0) | ((text[typeOffset + 1] ?? 0) << 8);
  switch (type) {
    case 0x49:
      return decodeForeign2017(text);
    case 0x4a:
      return decodeHmtResident(text);
    case 0x59:
      return decodeForeign2023(text);
    // Resident cards have no type character: their reserved end is blank, and zero on some early ones. Anything else
    // is a layout yet to come; read as a resident's it would put one field's text into another.
    case 0x20:
    case 0:
      return decodeResident(text);
    default:
      return err({ kind: 'unknown-type', codeUnit: type });
  }
}

/** Why a card cannot be written as bytes: its layout has no room for what stands in `field`. */
export type CardEncodeFault = { readonly kind: 'too-long'; readonly field: string };

/** The inverse of `decodeCardText`: 256 bytes as the card would carry them. */
export function encodeCardText(card: IdCard): Result<Uint8Array, CardEncodeFault> {
  const common = {
    ...card,
    sex: codeOfSex(card.sex),
    birth: compactDate(card.birth),
    validFrom: compactDate(card.validFrom),
    validUntil: card.validUntil === 'long-term' ? longTerm : compactDate(card.validUntil),
    // A card without a Chinese name has that field blank, and `name` then repeats the English one.
    ...('englishName' in card && { chineseName: card.name === card.englishName ? '' : card.name }),
  };
  switch (card.kind) {
    case 'resident':
      return encodeFields(residentLayout, common, ' ');
    case 'hmt-resident':
      return encodeFields(hmtResidentLayout, common, 'J');
    case 'foreign-2023':
      return encodeFields(foreign2023Layout, common, 'Y');
    case 'foreign-2017':
      return encodeFields(foreign2017Layout, common, 'I');
    default:
      return card satisfies never;
  }
}

function decodeResident(text: Uint8Array): Result<IdCard, CardTextFault> {
  const fields = readFields(residentLayout, text);
  if (!fields.ok) return fields;
  const { name, ethnicCode, address, idNumber, issuedBy } = fields.value;
  const common = decodeCommon(name, fields.value);
  if (!common.ok) return common;
  return ok({ kind: 'resident', ...common.value, ethnicCode, address, idNumber, issuedBy });
}

function decodeHmtResident(text: Uint8Array): Result<IdCard, CardTextFault> {
  const fields = readFields(hmtResidentLayout, text);
  if (!fields.ok) return fields;
  const { name, address, idNumber, issuedBy, passNumber, timesIssued } = fields.value;
  const common = decodeCommon(name, fields.value);
  if (!common.ok) return common;
  return ok({ kind: 'hmt-resident', ...common.value, address, idNumber, issuedBy, passNumber, timesIssued });
}

function decodeForeign2023(text: Uint8Array): Result<IdCard, CardTextFault> {
  const fields = readFields(foreign2023Layout, text);
  if (!fields.ok) return fields;
  const { chineseName, englishName, idNumber, nationality, timesReissued } = fields.value;
  const common = decodeCommon(chineseName || englishName, fields.value);
  if (!common.ok) return common;
  return ok({ kind: 'foreign-2023', ...common.value, englishName, idNumber, nationality, timesReissued });
}

function decodeForeign2017(text: Uint8Array): Result<IdCard, CardTextFault> {
  const fields = readFields(foreign2017Layout, text);
  if (!fields.ok) return fields;
  const { chineseName, englishName, idNumber, nationality, cardVersion, authority } = fields.value;
  const common = decodeCommon(chineseName || englishName, fields.value);
  if (!common.ok) return common;
  return ok({ kind: 'foreign-2017', ...common.value, englishName, idNumber, nationality, cardVersion, authority });
}

interface CommonFields {
  readonly name: string;
  readonly sex: Sex;
  readonly birth: string;
  readonly validFrom: string;
  readonly validUntil: string;
}

function decodeCommon(
  name: string,
  fields: Readonly<Record<'sex' | 'birth' | 'validFrom' | 'validUntil', string>>,
): Result<CommonFields, CardTextFault> {
  if (name === '') return err({ kind: 'no-name' });
  const sex = Object.entries(sexByCode).find(([code]) => code === fields.sex)?.[1];
  if (sex === undefined) return err({ kind: 'bad-code', field: 'sex' });
  const birth = isoDateOf(fields.birth);
  if (birth === undefined) return err({ kind: 'bad-date', field: 'birth' });
  const validFrom = isoDateOf(fields.validFrom);
  if (validFrom === undefined) return err({ kind: 'bad-date', field: 'validFrom' });
  const validUntil = fields.validUntil === longTerm ? 'long-term' : isoDateOf(fields.validUntil);
  if (validUntil === undefined) return err({ kind: 'bad-date', field: 'validUntil' });
  return ok({ name, sex, birth, validFrom, validUntil });
}

function readFields<L extends Layout>(
  layout: L,
  text: Uint8Array,
): Result<Readonly<Record<keyof L & string, string>>, CardTextFault> {
  const values: Record<string, string> = {};
  for (const [field, spans] of Object.entries(layout)) {
    const bytes = spans.flatMap(([offset, count]) => [...text.subarray(offset, offset + count)]);
    const value = decodeUtf16(Uint8Array.from(bytes));
    if (value === undefined) return err({ kind: 'malformed-text', field });
    values[field] = value;
  }
  return ok(values as Record<keyof L & string, string>);
}

function encodeFields(
  layout: Layout,
  card: Readonly<Record<string, string>>,
  type: string,
): Result<Uint8Array, CardEncodeFault> {
  const text = new Uint8Array(textBytes);
  const view = new DataView(text.buffer);
  for (let at = 0; at < textBytes; at += 2) view.setUint16(at, 0x20, true);
  view.setUint16(typeOffset, type.charCodeAt(0), true);
  for (const [field, spans] of Object.entries(layout)) {
    const value = card[field] ?? '';
    let written = 0;
    for (const [offset, bytes] of spans) {
      for (let at = 0; at < bytes && written < value.length; at += 2) {
        view.setUint16(offset + at, value.charCodeAt(written), true);
        written += 1;
      }
    }
    if (written < value.length) return err({ kind: 'too-long', field });
  }
  return ok(text);
}

/**
 * Undefined where the text is no text: half a surrogate pair, or control characters, which would reach a printer's
 * command stream by way of a name. Trailing padding is cut off.
 */
function decodeUtf16(bytes: Uint8Array): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const value = text.replace(/[ \0]+$/, '');
  return /\p{Cc}/u.test(value) ? undefined : value;
}

function isoDateOf(compact: string): string | undefined {
  if (!/^\d{8}$/.test(compact)) return undefined;
  const iso = `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

function compactDate(iso: string): string {
  return iso.replaceAll('-', '');
}

function codeOfSex(sex: Sex): string {
  return Object.entries(sexByCode).find(([, name]) => name === sex)?.[0] ?? '';
}
