import { randomBytes } from 'node:crypto';
import { formatCaseNumber } from '../../contract/case-number.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { CaseContent, CaseIdentity } from '../../contract/wire/envelope.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import type { Words } from '../../contract/words.ts';
import { appendAudit, auditHead } from '../audit/audit-log.ts';
import { digestFor, sealCase } from '../sealing/envelope.ts';
import { sealingKeyOf } from '../sealing/key-list.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import { signReceiptCode } from '../sealing/receipt-code.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import { noteSegmentEnd } from '../store/audit-segments.ts';
import { insertCase } from '../store/case-rows.ts';
import { isDiskFault, isDiskFull } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { deleteDraft } from '../store/draft-rows.ts';
import { bindPapers } from '../store/paper-rows.ts';
import { countSubmission, readTerminalState } from '../store/terminal-state.ts';
import { caseTime } from './case-time.ts';
import { isWholePaper } from './paper-files.ts';

export type SubmitFault = 'disk-full' | 'disk-fault' | 'no-sealing-key';

/** These papers, by their ids, are not here whole any more. */
export interface PapersGone {
  readonly gone: readonly string[];
}

export interface Submitted {
  readonly caseNumber: string;
  /** ISO 8601. */
  readonly submittedAt: string;
  readonly receiptCode: string;
}

export interface Submission {
  readonly identity: CaseIdentity;
  readonly itemName: Words;
  /** All but what submitting adds: the time, and the digest of the receipt's secret. */
  readonly content: Omit<CaseContent, 'v' | 'submittedAt' | 'receiptSecretDigest' | 'papers'>;
  /** Kept under `content.caseId`, and durable. */
  readonly papers: readonly NamedPaper[];
}

export interface NamedPaper {
  readonly name: string;
  /** A media type. */
  readonly type: string;
  readonly paper: SealedPaper;
}

/**
 * Hands a case in: seals it to the platform, then writes number, envelope, references to its papers, audit entry, outbox
 * entry and receipt row and ends the draft, in one transaction. Before it returns `ok` nothing counts as handed in; after it, no power cut takes it back.
 * Papers that a bad disk has taken since they were kept are named before anything is written: a case that lists one could
 * never be opened there, and so never end here.
 * Sealing comes first because it is asynchronous and a transaction is not: a crash in between loses a content key that
 * nobody needs any more.
 */
export async function submitCase(
  {
    store,
    keys,
    keyList,
    nowMs,
    papersFolder,
  }: {
    readonly store: Store;
    readonly keys: EnrolledKeys;
    readonly keyList: KeyList;
    readonly nowMs: number;
    readonly papersFolder: string;
  },
  submission: Submission,
): Promise<Result<Submitted, SubmitFault | PapersGone>> {
  const state = readTerminalState(store);
  if (state === null) throw new Error('a case was submitted on a terminal that is not enrolled');
  const sealingKey = sealingKeyOf(keyList);
  if (sealingKey === null) return err('no-sealing-key');
  const gone = submission.papers.filter(({ paper }) => !isWholePaper(papersFolder, paper));
  if (gone.length > 0) return err({ gone: gone.map(({ paper }) => paper.id) });

  const { terminal, incarnation } = keys.enrolment;
  const sequence = state.counter + 1;
  const caseNumber = formatCaseNumber({ terminal, incarnation, counter: sequence });
  const time = caseTime(nowMs, state.offsetMs);
  const secret = randomBytes(16);
  const log = auditHead(store);
  const sealed = await sealCase({
    header: {
      caseNumber,
      sequence,
      previous: state.lastCaseDigest,
      time,
      identity: submission.identity,
      auditHead: log.head,
    },
    content: {
      v: 1,
      ...submission.content,
      papers: submission.papers.map(({ name, type, paper: { id, bytes, key, digest } }) => ({
        id,
        name,
        type,
        bytes,
        key,
        digest,
      })),
      submittedAt: time.at,
      receiptSecretDigest: digestFor('receipt-secret', secret).toString('base64url'),
    },
    papers: submission.papers.map(({ paper }) => paper),
    keys,
    sealingKey,
  });
  if (!sealed.ok) return err('no-sealing-key');

  const { caseDigest, bytes, header, manifest, answers, signature } = sealed.value;
  try {
    const receiptCode = store.transaction(() => {
      // Asserts that no other submission took the number while this one was being sealed.
      countSubmission(store, sequence, caseDigest);
      insertCase(store, {
        caseNumber,
        incarnation,
        sequence,
        caseDigest,
        bytes,
        item: submission.content.item.id,
        itemName: submission.itemName,
        submittedAt: time.at,
        envelope: { header, manifest, answers, signature },
      });
      const draft = submission.content.caseId;
      bindPapers(
        store,
        draft,
        caseNumber,
        submission.papers.map(({ paper }) => paper.id),
      );
      if (deleteDraft(store, draft)) {
        appendAudit(store, { event: 'draft-ended', reference: draft, reason: 'finished' }, time.at);
      }
      noteSegmentEnd(store, log, caseNumber);
      const { head } = appendAudit(store, { event: 'case-submitted', reference: caseNumber }, time.at);
      // In here too: after the commit nothing may fail any more, or a person with a kept case would be told otherwise.
      return signReceiptCode(
        {
          caseNumber,
          incarnationKey: `${terminal}/${incarnation}`,
          digestStart: startOf(caseDigest),
          at: time.at,
          quality: time.quality,
          secret: secret.toString('base64url'),
          auditHeadStart: startOf(head),
        },
        keys.signingKey,
      );
    });
    return ok({ caseNumber, submittedAt: time.at, receiptCode });
  } catch (error) {
    if (!isDiskFault(error)) throw error;
    return err(isDiskFull(error) ? 'disk-full' : 'disk-fault');
  }
}

const startOf = (digest: string): string => Buffer.from(digest, 'base64url').subarray(0, 16).toString('base64url');
