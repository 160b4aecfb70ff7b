import type { CardEvent } from '../../main/contract/devices/id-card-reader.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';
import { type Answer, blocksOfReadData, cardSecretOf } from './codec.ts';
import { type CardTextFault, decodeCardText } from './text-layouts.ts';

/** A card that was read, before the reader has said how its security module is. */
export type ReadCard = Omit<Extract<CardEvent, { event: 'read' }>, 'samId' | 'samStatus'>;

/** Why an answer to a read holds no card; `fault` is what is wrong with its text, never what stands in it. */
export type NoCard =
  | { readonly event: 'lay-again' }
  | { readonly event: 'unknown-card'; readonly fault: CardTextFault | undefined };

/** The card in an answer to a read. The answer's bytes stay the caller's, who wipes them. */
export function cardIn(answer: Answer): Result<ReadCard, NoCard> {
  if (answer.status === 'unknown-card-type') return err({ event: 'unknown-card', fault: undefined });
  const blocks = blocksOfReadData(answer.data);
  if (answer.status !== 'ok' || !blocks.ok) return err({ event: 'lay-again' });
  const card = decodeCardText(blocks.value.text);
  if (!card.ok) return err({ event: 'unknown-card', fault: card.error });
  return ok({ event: 'read', card: card.value, cardSecret: cardSecretOf(blocks.value) });
}

/** For an operator's decoder; whoever takes it wipes it. */
export function copyOfPhoto(answer: Answer): Uint8Array | undefined {
  const blocks = blocksOfReadData(answer.data);
  return blocks.ok ? blocks.value.photo.slice() : undefined;
}
