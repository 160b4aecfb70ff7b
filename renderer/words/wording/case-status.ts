import type { Sentences, Titled } from './shapes.ts';
import type { CaseStanding } from '../../../main/contract/view/case-status.ts';
import type { CaseState } from '../../../main/contract/view/waiting.ts';
import type { RefusalReason } from '../../../main/contract/wire/deliveries.ts';

export interface CaseStatusWords {
  /** Of a case that was handed in here. */
  readonly caseHere: Titled<CaseState>;
  /** Of what a code proves besides. */
  readonly caseCode: Titled<Exclude<CaseStanding['standing'], 'here'>>;
  /** What to do, by why the platform did not take it; `unknown` where that is no longer known here. */
  readonly caseRefusal: Sentences<RefusalReason | 'unknown'>;
  readonly caseStatus: Sentences<'handedIn' | 'call' | 'done' | 'oldList'>;
}
