import type { CardEvent } from '../../contract/devices/id-card-reader.ts';
import type { PageDocument } from '../../contract/devices/page-printer.ts';
import type { ServiceToHost } from '../../contract/device-host.ts';
import type { AnswerValue } from '../../contract/answers.ts';
import { err, ok } from '../../contract/result.ts';
import type { Act } from '../../contract/view/act.ts';
import type { CaseState } from '../../contract/view/waiting.ts';
import type { Drafts } from '../cases/drafts.ts';
import type { Submission } from '../cases/submit.ts';
import { createManualTimers } from '../manual-timers.ts';
import { sampleCard, sampleItem } from './sample-item.ts';
import type { SessionPorts } from './session-ports.ts';
import { createSession } from './session.ts';

/** Nobody here wants a draft: kept-draft.test.ts has those who do. */
const noDrafts: Drafts = {
  save: () => ok(null),
  open: () => null,
  noteResumed: () => {},
  drop: () => ok(null),
  isHeldBack: () => false,
  leave: () => {},
  any: () => false,
  stop: () => {},
};

export const copy: PageDocument = {
  place: '柳林镇便民服务中心',
  title: '我交的申请',
  number: { label: '办件号', value: 'LLZ01-1-0001-A' },
  rows: [{ label: '手机号', value: '13812345512' }],
  notes: [],
};

type WithoutSession<A> = A extends unknown ? Omit<A, 'session'> : never;

/** A session with nothing around it but what a test looks at. */
export function hall(submit?: (submission: Submission) => ReturnType<SessionPorts['submit']>) {
  const timers = createManualTimers();
  const toHost: ServiceToHost[] = [];
  const submitted: Submission[] = [];
  const noted: string[] = [];
  let wipes = 0;
  let state: CaseState = 'kept-here';
  const session = createSession({
    timers,
    items: [sampleItem],
    usesOf: () => 0,
    earlierItems: () => [],
    camera: null,
    portraitCamera: null,
    idle: { warnAfterSeconds: 120, endAfterSeconds: 30 },
    today: () => '2026-11-23',
    nowIso: () => '2026-11-23T06:32:00.000Z',
    toHost: (message) => toHost.push(message) > 0,
    submit:
      submit ??
      ((submission) => {
        submitted.push(submission);
        return Promise.resolve(
          ok({ caseNumber: 'LLZ01-1-0001-A', submittedAt: '2026-11-23T06:32:00.000Z', receiptCode: 'TB1' }),
        );
      }),
    receiptFor: () => (isCopy) => [{ block: 'row', label: isCopy ? 'copy' : 'state', value: state }],
    copyFor: () => copy,
    caseState: () => state,
    receiptStatus: () => ({ about: { standing: 'invalid' }, caseNumber: null, submittedAt: null, item: null }),
    isCovered: () => false,
    drafts: noDrafts,
    startPaper: () => err('disk-fault'),
    readChunk: () => null,
    readPage: () => null,
    textReader: { read: () => Promise.resolve(null), forget: () => {} },
    takesSticks: false,
    noteReceipt: (_number, receipt) => noted.push(receipt),
    onChange: () => {},
    onWipe: () => {
      wipes += 1;
    },
  });
  const act = (asked: WithoutSession<Act>) => session.act({ ...asked, session: session.about().session });
  const ticket = () => toHost.findLast((message) => message.message === 'watch-card')?.ticket ?? '';
  const card = (event: CardEvent) => session.onHostMessage({ message: 'card', ticket: ticket(), card: event });
  const answer = (question: string, value: AnswerValue | null) => act({ act: 'answer', question, value });
  const setState = (next: CaseState) => {
    state = next;
  };
  session.onHostMessage({
    message: 'device-status',
    device: 'receiptPrinter',
    status: { state: 'ready', paperNearEnd: false },
  });
  return { session, timers, toHost, submitted, noted, wipes: () => wipes, act, ticket, card, answer, setState };
}

export type Hall = ReturnType<typeof hall>;

export const cardSecret = 'c'.repeat(42) + 'A';

export function layCard({ act, card }: Hall): void {
  act({ act: 'choose-item', item: 'sample' });
  act({ act: 'agree' });
  card({ event: 'read', card: sampleCard, samId: '05.01', samStatus: '000090', cardSecret });
}

export function answerAll(given: Hall): void {
  layCard(given);
  given.answer('place', { kind: 'region', code: '341202' });
  given.answer('from', { kind: 'date', date: '2018-03' });
  given.answer('until', { kind: 'date', date: '2026-11' });
  given.answer('collect', { kind: 'choice', option: 'courier' });
  given.answer('recipient', { kind: 'as-on-card' });
  given.answer('address', { kind: 'as-on-card' });
  given.answer('phone', { kind: 'phone', digits: '13812345512' });
}

export async function handIn(given: Hall): Promise<void> {
  answerAll(given);
  given.act({ act: 'submit' });
  await Promise.resolve();
  await Promise.resolve();
}

export const lastPrint = ({ toHost }: Hall) => {
  const print = toHost.findLast((message) => message.message === 'print');
  if (print === undefined) throw new Error('nothing was sent to the printer');
  return print;
};
