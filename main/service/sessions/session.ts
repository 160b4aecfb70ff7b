import { randomBytes, randomInt } from 'node:crypto';
import type { HostToService } from '../../contract/device-host.ts';
import type { DeviceStatusTell } from '../../contract/devices/statuses.ts';
import type { ReaderStatus } from '../../contract/devices/id-card-reader.ts';
import type { Act, ActReply } from '../../contract/view/act.ts';
import type { Screen } from '../../contract/view/screen.ts';
import { codeAtHome, createCodeReading } from './code-reading.ts';
import { createFormActs } from './form-acts.ts';
import { backFromCheck, backFromQuestion, continueForm, isGoodAnswer, isIdentified } from './form.ts';
import { createIdleClock, type IdleTimes } from './idle-clock.ts';
import { createKeeping } from './keeping.ts';
import { paperQuestionAt, withPage } from './pages.ts';
import { createPhotographing } from './photographing.ts';
import { createPagePrinting } from './page-printing.ts';
import { createReceiptPrinting } from './receipt-printing.ts';
import { createScanning } from './scanning.ts';
import { screenOf, type Wording } from './screens.ts';
import type { SessionPorts } from './session-ports.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import { createSocialCards } from './social-card.ts';
import { type Person, type Stage, ticketOf } from './stage.ts';

