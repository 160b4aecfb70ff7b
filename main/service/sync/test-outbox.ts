import type { WaitReason } from '../../contract/view.ts';
import { caseHeader } from '../../contract/wire/envelope.ts';
import type { KeyList, SignedKeyList } from '../../contract/wire/keys.ts';
import { signAuditHead } from '../sealing/audit-head.ts';
import { digestFor, sealCase } from '../sealing/envelope.ts';
import { sealingKeyOf } from '../sealing/key-list.ts';
import { testContent, testHeader } from '../sealing/test-case.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { Contact, Outbox, WaitingCase } from './outbox.ts';

export interface TestOutbox extends Outbox {
  add(...cases: readonly WaitingCase[]): void;
  waiting(): readonly string[];
  /** Each end of a case, in order: a number that stands here twice was ended twice. */
  readonly ended: readonly string[];
  readonly sent: ReadonlySet<string>;
  readonly contacts: readonly Contact[];
  readonly keyLists: readonly SignedKeyList[];
  reason(caseNumber: string): WaitReason | undefined;
  /** How often a reason was written. */
  writes: number;
  /** How often the platform was heard to take this enrolment no longer. */
  notAccepted: number;
}

/** An outbox in memory that ends a case by the same rule as the real one: its own digest and bytes, or nothing. */
export function createTestOutbox(enrolled: EnrolledKeys, firstLease = 'A'.repeat(22)): TestOutbox {
  const cases = new Map<string, WaitingCase>();
  const reasons = new Map<string, WaitReason>();
  const ended: string[] = [];
  const sent = new Set<string>();
  const contacts: Contact[] = [];
  const keyLists: SignedKeyList[] = [];
  const outbox: TestOutbox = {
    writes: 0,
    notAccepted: 0,
    ended,
    sent,
    contacts,
    keyLists,
    add: (...more) => {
      for (const one of more) cases.set(one.caseNumber, one);
    },
    waiting: () => [...cases.keys()],
    reason: (caseNumber) => reasons.get(caseNumber),
    nextBatch: (max, except) => {
      const left = [...cases.values()].filter(({ caseNumber }) => !except.has(caseNumber));
      const oldest = Math.min(...left.map(incarnationOf));
      return left
        .filter((one) => incarnationOf(one) === oldest)
        .toSorted((a, b) => headerOf(a).sequence - headerOf(b).sequence)
        .slice(0, max);
    },
    noteWait: (numbers, reason) => {
      outbox.writes += 1;
      for (const caseNumber of numbers) reasons.set(caseNumber, reason);
    },
    noteSent: (numbers) => {
      for (const caseNumber of numbers) sent.add(caseNumber);
    },
    finish: (entry) => {
      const own = cases.get(entry.caseNumber);
      if (own === undefined) return ended.includes(entry.caseNumber) ? 'ended' : 'does-not-match';
      const digest = digestFor('manifest', own.envelope.manifest).toString('base64url');
      if (entry.incarnation !== incarnationOf(own) || digest !== entry.caseDigest || own.bytes !== entry.bytes)
        return 'does-not-match';
      cases.delete(entry.caseNumber);
      ended.push(entry.caseNumber);
      return 'ended';
    },
    lease: () => contacts.at(-1)?.lease ?? firstLease,
    epoch: () => contacts.at(-1)?.epoch ?? 1,
    saveContact: (contact) => void contacts.push(contact),
    noteNotAccepted: () => {
      outbox.notAccepted += 1;
    },
    saveKeyList: (keyList) => void keyLists.push(keyList),
    auditHead: () => signAuditHead({ length: 1, head: Buffer.alloc(32).toString('base64url') }, enrolled),
  };
  return outbox;
}

const headerOf = ({ envelope }: WaitingCase) => caseHeader.parse(JSON.parse(Buffer.from(envelope.header).toString()));
const incarnationOf = (one: WaitingCase): number => headerOf(one).incarnation;

/** A case that is truly sealed, to the newest key of `list`. */
export async function sealedCase(
  { list, enrolled }: { readonly list: KeyList; readonly enrolled: EnrolledKeys },
  sequence: number,
  content = testContent('13800138000'),
): Promise<WaitingCase> {
  const sealingKey = sealingKeyOf(list);
  if (sealingKey === null) throw new Error('the list has no sealing key');
  const header = testHeader(sequence, enrolled.enrolment);
  const sealed = await sealCase({ header, content, papers: [], keys: enrolled, sealingKey });
  if (!sealed.ok) throw new Error(sealed.error);
  const { caseDigest, bytes, ...envelope } = sealed.value;
  return { caseNumber: header.caseNumber, caseDigest, bytes, envelope };
}
