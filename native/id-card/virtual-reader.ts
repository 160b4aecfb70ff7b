import { type AnswerStatus, type CardBlocks, type Command, decodeCommand } from './codec.ts';
import { encodeAnswer, encodeReadData, encodeReadDataWithFingerprints } from './codec.ts';
import { createFrameDecoder, encodeFrame } from './frame.ts';

/**
 * What goes wrong with an answer on its way: `silent` never comes, `garbage` is other bytes, `wrong-checksum` has one
 * bit flipped, `cut` stops half way, `glued` has noise before it and itself again behind, `slow` dribbles in.
 */
export const faultKinds = ['silent', 'garbage', 'wrong-checksum', 'cut', 'glued', 'slow'] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultOrder {
  readonly kind: FaultKind;
  readonly count: number;
  /** Only answers to this command; without it, the next answers whatever they are. */
  readonly on?: Command | undefined;
}

/** What goes out on the line. `slow` asks the line for a tenth of its pace. */
export interface ReaderOutput {
  readonly bytes: Uint8Array;
  readonly slow: boolean;
}

/**
 * A SAM-V reader as its host sees it, without the line. After one read it tells `find` that there is no card until that
 * card has been lifted, as the real ones do; that memory is the reader's and outlives every connection.
 */
export interface VirtualReader {
  /** Takes bytes off the line and gives what is to be sent back. */
  hear(chunk: Uint8Array): readonly ReaderOutput[];
  /** Lays a card down, in the place of one that lies there. */
  lay(card: CardBlocks): void;
  lift(): void;
  addFault(order: FaultOrder): void;
  /** Power off and on: a card that lies there is found again, and half a command is forgotten. */
  powerCycle(): void;
  /** What the security module says of itself from now on. */
  setSamStatus(status: SamStatus): void;
  /** Whether a card lies there, and how far the host has come with it. */
  cardStage(): CardStage | undefined;
  faultsLeft(): number;
}

export type CardStage = 'laid' | 'found' | 'selected' | 'read';

export const samStatuses = ['ok', 'self-test-failed', 'sam-not-authorised'] as const;
export type SamStatus = (typeof samStatuses)[number];

const samId = Uint8Array.from(Buffer.from('0500010009b8320105be1200adc5b111', 'hex'));

export function createVirtualReader(): VirtualReader {
  const decoder = createFrameDecoder();
  let card: { readonly blocks: CardBlocks; readonly stage: CardStage } | undefined;
  let faults: readonly FaultOrder[] = [];
  let samStatus: SamStatus = 'ok';

  function answer(command: Command): Uint8Array {
    switch (command) {
      case 'reset-sam':
        return encodeAnswer('ok');
      case 'sam-status':
        return encodeAnswer(samStatus);
      case 'sam-id':
        return encodeAnswer('ok', samId);
      case 'find':
        if (card === undefined || card.stage === 'read') return encodeAnswer('no-card');
        card = { ...card, stage: 'found' };
        return encodeAnswer('found', new Uint8Array(4));
      case 'select':
        if (card?.stage !== 'found') return encodeAnswer('select-failed');
        card = { ...card, stage: 'selected' };
        return encodeAnswer('ok', new Uint8Array(8));
      case 'read':
      case 'read-with-fingerprints': {
        if (card?.stage !== 'selected') return encodeAnswer('read-failed');
        card = { ...card, stage: 'read' };
        const encode = command === 'read' ? encodeReadData : encodeReadDataWithFingerprints;
        return encodeAnswer('ok', encode(card.blocks));
      }
      case 'newest-address':
        return encodeAnswer(statusOfNewestAddress(card?.stage));
      default:
        return command satisfies never;
    }
  }

  function takeFault(command: Command | undefined): FaultKind | undefined {
    const order = faults.find((one) => one.on === undefined || one.on === command);
    if (order === undefined) return undefined;
    faults = faults.flatMap((one) => (one !== order ? [one] : one.count > 1 ? [{ ...one, count: one.count - 1 }] : []));
    return order.kind;
  }

  return {
    hear: (chunk) =>
      decoder.feed(chunk).flatMap((event) => {
        if (event.kind === 'damaged') return spoil(encodeFrame(encodeAnswer('bad-checksum')), takeFault(undefined));
        const command = decodeCommand(event.body);
        const refusal = event.body.length === 2 ? 'bad-command' : 'bad-length';
        return spoil(encodeFrame(command === undefined ? encodeAnswer(refusal) : answer(command)), takeFault(command));
      }),
    lay: (blocks) => {
      card = { blocks, stage: 'laid' };
    },
    lift: () => {
      card = undefined;
    },
    addFault: (order) => {
      faults = [...faults, order];
    },
    powerCycle: () => {
      decoder.reset();
      if (card !== undefined) card = { ...card, stage: 'laid' };
    },
    setSamStatus: (status) => {
      samStatus = status;
    },
    cardStage: () => card?.stage,
    faultsLeft: () => faults.reduce((sum, order) => sum + order.count, 0),
  };
}

function statusOfNewestAddress(stage: CardStage | undefined): Exclude<AnswerStatus, 'unlisted'> {
  if (stage === undefined) return 'no-card';
  return stage === 'selected' || stage === 'read' ? 'no-such-item' : 'read-failed';
}

function spoil(frame: Uint8Array, fault: FaultKind | undefined): readonly ReaderOutput[] {
  const whole = (bytes: Uint8Array): readonly ReaderOutput[] => [{ bytes, slow: false }];
  switch (fault) {
    case undefined:
      return whole(frame);
    case 'silent':
      return [];
    case 'garbage':
      return whole(frame.map((byte) => (byte * 31 + 17) & 0xff));
    case 'wrong-checksum':
      return whole(frame.map((byte, at) => (at === frame.length - 1 ? byte ^ 1 : byte)));
    case 'cut':
      return whole(frame.subarray(0, frame.length >> 1));
    case 'glued':
      return whole(Uint8Array.of(0x00, 0xaa, 0x96, ...frame, ...frame));
    case 'slow':
      return [{ bytes: frame, slow: true }];
    default:
      return fault satisfies never;
  }
}
