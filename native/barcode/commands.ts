/** Serial readers understand one of these languages, each documented in the maker's manual. */
export const serialModels = ['honeywell', 'newland', 'gm65', 'datalogic'] as const;
export type SerialModel = (typeof serialModels)[number];

/**
 * `greet` changes nothing and is always answered: it tells a reader from everything else. `trigger`: light up and look for
 * a code. `stop`: give up looking.
 */
export const readerCommands = ['greet', 'trigger', 'stop'] as const;
export type ReaderCommand = (typeof readerCommands)[number];

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Honeywell: SYN T CR and SYN U CR are never answered; a menu command is, by its own name and ACK, ENQ or NAK before a full stop. */
const revision = 'REVINF';
const honeywell = {
  greet: ascii(`\x16M\r${revision}.`),
  trigger: ascii('\x16T\r'),
  stop: ascii('\x16U\r'),
} as const;

/** Newland: 7E 01, four digits, `@`, the command, `;` 03. The answer has 02 for 7E and ACK, ENQ or NAK before the semicolon. */
const newlandCommand = (command: string): Uint8Array => ascii(`~\x010000@${command};\x03`);
const newland = {
  greet: newlandCommand('SCNTRG0'),
  trigger: newlandCommand('SCNTRG1'),
  stop: newlandCommand('SCNTRG0'),
} as const;

/**
 * GM65 and its kin: 7E 00, type, length, address (2), data, CRC (2; AB CD: not checked). Type 7 reads a zone, 8 writes one;
 * zone 2 is the trigger. The answer: 02 00, 00, length, data, CRC-16/XMODEM over all after 02 00.
 */
const gm65 = {
  greet: Uint8Array.of(0x7e, 0x00, 0x07, 0x01, 0x00, 0x0a, 0x01, 0xee, 0x8a),
  trigger: Uint8Array.of(0x7e, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xab, 0xcd),
  stop: Uint8Array.of(0x7e, 0x00, 0x08, 0x01, 0x00, 0x02, 0x00, 0xab, 0xcd),
} as const;

/**
 * Datalogic: single letters, "Host commands characters" in the PowerScan and Gryphon reference guides. `T` and `X`, trigger
 * pulled and let go, are not answered; `i`, device information, is: SOH STX, what it says of itself, ETX EOT.
 */
const datalogic = { greet: ascii('i'), trigger: ascii('T'), stop: ascii('X') } as const;

const commandBytes = { honeywell, newland, gm65, datalogic } as const;

export function encodeCommand(model: SerialModel, command: ReaderCommand): Uint8Array {
  return commandBytes[model][command];
}

export function isAnswered(model: SerialModel, command: ReaderCommand): boolean {
  return encodeAnswer(model, command) !== undefined;
}

/** Where an answer stands among bytes: from `start` to before `end`. */
export interface AnswerAt {
  readonly start: number;
  readonly end: number;
  readonly understood: boolean;
}

const [SOH, STX, ETX, EOT, ENQ, ACK, NAK, CR, LF] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x15, 0x0d, 0x0a];

/**
 * The first whole answer among bytes. Looked for only where one can begin, at the front or after a line end, so what stands
 * inside a code is not taken for one.
 */
export const answerFinders: Readonly<Record<SerialModel, (bytes: Uint8Array) => AnswerAt | undefined>> = {
  honeywell: finder((bytes) => {
    if (!startsWith(bytes, ascii(revision))) return undefined;
    for (let at = revision.length; at + 1 < bytes.length; at += 1) {
      if (isVerdict(bytes[at]) && bytes[at + 1] === 0x2e) return { length: at + 2, understood: bytes[at] === ACK };
    }
    return undefined;
  }),
  newland: finder((bytes) => {
    if (!startsWith(bytes, Uint8Array.of(STX, 0x01))) return undefined;
    const end = bytes.indexOf(ETX);
    if (end < 4 || end > longestNewlandAnswer) return undefined;
    return { length: end + 1, understood: bytes[end - 2] === ACK };
  }),
  gm65: finder((bytes) => {
    if (bytes[0] !== STX || bytes[1] !== 0x00) return undefined;
    const end = 4 + (bytes[3] ?? 0) + 2;
    if (bytes.length < end) return undefined;
    const crc = ((bytes[end - 2] ?? 0) << 8) | (bytes[end - 1] ?? 0);
    if (crc !== crc16(bytes.subarray(2, end - 2))) return undefined;
    return { length: end, understood: bytes[2] === 0x00 };
  }),
  datalogic: finder((bytes) => {
    if (bytes[0] !== SOH || bytes[1] !== STX) return undefined;
    const end = bytes.indexOf(EOT);
    if (end < 3 || end > longestDatalogicAnswer || bytes[end - 1] !== ETX) return undefined;
    return { length: end + 1, understood: true };
  }),
};

const longestNewlandAnswer = 64;
const longestDatalogicAnswer = 512;

/** What a reader of this model answers to a command; undefined: nothing. */
export function encodeAnswer(model: SerialModel, command: ReaderCommand): Uint8Array | undefined {
  switch (model) {
    case 'honeywell':
      return command === 'greet' ? ascii(`${revision}: Software Part Number: VIRTUAL\r\n\x06.`) : undefined;
    case 'newland':
      return ascii(`\x02\x010000@${command === 'trigger' ? 'SCNTRG1' : 'SCNTRG0'}\x06;\x03`);
    case 'gm65':
      return withCrc(command === 'greet' ? Uint8Array.of(0, 1, 0x3e) : Uint8Array.of(0, 1, 0));
    case 'datalogic':
      return command === 'greet' ? ascii('\x01\x02mVIRTUAL\x03\x04') : undefined;
    default:
      return model satisfies never;
  }
}

/** CRC-16/XMODEM: polynomial 1021, start 0. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

function withCrc(body: Uint8Array): Uint8Array {
  const crc = crc16(body);
  return Uint8Array.of(STX, 0x00, ...body, crc >> 8, crc & 0xff);
}

function finder(
  answerAtFront: (bytes: Uint8Array) => { readonly length: number; readonly understood: boolean } | undefined,
): (bytes: Uint8Array) => AnswerAt | undefined {
  return (bytes) => {
    for (let start = 0; start < bytes.length; start += 1) {
      if (start > 0 && bytes[start - 1] !== CR && bytes[start - 1] !== LF) continue;
      const answer = answerAtFront(bytes.subarray(start));
      if (answer !== undefined) return { start, end: start + answer.length, understood: answer.understood };
    }
    return undefined;
  };
}

function startsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
  return beginning.every((byte, at) => bytes[at] === byte);
}

function isVerdict(byte: number | undefined): boolean {
  return byte === ACK || byte === ENQ || byte === NAK;
}
