import { randomBytes, randomInt } from 'node:crypto';
import type { AnswerValue } from '../../contract/answers.ts';
import type {
  CardEvent,
  HostToService,
  ReaderStatus,
  ReceiptDocument,
  ServiceToHost,
} from '../../contract/device-host.ts';
import type { Item } from '../../contract/item.ts';
import type { Result } from '../../contract/result.ts';
import type { Act, ActReply, CaseState, Screen } from '../../contract/view.ts';
import type { Drafts } from '../cases/drafts.ts';
import type { Submission, SubmitFault, Submitted } from '../cases/submit.ts';
import type { PaperFault, PaperSealer } from '../sealing/paper.ts';
import type { Timers } from '../timers.ts';
import { cardStep, identifiedStep } from './card-step.ts';
import { firstUnanswered } from './flow.ts';
import {
  answerQuestion,
  backFromCheck,
  backFromQuestion,
  changeAnswer,
  continueForm,
  isIdentified,
  submissionOf,
} from './form.ts';
import { createIdleClock, type IdleTimes } from './idle-clock.ts';
import { createKeeping } from './keeping.ts';
import { resumed } from './kept-draft.ts';
import { pagesOf, paperQuestionAt, withoutPage, withPage } from './pages.ts';
import { createReceiptPrinting } from './receipt-printing.ts';
import { createScanning } from './scanning.ts';
import { screenOf, type Wording } from './screens.ts';
import { type IdentifiedPerson, type Person, type Stage, ticketOf } from './stage.ts';

export interface SessionPorts {
  readonly timers: Timers;
  readonly items: readonly Item[];
  readonly idle: { readonly warnAfterSeconds: number; readonly endAfterSeconds: number };
  /** YYYY-MM-DD where the terminal stands; null where its clock is surely wrong. */
  today(): string | null;
  nowIso(): string;
  toHost(message: ServiceToHost): boolean;
  submit(submission: Submission): Promise<Result<Submitted, SubmitFault>>;
  /** The person's receipt, as it should stand whenever it is asked for. */
  receiptFor(person: IdentifiedPerson, submitted: Submitted, wording: Wording): () => ReceiptDocument;
  caseState(caseNumber: string): CaseState;
  noteReceipt(caseNumber: string, state: 'printed' | 'unsure'): void;
  readonly drafts: Drafts;
  startPaper(): Result<PaperSealer, PaperFault>;
  /** Something the screen shows has changed. */
  onChange(): void;
  /** A person is gone: the page's process and its partition go with them. */
  onWipe(): void;
}

/** How long a goodbye stands before the first screen comes back. */
const goodbyeMs = 8000;
/** How long the first screen says that somebody's form was interrupted. */
const interruptedMs = 120_000;
/** A forgotten card is called out this long. It stays unreadable for the next person however long it lies. */
const forgottenCardMs = 60_000;

/**
 * One person at a time. Holds everything a session knows, decides which screen comes next, and forgets it all at the end;
 * the page shows what it is given and asks for what it wants.
 */
