import { randomBytes } from 'node:crypto';
import type { WaitReason } from '../../contract/view/waiting.ts';
import type { Acknowledgements, SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import type { CaseContent } from '../../contract/wire/envelope.ts';
import type { KeyList, SignedKeyList } from '../../contract/wire/keys.ts';
import { stuckReason } from '../../contract/wire/stuck-cases.ts';
import { signAuditHead } from '../sealing/audit-head.ts';
import { digestFor, sealCase } from '../sealing/envelope.ts';
import { sealingKeyOf } from '../sealing/key-list.ts';
import { testContent, testHeader } from '../sealing/test-case.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { Contact, Outbox, QueuePlace, WaitingCase } from './outbox.ts';

export interface TestOutbox extends Outbox {
  add(...cases: readonly WaitingCase[]): void;
  waiting(): readonly string[];
  /** Each end of a case, in order: a number that stands here twice was ended twice. */
  readonly ended: readonly string[];
  readonly sent: ReadonlySet<string>;
  readonly contacts: readonly Contact[];
  readonly keyLists: readonly SignedKeyList[];
  /** Epochs under which the platform was told of all that was ended. */
  readonly toldEpochs: readonly number[];
  reason(caseNumber: string): WaitReason | undefined;
  /** Every reason and detail that was noted for it, in order. */
  notes(caseNumber: string): readonly string[];
  /** Ciphertext by paper id; a paper that is not in here cannot be read. */
  readonly papers: Map<string, Uint8Array>;
  /** Papers that are in there and cannot be read just now: to the end, or the parts of them that are to be sent. */
  readonly unreadable: Map<string, 'whole' | 'parts'>;
  /** How often a reason was written. */
  writes: number;
  /** How often the platform was heard to take this enrolment no longer. */
  notAccepted: number;
}

/** An outbox in memory that ends a case by the same rule as the real one: its own digest and bytes, or nothing. */
export function createTestOutbox(enrolled: EnrolledKeys, firstLease = 'A'.repeat(22)): TestOutbox {
  const cases = new Map<string, WaitingCase>();
  const reasons = new Map<string, WaitReason>();
  const notes: { readonly caseNumber: string; readonly note: string }[] = [];
  const papers = new Map<string, Uint8Array>();
  const unreadable = new Map<string, 'whole' | 'parts'>();
  const ended: string[] = [];
  const sent = new Set<string>();
  const contacts: Contact[] = [];
  const keyLists: SignedKeyList[] = [];
  const lists: SignedAcknowledgements[] = [];
  const toldEpochs: number[] = [];
  const outbox: TestOutbox = {
    writes: 0,
    notAccepted: 0,
    ended,
    sent,
    contacts,
    keyLists,
    toldEpochs,
    add: (...more) => {
      for (const one of more) cases.set(one.caseNumber, one);
    },
    waiting: () => [...cases.keys()],
    reason: (caseNumber) => reasons.get(caseNumber),
    nextBatch: (max, after) => {
      const left = [...cases.values()]
        .filter((one) => after === null || inOrder(after, one) < 0)
        .toSorted(inOrder)
        .slice(0, max);
      return left.filter(({ incarnation }) => incarnation === left[0]?.incarnation);
    },
    notes: (caseNumber) => notes.filter((one) => one.caseNumber === caseNumber).map(({ note }) => note),
    papers,
    unreadable,
    paperCondition: (_caseNumber, id) =>
      unreadable.get(id) === 'whole' ? 'not-now' : papers.has(id) ? 'sound' : 'lost',
    readPaper: (id, at, most) => (unreadable.has(id) ? null : (papers.get(id)?.subarray(at, at + most) ?? null)),
    noteWait: (numbers, reason, detail) => {
      outbox.writes += 1;
      for (const caseNumber of numbers) {
        reasons.set(caseNumber, reason);
        notes.push({ caseNumber, note: `${reason} ${detail}` });
      }
    },
    noteSent: (numbers) => {
      for (const caseNumber of numbers) sent.add(caseNumber);
    },
    finishAll: ({ entries, incarnation }, signed) => {
      lists.push(signed);
      return new Set(entries.filter((entry) => finish(entry, incarnation)).map(({ caseNumber }) => caseNumber));
    },
    stuckCases: (most, after) =>
      [...cases.values()]
        .filter((one) => after === null || inOrder(after, one) < 0)
        .toSorted(inOrder)
        .flatMap(({ caseNumber, caseDigest, bytes, incarnation, sequence }) => {
          const because = stuckReason.safeParse(reasons.get(caseNumber)).data;
          const own = { caseNumber, caseDigest, bytes, incarnation, sequence };
          return because === undefined ? [] : [{ ...own, because, paper: null }];
        })
        .slice(0, most),
    overwriteErased: () => {},
    lease: () => contacts.at(-1)?.lease ?? firstLease,
    epoch: () => contacts.at(-1)?.epoch ?? 1,
    saveContact: (contact) => void contacts.push(contact),
    tombstones: (after) => ({ lists: lists.slice(after), last: lists.length }),
    toldEpoch: () => toldEpochs.at(-1) ?? 1,
    saveToldEpoch: (epoch) => void toldEpochs.push(epoch),
    noteNotAccepted: () => {
      outbox.notAccepted += 1;
    },
    saveKeyList: (keyList) => void keyLists.push(keyList),
    auditHead: () => signAuditHead({ length: 1, head: Buffer.alloc(32).toString('base64url') }, enrolled),
  };

  function finish(entry: Acknowledgements['entries'][number], incarnation: number): boolean {
    const own = cases.get(entry.caseNumber);
    if (own === undefined) return ended.includes(entry.caseNumber);
    const digest = digestFor('manifest', own.envelope.manifest).toString('base64url');
    if (incarnation !== own.incarnation || digest !== entry.caseDigest || own.bytes !== entry.bytes) return false;
    cases.delete(entry.caseNumber);
    ended.push(entry.caseNumber);
    return true;
  }
  return outbox;
}

const inOrder = (a: QueuePlace, b: QueuePlace): number => a.incarnation - b.incarnation || a.sequence - b.sequence;

/** A case that is truly sealed, to the newest key of `list`. */
export async function sealedCase(
  keys: { readonly list: KeyList; readonly enrolled: EnrolledKeys },
  sequence: number,
  content = testContent('13800138000'),
): Promise<WaitingCase> {
  return (await sealedCaseWith(keys, sequence, content, [])).one;
}

/** The same with papers, of which the ciphertext is random bytes: who opens it is the platform, and it has a test of its own. */
export async function sealedCaseWith(
  { list, enrolled }: { readonly list: KeyList; readonly enrolled: EnrolledKeys },
  sequence: number,
  content: CaseContent,
  paperSizes: readonly number[],
): Promise<{ readonly one: WaitingCase; readonly papers: ReadonlyMap<string, Buffer> }> {
  const sealingKey = sealingKeyOf(list);
  if (sealingKey === null) throw new Error('the list has no sealing key');
  const header = testHeader(sequence, enrolled.enrolment);
  const pages = paperSizes.map((sealedBytes) => {
    const ciphertext = randomBytes(sealedBytes);
    const [id, key] = [randomBytes(16).toString('base64url'), randomBytes(32).toString('base64url')];
    const digest = digestFor('ciphertext', ciphertext).toString('base64url');
    return { ciphertext, paper: { id, key, bytes: sealedBytes - 16, sealedBytes, chunks: 1, digest } };
  });
  const papers = pages.map(({ paper }) => paper);
  const listed = papers.map(({ id, key, bytes, digest }) => ({
    id,
    key,
    bytes,
    digest,
    name: '第1页',
    type: 'image/jpeg',
  }));
  const sealed = await sealCase({
    header,
    content: { ...content, papers: listed },
    papers,
    keys: enrolled,
    sealingKey,
  });
  if (!sealed.ok) throw new Error(sealed.error);
  const { caseDigest, bytes, ...envelope } = sealed.value;
  const { incarnation } = enrolled.enrolment;
  const one = { caseNumber: header.caseNumber, incarnation, sequence, caseDigest, bytes, envelope };
  return { one, papers: new Map(pages.map(({ paper, ciphertext }) => [paper.id, ciphertext])) };
}
