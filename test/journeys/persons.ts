import { z } from 'zod';
import { sampleCard, type sampleCardNames } from '../../native/id-card/sample-cards.ts';
import { say } from '../workbench/control-line.ts';
import type { PersonalValue } from './search/search.ts';

/** What a card says that a journey compares and searches for. A reader of somebody else's may have more or other cards. */
const cardText = z.looseObject({ name: z.string(), idNumber: z.string(), address: z.string() });
export type CardText = Readonly<z.infer<typeof cardText>>;

type JourneyCard = Extract<(typeof sampleCardNames)[number], 'resident-wang' | 'resident-li'>;

const laid = z.looseObject({ ok: z.boolean(), text: cardText.optional() });

/**
 * Lays a card down and says what stands on it: as the reader itself answers (`text`), where it does, else as this
 * project's sample card of that name.
 */
export async function layCard(readerControl: string, card: JourneyCard): Promise<CardText> {
  const answer = laid.parse(await say(readerControl, { do: 'lay', card }));
  if (!answer.ok) throw new Error(`The reader took no card: ${JSON.stringify(answer)}`);
  return answer.text ?? cardText.parse(sampleCard(card));
}

export async function liftCard(readerControl: string): Promise<void> {
  const answer = laid.parse(await say(readerControl, { do: 'lift' }));
  if (!answer.ok) throw new Error(`The card could not be lifted: ${JSON.stringify(answer)}`);
}

const lying = z.looseObject({ ok: z.boolean(), stage: z.string().nullable().optional() });

/** How far the terminal has come with the card that lies there; undefined where a reader does not tell. */
export async function readerStage(readerControl: string): Promise<string | null | undefined> {
  return lying.parse(await say(readerControl, { do: 'state' })).stage;
}

export function valuesOfCard(who: string, { name, idNumber, address }: CardText): readonly PersonalValue[] {
  return [
    { what: `${who}: name`, text: name },
    { what: `${who}: ID number`, text: idNumber },
    { what: `${who}: address`, text: address },
  ];
}
