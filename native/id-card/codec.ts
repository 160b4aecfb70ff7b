import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../main/contract/result.ts';
import { withPurpose } from '../../main/contract/wire/purposes.ts';

/**
 * What the bodies of SAM-V frames mean. Source: the SAM protocol paper for second-generation ID cards; a command is
 * two bytes, an answer three status bytes (SW1 and SW2 are 0 in every answer seen) and data.
 */
const commandCodes = {
  'reset-sam': [0x10, 0xff],
  'sam-status': [0x11, 0xff],
  'sam-id': [0x12, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  read: [0x30, 0x01],
  'read-with-fingerprints': [0x30, 0x10],
  'newest-address': [0x30, 0x03],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type Command = keyof typeof commandCodes;
export const commands = Object.keys(commandCodes) as readonly Command[];

const statusCodes = {
  ok: 0x90,
  'no-such-item': 0x91,
  found: 0x9f,
  'bad-checksum': 0x10,
  'bad-length': 0x11,
  'bad-command': 0x21,
  'not-allowed': 0x23,
  'unknown-error': 0x24,
  'card-did-not-authenticate': 0x31,
  'sam-did-not-authenticate': 0x32,
  'verification-failed': 0x33,
  'fingerprint-mismatch': 0x37,
  'bad-data-length': 0x3f,
  'unknown-card-type': 0x40,
  'read-failed': 0x41,
  'random-number-failed': 0x47,
  'self-test-failed': 0x60,
  'sam-not-authorised': 0x66,
  'no-card': 0x80,
  'select-failed': 0x81,
} as const satisfies Readonly<Record<string, number>>;

/** SW3 by name. `unlisted` is a code the paper does not name: newer readers have some of their own. */
export type AnswerStatus = keyof typeof statusCodes | 'unlisted';

const statusByCode = new Map<number, AnswerStatus>(
  (Object.entries(statusCodes) as [keyof typeof statusCodes, number][]).map(([status, code]) => [code, status]),
);

export interface Answer {
  readonly status: AnswerStatus;
  /** SW3 as it came. */
  readonly code: number;
  readonly data: Uint8Array;
}

export function encodeCommand(command: Command): Uint8Array {
  return Uint8Array.from(commandCodes[command]);
}

/** Undefined: a body of the right form that names no command. */
export function decodeCommand(body: Uint8Array): Command | undefined {
  return commands.find((command) => {
    const [code, parameter] = commandCodes[command];
    return body.length === 2 && body[0] === code && body[1] === parameter;
  });
}

export function encodeAnswer(status: keyof typeof statusCodes, data: Uint8Array = new Uint8Array()): Uint8Array {
  return Uint8Array.of(0, 0, statusCodes[status], ...data);
}

/** `data` is a view into `body`: whoever wipes the one has wiped the other. */
export function decodeAnswer(body: Uint8Array): Result<Answer, 'not-an-answer'> {
  const code = body[2];
  if (code === undefined || body[0] !== 0 || body[1] !== 0) return err('not-an-answer');
  return ok({ status: statusByCode.get(code) ?? 'unlisted', code, data: body.subarray(3) });
}

/** SW1, SW2, SW3 in hex, as the envelope carries them. The first two are 0, or it had been no answer. */
export const formatSamStatus = ({ code }: Answer): string => `0000${code.toString(16).padStart(2, '0')}`;

/** The answer to `sam-id`, 16 bytes, as every vendor prints it: `05.01-20101129-0001228293-0296863149`. */
export function formatSamId(data: Uint8Array): Result<string, 'not-a-sam-id'> {
  if (data.length !== 16) return err('not-a-sam-id');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const digits = (value: number, width: number): string => String(value).padStart(width, '0');
  const [maker, kind] = [view.getUint16(0, true), view.getUint16(2, true)];
  const [date, serial, check] = [view.getUint32(4, true), view.getUint32(8, true), view.getUint32(12, true)];
  return ok(`${digits(maker, 2)}.${digits(kind, 2)}-${digits(date, 8)}-${digits(serial, 10)}-${digits(check, 10)}`);
}

/** What is on a card, as bytes. Text is 256 bytes, a photo 1024 in the closed "WLT" form, each fingerprint 512. */
export interface CardBlocks {
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
  readonly fingerprints: Uint8Array;
}

/** The data of an answer to `read`: two lengths, text, photo. */
export function encodeReadData(blocks: CardBlocks): Uint8Array {
  return Uint8Array.of(...u16(blocks.text.length), ...u16(blocks.photo.length), ...blocks.text, ...blocks.photo);
}

/** The data of an answer to `read-with-fingerprints`: three lengths, text, photo, fingerprints (0, 512 or 1024). */
export function encodeReadDataWithFingerprints(blocks: CardBlocks): Uint8Array {
  const parts = [blocks.text, blocks.photo, blocks.fingerprints];
  return Uint8Array.of(...parts.flatMap((part) => u16(part.length)), ...parts.flatMap((part) => [...part]));
}

/**
 * Text and photo block of an answer to `read`, as views into `data`. Only a vendor's closed decoder can show the photo; it
 * serves as what nobody can guess.
 */
export function blocksOfReadData(data: Uint8Array): Result<Omit<CardBlocks, 'fingerprints'>, 'bad-lengths'> {
  if (data.length < 4) return err('bad-lengths');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [textBytes, photoBytes] = [view.getUint16(0), view.getUint16(2)];
  if (data.length !== 4 + textBytes + photoBytes) return err('bad-lengths');
  return ok({ text: data.subarray(4, 4 + textBytes), photo: data.subarray(4 + textBytes) });
}

/** What only a live read of this very card gives, base64url; null where it has no photo. See contract/device-host.ts. */
export function cardSecretOf({ text, photo }: Omit<CardBlocks, 'fingerprints'>): string | null {
  // A photo of one repeated byte is none.
  if (photo.every((byte) => byte === photo[0])) return null;
  return createHash('sha256')
    .update(withPurpose('card-secret', text, photo))
    .digest('base64url');
}

function u16(value: number): readonly [number, number] {
  return [value >> 8, value & 0xff];
}
