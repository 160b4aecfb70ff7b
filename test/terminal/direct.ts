import { papersFolderIn } from '../../main/service/cases/paper-files.ts';
import { submitCase } from '../../main/service/cases/submit.ts';
import { testContent } from '../../main/service/sealing/test-case.ts';
import { type StartUp, startUp } from '../../main/service/start-up.ts';

type Ready = Extract<StartUp, { readonly state: 'ready' }>;

/** A terminal's folder, opened by this process instead of a service. Throws where the service would be out of service. */
export function openReady(dataFolder: string, profileFile: string, itemsFolder: string): Ready {
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const started = startUp({ dataFolder, profileFile, itemsFolder }, quiet, () => new Date().toISOString());
  if (started.state !== 'ready') throw new Error(started.code);
  return started;
}

/** A case as a resident would have handed it in, without the resident. */
export function handInOne({ store, keys, keyList, dataFolder }: Ready): ReturnType<typeof submitCase> {
  const { caseId, item, applicant, answers, agreedAt, language, elderly } = testContent('13800138000');
  const content = { caseId, item, applicant, answers, agreedAt, language, elderly };
  const itemName = { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' };
  return submitCase(
    { store, keys, keyList, nowMs: Date.now(), papersFolder: papersFolderIn(dataFolder) },
    { identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' }, itemName, content, papers: [] },
  );
}
