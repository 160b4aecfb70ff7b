import type { AnswerSource, GivenValue } from '../../contract/answers.ts';
import type { IdCard } from '../../contract/card.ts';

export interface GivenAnswer {
  readonly value: GivenValue;
  readonly source: AnswerSource;
}

export type Answers = ReadonlyMap<string, GivenAnswer>;

/** What a session knows of a person once their card was read. */
export interface Identified {
  readonly card: IdCard;
  readonly samId: string;
  /** Opens and seals this person's draft; null where the card gave no photo. */
  readonly cardSecret: string | null;
}
