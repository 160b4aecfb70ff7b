import type { Random } from '../random.ts';

/** One good frame, spoilt in one way, as lines and devices spoil it, or wholly made up. Never longer than four frames. */
export function mutate(frame: Uint8Array, random: Random): Uint8Array {
  const at = random.between(0, Math.max(0, frame.length - 1));
  const anyByte = (): number => random.between(0, 255);
  const rubbish = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, anyByte);
  switch (random.between(0, 8)) {
    case 0:
      return frame.map((byte, index) => (index === at ? byte ^ (1 << random.between(0, 7)) : byte));
    case 1:
      return frame.slice(0, at);
    case 2:
      return frame.slice(at);
    case 3:
      return joined(frame.slice(0, at), rubbish(random.sized(1, 64)), frame.slice(at));
    case 4:
      return joined(frame.slice(0, at), frame);
    case 5:
      // A length, a counter, a tag: whatever stands there becomes the largest or the smallest it can be.
      return frame.map((byte, index) =>
        index === at || index === at + 1 ? random.pick([0x00, 0x7f, 0x80, 0xff]) : byte,
      );
    case 6:
      return rubbish(random.sized(1, 2 * frame.length));
    case 7:
      return joined(frame, frame.slice(0, at), frame);
    default:
      return frame.map((byte) => (random.chance(0.05) ? anyByte() : byte));
  }
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