/** How long a goodbye stands before the first screen comes back. */
const goodbyeMs = 8000;
/** How long the first screen says that somebody's form was interrupted. */
const interruptedMs = 120_000;
/** The same to somebody who can go on: a power cut sends people to the door, and back. */
const draftWaitsMs = 600_000;
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

  const keepPage = (paper: SealedPaper, taken: 'scanned' | 'photographed'): boolean => {
    if (stage.stage !== 'question' || paperQuestionAt(stage) === null) return false;
    const next = withPage(stage, paper, taken);
    if (!keeping.follow(next)) return false;
    become(next);
    return true;
  };
  const pages = createPagePrinting(ports.toHost, () => become(stage));
  const scanning = createScanning({
    toHost: ports.toHost,
    startPaper: ports.startPaper,
    onPage: (paper) => keepPage(paper, 'scanned'),
    onProgress: () => idle.touch(),
    onChange: () => become(stage),
  });
  const photographing = createPhotographing({
    startPaper: ports.startPaper,
    onPage: (paper) => keepPage(paper, 'photographed'),
    onChange: () => become(stage),
  });

  const codes = createCodeReading({
    timers: ports.timers,
    toHost: ports.toHost,
    isCovered: ports.isCovered,
    onHome: (text) => {
      const code = codeAtHome(text, ports.items);
      return 'is' in code ? code.is : chooseItem(code.opens) ? 'opened' : 'unknown';
    },
    fits: (text) => stage.stage === 'question' && isGoodAnswer(stage, { kind: 'text', text }, ports.today()),
    onChange: () => become(stage),
  });

  const socialCards = createSocialCards({ toHost: ports.toHost, onChange: () => become(stage) });

  const idleTimes = (): IdleTimes => {
    const factor = wording.elderly ? 2000 : 1000;
    return { warnAfterMs: ports.idle.warnAfterSeconds * factor, endAfterMs: ports.idle.endAfterSeconds * factor };
  };
  /** While the machine works, nobody is idle. */
  const machineWorks = (): boolean =>
    (stage.stage === 'identity' && stage.card === 'reading') ||
    (stage.stage === 'check' && stage.submitting) ||
    scanning.state().state === 'running' ||
    socialCards.isReading() ||
    photographing.state().state === 'keeping' ||
    (stage.stage === 'result' && (stage.print.state === 'printing' || pages.state()?.state === 'printing'));

  const become = (next: Stage) => {
    stage = next;
    keeping.follow(stage);
    codes.follow(stage);
    socialCards.follow(stage);
    // Handing in comes to its end whatever the disk says; a device may never.
    idle.waitFor(!machineWorks() ? 'person' : stage.stage === 'check' ? 'machine' : 'device');
    ports.onChange();
  };
  const startIdle = () => {
    // The first screen in the ordinary wording has nothing to go back from.
    const nothingToEnd =
      stage.stage === 'goodbye' || (stage.stage === 'home' && wording.language === 'zh' && !wording.elderly);
    idle.restart(nothingToEnd ? null : idleTimes());
  };

  const speak = (next: Wording) => {
    wording = next;
    startIdle();
    become(stage);
  };
  const form = createFormActs({
    ports,
    keeping,
    scanning,
    codes,
    socialCards,
    photographing,
    printing,
    pages,
    stage: () => stage,
    wording: () => wording,
    become,
    speak,
  });

  const goHome = () => {
    cancelGoodbye();
    wording = { language: 'zh', elderly: false };
    stage = { stage: 'home', interrupted: 'no' };
    codes.follow(stage);
    socialCards.follow(stage);
    startIdle();
    ports.onChange();
  };

  const end = (because: 'finished' | 'left' | 'idle') => {
    released = ticketOf(stage);
    printing.forget();
    pages.forget();
    scanning.forget();
    photographing.forget();
    number += 1;
    const draft = keeping.end(stage, because);
    stage = { stage: 'goodbye', because, draft, cardPresent: false, chipCardPresent: false };
    codes.follow(stage);
    socialCards.follow(stage);
    startIdle();
    ports.onWipe();
    if (released !== null) ports.toHost({ message: 'release-card', ticket: released });
    cancelGoodbye = ports.timers.after(goodbyeMs, goHome);
    ports.onChange();
  };

  /** Meant for who stood there just now, not for somebody an hour later. */
  const sayInterrupted = (interrupted: 'nothing-kept' | 'draft-waits') => {
    cancelGoodbye();
    become({ stage: 'home', interrupted });
    cancelGoodbye = ports.timers.after(interrupted === 'draft-waits' ? draftWaitsMs : interruptedMs, () => {
      if (stage.stage === 'home') become({ stage: 'home', interrupted: 'no' });
    });
  };
  // A power cut takes the window along, and with it who could say that somebody had stood there.
  if (ports.drafts.any()) sayInterrupted('draft-waits');
  codes.follow(stage);

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

  const onStatus = (told: DeviceStatusTell): void => {
    switch (told.device) {
      case 'idCardReader':
        reader = told.status;
        ports.onChange();
        return;
      case 'receiptPrinter':
        printing.onPrinterStatus(told.status);
        return;
      case 'pagePrinter':
        pages.onStatus(told.status);
        return;
      case 'documentScanner':
        scanning.onStatus(told.status);
        return;
      case 'keypad':
        return;
      case 'codeReader':
        codes.onStatus(told.status);
        return;
      case 'smartCardReader':
        socialCards.onStatus(told.status);
        return;
      default:
        told satisfies never;
    }
  };

  const agree = (): boolean => {
    if (stage.stage !== 'notice') return false;
    const person: Person = { ...stage.person, agreedAt: stage.person.agreedAt ?? ports.nowIso() };
    if (isIdentified(person)) {
      become(continueForm(person));
      return true;
    }
    // The reader's own word ends it: whoever is asked for a card before that is asked to lift their own.
    become({ stage: 'identity', person, card: 'getting-ready', refusal: null });
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
        photographing.forget();
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

  /** The ID card on its reader, or one with a chip in its slot. */
  const onCardPresent = (found: { readonly cardPresent: boolean } | { readonly chipCardPresent: boolean }) => {
    if (stage.stage !== 'goodbye') return;
    const next = { ...stage, ...found };
    const isForgotten = next.cardPresent || next.chipCardPresent;
    if (next.cardPresent === stage.cardPresent && next.chipCardPresent === stage.chipCardPresent) return;
    cancelGoodbye();
    cancelGoodbye = ports.timers.after(isForgotten ? forgottenCardMs : goodbyeMs / 2, goHome);
    become(next);
  };

  const perform = (asked: Act): boolean => {
    switch (asked.act) {
      case 'choose-item':
        return chooseItem(asked.item);
      case 'agree':
        return agree();
      case 'back':
        return back();
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
        speak({ ...wording, language: asked.language });
        return true;
      case 'elderly':
        speak({ ...wording, elderly: asked.on });
        return true;
      case 'typed-code':
        return codes.typed(asked.text);
      case 'light-code':
        return codes.light();
      case 'keep-draft':
      case 'resume':
      case 'begin-anew':
      case 'answer':
      case 'scan':
      case 'stop-scan':
      case 'remove-page':
      case 'photograph':
      case 'change':
      case 'submit':
      case 'print-again':
      case 'print-pages':
      case 'stop-pages':
        return form.act(asked);
      case 'staff-open':
      case 'staff-pin':
      case 'staff-page':
      case 'staff-send-now':
      case 'staff-try':
      case 'staff-stop-try':
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
    screen: (): Screen =>
      screenOf(stage, {
        items: ports.items,
        reader,
        wording,
        scanning,
        codes,
        socialCards,
        pages,
        photographing,
        camera: ports.camera,
        draftTrouble: keeping.trouble,
        today: ports.today,
      }),
    about: () => ({
      session: number,
      ...wording,
      // On the result too: whoever stands there when the service dies may have no paper and no number yet, and is to be told.
      inSession: ticketOf(stage) !== null,
      draftAtIdle: keeping.atIdle(stage),
      idleEndsInSeconds: idle.endsInSeconds(),
    }),
    onHostMessage: (message: HostToService) => {
      switch (message.message) {
        case 'card':
          // A slow answer for a person who has left ends here.
          if (message.ticket === ticketOf(stage)) form.onCard(message.card);
          return;
        case 'card-present':
          if (message.ticket === released) onCardPresent({ cardPresent: message.present });
          return;
        case 'social-card':
          socialCards.onCard(message.ticket, message.card);
          return;
        case 'social-card-present':
          if (message.ticket === released) onCardPresent({ chipCardPresent: message.present });
          return;
        case 'device-status':
          onStatus(message);
          return;
        case 'print-outcome':
          printing.onOutcome(message.jobId, message.result);
          return;
        case 'pages-outcome':
          pages.onOutcome(message.ticket, message.result);
          return;
        case 'page-part':
          if (message.ticket === ticketOf(stage)) scanning.onPart(message);
          return;
        case 'scan-outcome':
          if (message.ticket === ticketOf(stage)) scanning.onOutcome(message.scan, message.result);
          return;
        case 'key':
          idle.touch();
          return;
        case 'code':
          idle.touch();
          codes.onCode(message.ticket, message.code);
          return;
        case 'staff-card':
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
      socialCards.onHostStarted();
      if (stage.stage === 'goodbye' && released !== null) ports.toHost({ message: 'release-card', ticket: released });
    },
    onHostLost: () => {
      reader = { state: 'connecting' };
      if (stage.stage === 'identity' && stage.card !== 'refused') become({ ...stage, card: 'getting-ready' });
      printing.onHostLost();
      pages.onHostLost();
      scanning.onHostLost();
      codes.onHostLost();
      socialCards.onHostLost();
    },
    /** Staff have tried them on the first screen. */
    onDevicesBack: () => codes.again(),
    /** The service ends. Nobody's page is to be written after it. */
    stop: () => {
      codes.stop();
      scanning.forget();
      photographing.forget();
    },
    onCaseChanged: (caseNumber: string) => {
      if (stage.stage === 'result' && stage.handedIn.caseNumber === caseNumber)
        become({ ...stage, state: ports.caseState(caseNumber) });
    },
    /** The shell was showing somebody's session of an earlier run: what they had entered died with it, and they are told. */
    onInterrupted: () => {
      if (stage.stage === 'home') sayInterrupted(ports.drafts.any() ? 'draft-waits' : 'nothing-kept');
    },
  };
}

export type Session = ReturnType<typeof createSession>;

const hex128 = (): string => randomBytes(16).toString('hex');
