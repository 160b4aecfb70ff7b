import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createOutbox } from '../cases/outbox.ts';
import { papersFolderIn } from '../cases/paper-files.ts';
import { submitCase } from '../cases/submit.ts';
import { openLog } from '../log.ts';
import { type SealedPaper, startPaper } from '../sealing/paper.ts';
import { signKeyList, testContent, testKeys } from '../sealing/test-case.ts';
import { readCase, readWaiting } from '../store/case-rows.ts';
import { openStore } from '../store/database.ts';
import { insertPaper } from '../store/paper-rows.ts';
import { saveEnrolment } from '../store/terminal-state.ts';
import type { RealPlatform } from './test-real-platform.ts';

/** A terminal with its true store, sealer and outbox, enrolled with a true platform. */
export async function createStoredTerminal(platform: Pick<RealPlatform, 'enrolled'>) {
  const enrolled = await platform.enrolled();
  const { keys, list, lease, dataFolder } = enrolled;
  const opened = openStore(dataFolder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const store = opened.value;
  // What is signed here is not looked at: the list that counts is the enrolment's.
  saveEnrolment(store, { ...keys.enrolment, lease, keyList: signKeyList(list, testKeys().root.privateKey) });
  const papersFolder = papersFolderIn(dataFolder);
  mkdirSync(papersFolder);
  const log = openLog('/dev/null');
  const nowIso = () => new Date().toISOString();
  const outbox = createOutbox(
    store,
    keys,
    { nowIso, elapsedMs: () => performance.now(), papersFolder, log },
    { onCaseChanged: () => {}, onKeyList: () => {}, onNotAccepted: () => {} },
  );

  async function keepPage(draft: string, page: Buffer): Promise<SealedPaper> {
    const begun = startPaper(papersFolder);
    if (!begun.ok) throw new Error(begun.error);
    begun.value.write(page);
    const sealed = await begun.value.finish();
    if (!sealed.ok) throw new Error(sealed.error);
    const { id, sealedBytes: bytes, chunks, digest } = sealed.value;
    store.transaction(() => insertPaper(store, draft, { id, bytes, chunks, digest }));
    return sealed.value;
  }

  return {
    enrolled,
    store,
    outbox,
    papersFolder,
    state: (caseNumber: string) => readCase(store, caseNumber)?.state,
    reason: (caseNumber: string) =>
      readWaiting(store, 10, 0).cases.find((one) => one.caseNumber === caseNumber)?.reason,
    async handIn(...pages: readonly Buffer[]) {
      const { item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
      const caseId = randomBytes(16).toString('hex');
      const papers: SealedPaper[] = [];
      for (const page of pages) papers.push(await keepPage(caseId, page));
      const submitted = await submitCase(
        { store, keys, keyList: list, nowMs: Date.now(), papersFolder },
        {
          identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' },
          itemName: { zh: '证明', en: 'Certificate' },
          content: { caseId, item, applicant, answers, agreedAt, language, elderly },
          papers: papers.map((paper, at) => ({ name: `第 ${at + 1} 页`, type: 'image/jpeg', paper })),
        },
      );
      if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
      const { caseNumber } = submitted.value;
      return { caseNumber, caseDigest: readCase(store, caseNumber)?.caseDigest ?? '', papers };
    },
  };
}
