import type { AnswerSource, GivenValue } from '../../contract/answers.ts';
import type { IdCard } from '../../contract/card.ts';

export interface GivenAnswer {
  readonly value: GivenValue;
  readonly source: AnswerSource;
}

export type Answers = ReadonlyMap<string, GivenAnswer>;

/**
 * What a session knows of a person once their card was read. It lives in this process's memory and nowhere else: a crash
 * means starting over, and the screen says so.
 */
export interface Identified {
  readonly card: IdCard;
  readonly samId: string;
}