export function createSession(ports: SessionPorts) {
  // Begins anywhere: an act meant for a screen of an earlier run of this service fits none of this one.
  let number = randomInt(2 ** 31);
  let stage: Stage = { stage: 'home', interrupted: 'no' };
  let wording: Wording = { language: 'zh', elderly: false };
  let reader: ReaderStatus = { state: 'connecting' };
  let released: string | null = null;
  let cancelGoodbye: () => void = () => {};

  const keeping = createKeeping(ports.drafts, () => wording);
  const idle = createIdleClock(ports.timers, ports.onChange, () => (ticketOf(stage) === null ? goHome() : end('idle')));
  const printing = createReceiptPrinting(ports.toHost, (caseNumber, print) => {
    if (print.state === 'printed' || print.state === 'unsure') ports.noteReceipt(caseNumber, print.state);
    if (stage.stage === 'result' && stage.handedIn.caseNumber === caseNumber) become({ ...stage, print });
  });

  const scanning = createScanning({
    toHost: ports.toHost,
    startPaper: ports.startPaper,
    onPage: (paper) => {
      if (stage.stage !== 'question' || paperQuestionAt(stage) === null) return false;
      const next = withPage(stage, paper);
      if (!keeping.follow(next)) return false;
      become(next);
      return true;
    },
    onChange: () => become(stage),
  });

  const idleTimes = (): IdleTimes => {
    const factor = wording.elderly ? 2000 : 1000;
    return { warnAfterMs: ports.idle.warnAfterSeconds * factor, endAfterMs: ports.idle.endAfterSeconds * factor };
  };
  /** While the machine works, nobody is idle. */
  const machineWorks = (): boolean =>
    (stage.stage === 'identity' && stage.card === 'reading') ||
    (stage.stage === 'check' && stage.submitting) ||
    scanning.state().state === 'running' ||
    (stage.stage === 'result' && stage.print.state === 'printing');

  const become = (next: Stage) => {
    stage = next;
    keeping.follow(stage);
    idle.pause(machineWorks());
    ports.onChange();
  };
  const startIdle = () => {
    // The first screen in the ordinary wording has nothing to go back from.
    const nothingToEnd =
      stage.stage === 'goodbye' || (stage.stage === 'home' && wording.language === 'zh' && !wording.elderly);
    idle.restart(nothingToEnd ? null : idleTimes());
  };

  const goHome = () => {
    cancelGoodbye();
    wording = { language: 'zh', elderly: false };
    stage = { stage: 'home', interrupted: 'no' };
    startIdle();
    ports.onChange();
  };

  const end = (because: 'finished' | 'left' | 'idle') => {
    released = ticketOf(stage);
    printing.forget();
    scanning.forget();
    number += 1;
    const draftKept = keeping.end(stage, because);
    stage = { stage: 'goodbye', because, draftKept, cardPresent: false };
    startIdle();
    ports.onWipe();
    if (released !== null) ports.toHost({ message: 'release-card', ticket: released });
    cancelGoodbye = ports.timers.after(goodbyeMs, goHome);
    ports.onChange();
  };

  const chooseItem = (id: string): boolean => {
    const item = ports.items.find((candidate) => candidate.id === id);
    if (stage.stage !== 'home' || item === undefined) return false;
    const person: Person = {
      ticket: hex128(),
      caseId: hex128(),
      item,
      agreedAt: null,
      identified: null,
      answers: new Map(),
      papers: [],
      keepDraft: false,
    };
    // From here on a card that is laid down is this person's; one that already lies there is not.
    ports.toHost({ message: 'watch-card', ticket: person.ticket });
    become({ stage: 'notice', person });
    startIdle();
    return true;
  };

  const agree = (): boolean => {
    if (stage.stage !== 'notice') return false;
    const person: Person = { ...stage.person, agreedAt: stage.person.agreedAt ?? ports.nowIso() };
    if (isIdentified(person)) {
      become(continueForm(person));
      return true;
    }
    become({ stage: 'identity', person, card: 'waiting', refusal: null });
    ports.toHost({ message: 'read-card', ticket: person.ticket });
    return true;
  };

  const back = (): boolean => {
    switch (stage.stage) {
      case 'notice':
        if (stage.person.identified !== null) end('left');
        else goHome();
        return true;
      case 'identity':
        ports.toHost({ message: 'stop-card', ticket: stage.person.ticket });
        become({ stage: 'notice', person: stage.person });
        return true;
      case 'question':
        scanning.forget();
        become(backFromQuestion(stage));
        return true;
      case 'check':
        if (stage.submitting) return false;
        become(backFromCheck(stage));
        return true;
      case 'home':
      case 'resume':
      case 'result':
      case 'goodbye':
        return false;
      default:
        return stage satisfies never;
    }
  };

  const answer = (question: string, value: AnswerValue | null): boolean => {
    if (stage.stage !== 'question' || stage.question !== question) return false;
    // A page that is still coming belongs here.
    if (scanning.state().state === 'running') return false;
    scanning.forget();
    become(answerQuestion(stage, value, ports.today()));
    return true;
  };

  const scan = (): boolean => {
    const question = paperQuestionAt(stage);
    if (question === null || stage.stage !== 'question') return false;
    const { ticket, answers } = stage.person;
    return scanning.start(ticket, question.maxPages - pagesOf(answers, question.id).length);
  };

  const removePage = (paper: string): boolean => {
    const next = stage.stage === 'question' ? withoutPage(stage, paper) : null;
    if (next !== null) become(next);
    return next !== null;
  };

  const change = (question: string): boolean => {
    const next = stage.stage === 'check' && !stage.submitting ? changeAnswer(stage, question) : null;
    if (next !== null) become(next);
    return next !== null;
  };

  const submit = (): boolean => {
    if (stage.stage !== 'check' || stage.submitting) return false;
    const { person } = stage;
    if (firstUnanswered(person.item, person.answers) !== null) return false;
    become({ ...stage, failed: null, submitting: true });
    void ports.submit(submissionOf(person, wording)).then((submitted) => {
      if (!submitted.ok) {
        become({ stage: 'check', person, failed: submitted.error, submitting: false });
        return;
      }
      const { caseNumber } = submitted.value;
      const receipt = ports.receiptFor(person, submitted.value, wording);
      const { item, ticket } = person;
      become({
        stage: 'result',
        handedIn: { ticket, caseNumber, itemName: item.name, next: item.next, receipt },
        state: ports.caseState(caseNumber),
        print: { state: 'printing' },
      });
      printing.print(caseNumber, receipt);
    });
    return true;
  };

  const around = () => ({
    items: ports.items,
    today: ports.today(),
    language: wording.language,
    openDraft: ports.drafts.open,
  });

  const onCard = (event: CardEvent) => {
    if (stage.stage !== 'identity') return;
    becomeAfterCard(cardStep(stage, event, around()), event.event === 'read');
  };

  /** Another card may be the right one, so a card that was refused is followed by the next. */
  const becomeAfterCard = (next: Stage, wasRead: boolean) => {
    become(next);
    if (wasRead && next.stage === 'identity') ports.toHost({ message: 'read-card', ticket: next.person.ticket });
  };

  const resume = (): boolean => {
    if (stage.stage !== 'resume') return false;
    const { found, item, person } = stage;
    keeping.takeUp(found);
    // What was chosen just now counts; where nothing was, it is as it was.
    const { language, elderly } = wording.language === 'zh' && !wording.elderly ? found.content : wording;
    wording = { language, elderly };
    become(resumed(found, item, person, ports.today()));
    startIdle();
    return true;
  };

  const beginAnew = (): boolean => {
    if (stage.stage !== 'resume') return false;
    const { found, person } = stage;
    ports.drafts.drop(found.draft);
    becomeAfterCard(identifiedStep(person, around()), true);
    return true;
  };

  const onCardPresent = (present: boolean) => {
    if (stage.stage !== 'goodbye' || stage.cardPresent === present) return;
    cancelGoodbye();
    cancelGoodbye = ports.timers.after(present ? forgottenCardMs : goodbyeMs / 2, goHome);
    become({ ...stage, cardPresent: present });
  };

  const perform = (asked: Act): boolean => {
    switch (asked.act) {
      case 'choose-item':
        return chooseItem(asked.item);
      case 'keep-draft':
        if (stage.stage !== 'notice') return false;
        become({ ...stage, person: { ...stage.person, keepDraft: asked.on } });
        return true;
      case 'agree':
        return agree();
      case 'resume':
        return resume();
      case 'begin-anew':
        return beginAnew();
      case 'answer':
        return answer(asked.question, asked.value);
      case 'scan':
        return scan();
      case 'stop-scan':
        scanning.stop();
        return true;
      case 'remove-page':
        return removePage(asked.paper);
      case 'back':
        return back();
      case 'change':
        return change(asked.question);
      case 'submit':
        return submit();
      case 'print-again':
        if (stage.stage !== 'result' || stage.print.state === 'printing') return false;
        printing.print(stage.handedIn.caseNumber, stage.handedIn.receipt);
        return true;
      case 'finish':
        if (stage.stage === 'goodbye') goHome();
        else if (stage.stage === 'result') end('finished');
        else return false;
        return true;
      case 'leave':
        if (stage.stage === 'home' || stage.stage === 'goodbye') goHome();
        else if (stage.stage === 'check' && stage.submitting) return false;
        else end(stage.stage === 'result' ? 'finished' : 'left');
        return true;
      case 'here':
        return true;
      case 'language':
        wording = { ...wording, language: asked.language };
        startIdle();
        become(stage);
        return true;
      case 'elderly':
        wording = { ...wording, elderly: asked.on };
        startIdle();
        become(stage);
        return true;
      case 'staff-open':
      case 'staff-pin':
      case 'staff-page':
      case 'staff-send-now':
      case 'staff-close':
      case 'staff-quit':
        return false;
      default:
        return asked satisfies never;
    }
  };

  return {
    /** An act of the page. One meant for another session's screen is refused. */
    act: (asked: Act): ActReply => {
      if (asked.session !== number) return { reply: 'refused', why: 'stale-session' };
      idle.touch();
      return perform(asked) ? { reply: 'done' } : { reply: 'refused', why: 'not-now' };
    },
    isHome: (): boolean => stage.stage === 'home',
    screen: (): Screen => screenOf(stage, { items: ports.items, reader, wording, scanning, notKept: keeping.notKept }),
    about: () => ({
      session: number,
      ...wording,
      // On the result too: whoever stands there when the service dies may have no paper and no number yet, and is to be told.
      inSession: ticketOf(stage) !== null,
      keepsDraft: keeping.isKept(stage),
      idleEndsInSeconds: idle.endsInSeconds(),
    }),
    onHostMessage: (message: HostToService) => {
      switch (message.message) {
        case 'card':
          // A slow answer for a person who has left ends here.
          if (message.ticket === ticketOf(stage)) onCard(message.card);
          return;
        case 'card-present':
          if (message.ticket === released) onCardPresent(message.present);
          return;
        case 'reader-status':
          reader = message.status;
          ports.onChange();
          return;
        case 'printer-status':
          printing.onPrinterStatus(message.status);
          return;
        case 'print-outcome':
          printing.onOutcome(message.jobId, message.result);
          return;
        case 'scanner-status':
          scanning.onStatus(message.status);
          return;
        case 'page-part':
          if (message.ticket === ticketOf(stage)) scanning.onPart(message);
          return;
        case 'scan-outcome':
          if (message.ticket === ticketOf(stage)) scanning.onOutcome(message.scan, message.result);
          return;
        case 'started':
        case 'alive':
          return;
        default:
          return message satisfies never;
      }
    },
    /** A new device host knows nothing of this session: it is told whose card may be read, and holds any that lies there for an old one. */
    onHostStarted: () => {
      const ticket = ticketOf(stage);
      if (ticket !== null) ports.toHost({ message: 'watch-card', ticket });
      if (ticket !== null && stage.stage === 'identity') ports.toHost({ message: 'read-card', ticket });
      if (stage.stage === 'goodbye' && released !== null) ports.toHost({ message: 'release-card', ticket: released });
    },
    onHostLost: () => {
      reader = { state: 'connecting' };
      if (stage.stage === 'identity' && stage.card !== 'refused') become({ ...stage, card: 'waiting' });
      printing.onHostLost();
      scanning.onHostLost();
    },
    /** The service ends. Nobody's page is to be written after it. */
    stop: () => scanning.forget(),
    onCaseChanged: (caseNumber: string) => {
      if (stage.stage === 'result' && stage.handedIn.caseNumber === caseNumber)
        become({ ...stage, state: ports.caseState(caseNumber) });
    },
    /** The shell was showing somebody's session of an earlier run: what they had entered died with it, and they are told. */
    onInterrupted: () => {
      if (stage.stage !== 'home') return;
      become({ stage: 'home', interrupted: ports.drafts.any() ? 'draft-waits' : 'nothing-kept' });
      // Meant for who stood there just now, not for somebody an hour later.
      cancelGoodbye = ports.timers.after(interruptedMs, () => {
        if (stage.stage === 'home') goHome();
      });
    },
  };
}

export type Session = ReturnType<typeof createSession>;

const hex128 = (): string => randomBytes(16).toString('hex');
