import { err } from '../../contract/result.ts';
import type { AnswerFault, FaultPart } from '../../contract/view/question.ts';

/** Why an answer does not hold. */
export interface Fault {
  readonly code: AnswerFault;
  /** Which field of an answer of several; null where there is one only. */
  readonly part: FaultPart | null;
}

export const faulty = (code: AnswerFault, part: FaultPart | null = null) => err<Fault>({ code, part });
