import type { ReceiptDocument } from '../../contract/devices/receipt-printer.ts';
import type { Item } from '../../contract/item.ts';
import type { PrintState } from '../../contract/view/printing.ts';
import type { CardRefusal, DraftAtEnd, Screen } from '../../contract/view/screen.ts';
import type { CaseState } from '../../contract/view/waiting.ts';
import type { CaseStatus } from '../cases/case-status.ts';
import type { OpenedDraft } from '../cases/drafts.ts';
import type { SubmitFault } from '../cases/submit.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import type { Words } from '../../contract/words.ts';
import type { Answers, Identified } from './draft.ts';
import type { Fault } from './fault.ts';

/** Where one person is on the way through. */
export type Stage =
  | { readonly stage: 'home'; readonly interrupted: 'no' | 'nothing-kept' | 'draft-waits' }
  | { readonly stage: 'notice'; readonly person: Person }
  | {
      readonly stage: 'identity';
      readonly person: Person;
      readonly card: Extract<Screen, { screen: 'identity' }>['card'];
      readonly refusal: CardRefusal | null;
    }
  /** The card opened a draft: `found` would go on with it, `person` begins anew. */
  | {
      readonly stage: 'resume';
      readonly person: IdentifiedPerson;
      readonly found: OpenedDraft;
      readonly item: Item;
    }
  | {
      readonly stage: 'question';
      readonly person: IdentifiedPerson;
      /** Its path: see paths.ts. */
      readonly question: string;
      readonly fault: Fault | null;
      readonly changing: boolean;
    }
  | {
      readonly stage: 'check';
      readonly person: IdentifiedPerson;
      readonly failed: SubmitFault | null;
      readonly submitting: boolean;
    }
  /**
   * The draft is gone; what is left is what stands on the receipt, masked. Where pages can be printed, page-printing.ts holds
   * what was handed in until the person leaves.
   */
  | { readonly stage: 'result'; readonly handedIn: HandedIn; readonly state: CaseState; readonly print: PrintState }
  /** A receipt was held under the code reader: what it opens, while its code is here. Nobody's session. */
  | { readonly stage: 'case-status'; readonly code: string; readonly status: CaseStatus }
  | {
      readonly stage: 'goodbye';
      readonly because: 'finished' | 'left' | 'idle';
      readonly draft: DraftAtEnd;
      readonly cardPresent: boolean;
      readonly chipCardPresent: boolean;
    };

export interface Person {
  /** Under which a card may be read: see contract/device-host.ts. */
  readonly ticket: string;
  readonly caseId: string;
  readonly item: Item;
  /** Null until the person has agreed. */
  readonly agreedAt: string | null;
  /** Null until a card was read that fits. */
  readonly identified: Identified | null;
  readonly answers: Answers;
  /** Durable pages, each of which an answer names. */
  readonly papers: readonly SealedPaper[];
  /** The person wants their draft kept. */
  readonly keepDraft: boolean;
}

export interface IdentifiedPerson extends Person {
  readonly agreedAt: string;
  readonly identified: Identified;
}

export interface HandedIn {
  readonly ticket: string;
  readonly caseNumber: string;
  readonly itemName: Words;
  readonly next: Words;
  /** The paper as it should stand now. */
  readonly receipt: (isCopy: boolean) => ReceiptDocument;
}

/** The ticket under which this stage's person laid down a card; null where there is no person. */
export function ticketOf(stage: Stage): string | null {
  switch (stage.stage) {
    case 'home':
    case 'case-status':
    case 'goodbye':
      return null;
    case 'result':
      return stage.handedIn.ticket;
    case 'notice':
    case 'identity':
    case 'resume':
    case 'question':
    case 'check':
      return stage.person.ticket;
    default:
      return stage satisfies never;
  }
}
