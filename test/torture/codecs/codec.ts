import type { Random } from '../random.ts';

/** A decoder of what a device says, as the codec torture sees it. */
export type Codec = StreamCodec | MessageCodec;

interface Named {
  readonly name: string;
  /** A frame as the device sends it when nothing is wrong. */
  good(random: Random): Uint8Array;
}

/** Takes a stream, and has to find the frames in it itself. */
export interface StreamCodec extends Named {
  readonly kind: 'stream';
  /** Feeds bytes to one decoder that lives as long as the torture. Returns whether a good frame came out. */
  feed(bytes: Uint8Array): boolean;
  /** Nothing has come for as long as the driver waits for an answer: what it does then. */
  silence(): void;
}

/** Takes what something below it has already cut into messages. */
export interface MessageCodec extends Named {
  readonly kind: 'message';
  /** Whether the message was understood. */
  read(bytes: Uint8Array): boolean;
}
