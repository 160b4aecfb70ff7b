import type { PageDocument } from '../../contract/devices/page-printer.ts';
import type { ReceiptDocument } from '../../contract/devices/receipt-printer.ts';
import type { ServiceToHost } from '../../contract/device-host.ts';
import type { Item } from '../../contract/item.ts';
import type { Result } from '../../contract/result.ts';
import type { CaseState } from '../../contract/view/waiting.ts';
import type { CaseStatus } from '../cases/case-status.ts';
import type { Drafts } from '../cases/drafts.ts';
import type { PapersGone, Submission, SubmitFault, Submitted } from '../cases/submit.ts';
import type { TextReader } from '../reading/text-reader.ts';
import type { PaperFault, PaperSealer, SealedPaper } from '../sealing/paper.ts';
import type { Timers } from '../timers.ts';
import type { Wording } from './screens.ts';
import type { IdentifiedPerson } from './stage.ts';

/** What a session needs of the rest of the service. */
export interface SessionPorts {
  readonly timers: Timers;
  /** Offered now; another array when there are others. */
  readonly items: readonly Item[];
  /** How often an item was handed in here, of late more. */
  usesOf(id: string): number;
  /** Offered before, and known still. */
  earlierItems(): readonly Item[];
  /** By part of its name; null where there is none. */
  readonly camera: string | null;
  /** The same of one that looks at the person, for a photograph on a card. */
  readonly portraitCamera: string | null;
  /** A resident may bring photographs on a stick. */
  readonly takesSticks: boolean;
  readonly textReader: TextReader;
  /** A whole page in the clear; null where the disk no longer has it as it was sealed. */
  readPage(paper: SealedPaper): Buffer | null;
  readonly idle: { readonly warnAfterSeconds: number; readonly endAfterSeconds: number };
  /** YYYY-MM-DD where the terminal stands; null where its clock is surely wrong. */
  today(): string | null;
  nowIso(): string;
  toHost(message: ServiceToHost): boolean;
  submit(submission: Submission): Promise<Result<Submitted, SubmitFault | PapersGone>>;
  /** The person's receipt, as it should stand whenever it is asked for. */
  receiptFor(person: IdentifiedPerson, submitted: Submitted, wording: Wording): (isCopy: boolean) => ReceiptDocument;
  /** What they handed in, for a printer of pages; null where there is none. */
  copyFor(person: IdentifiedPerson, submitted: Submitted, wording: Wording): PageDocument | null;
  caseState(caseNumber: string): CaseState;
  /** What a receipt's code tells here, without a network. */
  receiptStatus(code: string): CaseStatus;
  noteReceipt(caseNumber: string, state: 'printed' | 'unsure'): void;
  /** Something stands over this session's screen, or no new one may begin. */
  isCovered(): boolean;
  readonly drafts: Drafts;
  startPaper(): Result<PaperSealer, PaperFault>;
  /** A chunk of a page in the clear; null where the disk no longer has it as it was sealed. */
  readChunk(paper: SealedPaper, chunk: number): Buffer | null;
  /** Something the screen shows has changed. */
  onChange(): void;
  /** A person is gone: the page's process and its partition go with them. */
  onWipe(): void;
}
