import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseHeader, CaseManifest } from '../../main/contract/wire/envelope.ts';
import { auditHead, appendAudit } from '../../main/service/audit/audit-log.ts';
import { createOutbox } from '../../main/service/cases/outbox.ts';
import { papersFolderIn } from '../../main/service/cases/paper-files.ts';
import { openLog } from '../../main/service/log.ts';
import { signFor } from '../../main/service/sealing/ed25519.ts';
import { digestFor } from '../../main/service/sealing/envelope.ts';
import { signKeyList, testHeader, testKeys } from '../../main/service/sealing/test-case.ts';
import { insertCase } from '../../main/service/store/case-rows.ts';
import { openStore } from '../../main/service/store/database.ts';
import type { Store } from '../../main/service/store/store.ts';
import { countSubmission, saveEnrolment } from '../../main/service/store/terminal-state.ts';
import { systemTimers } from '../../main/service/timers.ts';

export type BenchKeys = ReturnType<typeof testKeys>;

export const contentBytes = 4096;
export const nowIso = (): string => new Date(systemTimers.nowMs()).toISOString();

/** An enrolled terminal's data folder with its store open, without a service around it. */
export interface TerminalUnderLoad {
  readonly folder: string;
  readonly keys: BenchKeys;
  readonly store: Store;
  remove(): void;
}

export function makeTerminal(keys: BenchKeys = testKeys()): TerminalUnderLoad {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
  const store = open(folder);
  const keyList = signKeyList(keys.list, keys.root.privateKey);
  store.transaction(() => {
    saveEnrolment(store, { ...keys.enrolled.enrolment, lease: randomBytes(16).toString('base64url'), keyList });
    const { terminal, incarnation } = keys.enrolled.enrolment;
    appendAudit(store, { event: 'enrolled', reference: `${terminal}/${incarnation}` }, nowIso());
  });
  return {
    folder,
    keys,
    store,
    remove: () => {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function open(folder: string): Store {
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

export const outboxOf = ({
  folder,
  store,
  keys,
}: Pick<TerminalUnderLoad, 'folder' | 'store'> & { readonly keys: Pick<BenchKeys, 'enrolled'> }) =>
  createOutbox(
    store,
    keys.enrolled,
    { nowIso, elapsedMs: systemTimers.elapsedMs, papersFolder: papersFolderIn(folder), log: openLog('/dev/null') },
    { onCaseChanged: () => {}, onKeyList: () => {}, onNotAccepted: () => {} },
  );

/**
 * Puts `count` cases into the queue, as `submitCase` does, but for the sealing: random bytes of the right length stand where
 * the ciphertext would. All digests are true. Sealing ten thousand takes half a minute, and nobody opens these.
 */
export function queueCases(
  { store, keys }: Pick<TerminalUnderLoad, 'store' | 'keys'>,
  count: number,
  firstSequence = 1,
): void {
  const at = nowIso();
  const itemName = { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' };
  store.transaction(() => {
    for (let sequence = firstSequence; sequence < firstSequence + count; sequence += 1) {
      const { caseNumber, caseDigest, ...envelope } = unreadableCase(keys, sequence, auditHead(store).head);
      const { header, manifest, answers } = envelope;
      const bytes = header.length + manifest.length + answers.length;
      const { incarnation } = keys.enrolled.enrolment;
      countSubmission(store, sequence, caseDigest);
      insertCase(store, {
        ...{ caseNumber, incarnation, sequence, caseDigest, bytes, item: 'no-criminal-record', itemName },
        ...{ submittedAt: at, envelope },
      });
      appendAudit(store, { event: 'case-submitted', reference: caseNumber }, at);
    }
  });
}

function unreadableCase({ enrolled, list }: BenchKeys, sequence: number, head: string) {
  const fields = testHeader(sequence, enrolled.enrolment);
  const header = jsonBytes({
    v: 1,
    suite: 1,
    ...fields,
    ...enrolled.enrolment,
    previous: head,
    sealingKey: list.keys.find(({ use }) => use === 'sealing')?.id ?? '',
    auditHead: head,
    sizes: { contentBytes, papers: 0 },
  } satisfies CaseHeader);
  const answers = randomBytes(contentBytes + 16);
  const manifest = jsonBytes({
    v: 1,
    hh: digestFor('header', header).toString('base64url'),
    sealedContentKey: randomBytes(80).toString('base64url'),
    answers: { digest: digestFor('ciphertext', answers).toString('base64url'), bytes: answers.length },
    papers: [],
  } satisfies CaseManifest);
  const caseDigest = digestFor('manifest', manifest);
  const signature = signFor('case', enrolled.signingKey, caseDigest);
  return {
    caseNumber: fields.caseNumber,
    caseDigest: caseDigest.toString('base64url'),
    header,
    manifest,
    answers,
    signature,
  };
}

const jsonBytes = (value: object): Buffer => Buffer.from(JSON.stringify(value), 'utf8');
