import type { AnswerValue } from '../../contract/answers.ts';
import type { CardEvent } from '../../contract/devices/id-card-reader.ts';
import type { HostToService, ServiceToHost } from '../../contract/device-host.ts';
import type { Item } from '../../contract/item.ts';
import { err, ok } from '../../contract/result.ts';
import type { Act } from '../../contract/view/act.ts';
import type { CaseStatus } from '../cases/case-status.ts';
import { createDrafts } from '../cases/drafts.ts';
import type { Submission } from '../cases/submit.ts';
import type { Log } from '../log.ts';
import { readKeptChunk, readKeptPage } from '../cases/kept-papers.ts';
import type { TextReader } from '../reading/text-reader.ts';
import { startPaper } from '../sealing/paper.ts';
import type { Store } from '../store/store.ts';
import type { Timers } from '../timers.ts';
import { sampleCard, sampleItem } from './sample-item.ts';
import { createSession } from './session.ts';

const nothingProven: CaseStatus = {
  about: { standing: 'invalid' },
  caseNumber: null,
  submittedAt: null,
  item: null,
};

type WithoutSession<A> = A extends unknown ? Omit<A, 'session'> : never;
type WithoutTicket<M> = M extends { readonly ticket: string } ? Omit<M, 'ticket'> : never;

const silent = { info: () => {}, warn: () => {}, error: () => {} } as unknown as Log;

/** A session on a real disk, with drafts and papers: a service that has just started there, for tests. */
export function testService(on: {
  readonly store: Store;
  readonly papersFolder: string;
  readonly storageKey: Uint8Array;
  readonly timers: Timers;
  readonly items?: readonly Item[];
  readonly earlierItems?: readonly Item[];
  readonly usesOf?: (id: string) => number;
  readonly camera?: string;
  readonly portraitCamera?: string;
  readonly isCovered?: () => boolean;
  readonly trustedNowMs?: () => number | null;
  readonly startPaper?: () => ReturnType<typeof startPaper>;
  readonly textReader?: TextReader;
  readonly takesSticks?: boolean;
  /** Of the paper files that are not here whole any more. */
  readonly gone?: () => readonly string[];
  readonly onWipe?: () => void;
  readonly receiptStatus?: (code: string) => CaseStatus;
}) {
  const { store, papersFolder, storageKey, timers } = on;
  const drafts = createDrafts({
    store,
    storageKey,
    papersFolder,
    timers,
    log: silent,
    nowIso: () => '2026-11-23T06:32:00.000Z',
    trustedNowMs: on.trustedNowMs ?? (() => null),
  });
  const toHost: ServiceToHost[] = [];
  const submitted: Submission[] = [];
  const session = createSession({
    timers,
    items: on.items ?? [sampleItem],
    usesOf: on.usesOf ?? (() => 0),
    earlierItems: () => on.earlierItems ?? [],
    camera: on.camera ?? null,
    portraitCamera: on.portraitCamera ?? null,
    idle: { warnAfterSeconds: 120, endAfterSeconds: 30 },
    today: () => '2026-11-23',
    nowIso: () => '2026-11-23T06:32:00.000Z',
    toHost: (message) => toHost.push(message) > 0,
    submit: (submission) => {
      const gone = on.gone?.() ?? [];
      if (gone.length > 0) return Promise.resolve(err({ gone }));
      submitted.push(submission);
      return Promise.resolve(ok({ caseNumber: 'LLZ01-1-0001-A', submittedAt: '', receiptCode: 'TB1' }));
    },
    receiptFor: () => () => [],
    copyFor: () => null,
    caseState: () => 'kept-here',
    receiptStatus: on.receiptStatus ?? (() => nothingProven),
    isCovered: on.isCovered ?? (() => false),
    drafts,
    startPaper: on.startPaper ?? (() => startPaper(papersFolder)),
    readChunk: (paper, chunk) => readKeptChunk(papersFolder, paper, chunk),
    readPage: (paper) => readKeptPage(papersFolder, paper),
    textReader: on.textReader ?? { read: () => Promise.resolve(null), forget: () => {} },
    takesSticks: on.takesSticks ?? false,
    noteReceipt: () => {},
    onChange: () => {},
    onWipe: on.onWipe ?? (() => {}),
  });
  const act = (asked: WithoutSession<Act>) => session.act({ ...asked, session: session.about().session });
  /** Under the ticket of the session that watches for a card now. */
  const fromHost = (message: WithoutTicket<HostToService>) => {
    const ticket = toHost.findLast((each) => each.message === 'watch-card')?.ticket ?? '';
    session.onHostMessage({ ...message, ticket });
  };
  const lay = (cardSecret: string | null) => {
    const card: CardEvent = { event: 'read', card: sampleCard, samId: '05.01', samStatus: '000090', cardSecret };
    fromHost({ message: 'card', card });
  };
  const toCard = (keep: boolean, item = 'sample') => {
    act({ act: 'choose-item', item });
    if (keep) act({ act: 'keep-draft', on: true });
    act({ act: 'agree' });
  };
  const answer = (question: string, value: AnswerValue) => act({ act: 'answer', question, value });
  return { session, drafts, toHost, submitted, act, fromHost, lay, toCard, answer };
}
