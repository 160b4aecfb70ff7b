import type { AnswerSource, GivenValue } from '../../contract/answers.ts';
import type { IdCard } from '../../contract/card.ts';
import type { CaseIdentity } from '../../contract/wire/envelope.ts';

export interface GivenAnswer {
  readonly value: GivenValue;
  readonly source: AnswerSource;
}

export type Answers = ReadonlyMap<string, GivenAnswer>;

/** What a session knows of a person once their card was read. */
export interface Identified {
  readonly card: IdCard;
  readonly identity: CaseIdentity;
  /** Whole years on the day it was read: a birthday at midnight changes no question. Null where nobody knew what day it was. */
  readonly ageYears: number | null;
  /** Opens and seals this person's draft; null where the card gave no photo. */
  readonly cardSecret: string | null;
}
