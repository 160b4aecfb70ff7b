import type { Act, ActReply } from '../../contract/view/act.ts';
import type { Looking } from '../../contract/view/home.ts';
import type { Screen } from '../../contract/view/screen.ts';
import { codeAtHome, type CodeReadingParts } from './code-reading.ts';
import { createEnding } from './ending.ts';
import { createFormActs } from './form-acts.ts';
import { createHostMessages } from './host-messages.ts';
import { createIdleClock, type IdleTimes } from './idle-clock.ts';
import { createKeeping } from './keeping.ts';
import { createLooking } from './looking.ts';
import { createPagePrinting } from './page-printing.ts';
import { createReceiptPrinting } from './receipt-printing.ts';
import { screenOf, type Wording } from './screens.ts';
import type { SessionPorts } from './session-ports.ts';
import { createSources } from './sources.ts';
import { type Stage, ticketOf } from './stage.ts';
import { createWays } from './ways.ts';

/** What everybody begins with. */
const ordinary: Wording = { language: 'zh', elderly: false };

/**
 * One person at a time. Holds everything a session knows, decides which screen comes next, and forgets it all at the end;
 * the page shows what it is given and asks for what it wants.
 */
export function createSession(ports: SessionPorts) {
  let stage: Stage = { stage: 'home', interrupted: 'no' };
  let wording = ordinary;

  const keeping = createKeeping(ports.drafts, () => wording);
  const idle = createIdleClock(ports.timers, ports.onChange, () => ending.onIdle());
  const printing = createReceiptPrinting(ports.toHost, (caseNumber, print) => {
    if (print.state === 'printed' || print.state === 'unsure') ports.noteReceipt(caseNumber, print.state);
    if (stage.stage === 'result' && stage.handedIn.caseNumber === caseNumber) become({ ...stage, print });
  });

  const onHomeCode: CodeReadingParts['onHome'] = (text) => {
    const code = codeAtHome(text, ports.items);
    if ('is' in code) return code.is;
    if ('receipt' in code) {
      // Whoever scans the next one may be somebody else: nothing of the one before stays in the page.
      if (stage.stage === 'case-status') ending.closeStatus();
      become({ stage: 'case-status', code: code.receipt, status: ports.receiptStatus(code.receipt) });
      startIdle();
      return 'opened';
    }
    return chooseItem(code.opens) ? 'opened' : 'unknown';
  };
  const pages = createPagePrinting(ports.toHost, () => become(stage));
  const looking = createLooking({ items: () => ports.items, usesOf: ports.usesOf });
  const sources = createSources({
    ports,
    keeping,
    onHomeCode,
    stage: () => stage,
    become: (next) => become(next),
    touch: () => idle.touch(),
  });

  const idleTimes = (): IdleTimes => {
    const factor = wording.elderly ? 2000 : 1000;
    return { warnAfterMs: ports.idle.warnAfterSeconds * factor, endAfterMs: ports.idle.endAfterSeconds * factor };
  };
  /** While the machine works, nobody is idle. */
  const machineWorks = (): boolean =>
    (stage.stage === 'identity' && stage.card === 'reading') ||
    (stage.stage === 'check' && stage.submitting) ||
    sources.isAtWork() ||
    (stage.stage === 'result' && (stage.print.state === 'printing' || pages.state()?.state === 'printing'));

  const become = (next: Stage) => {
    stage = next;
    if (stage.stage !== 'home') looking.forget();
    keeping.follow(stage);
    sources.follow(stage);
    // Handing in comes to its end whatever the disk says; a device may never.
    idle.waitFor(!machineWorks() ? 'person' : stage.stage === 'check' ? 'machine' : 'device');
    ports.onChange();
  };
  const startIdle = () => {
    // The first screen in the ordinary wording has nothing to go back from.
    const nothingToEnd =
      stage.stage === 'goodbye' ||
      (stage.stage === 'home' && looking.isAtStart() && wording.language === 'zh' && !wording.elderly);
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
    ...sources,
    printing,
    pages,
    stage: () => stage,
    wording: () => wording,
    become,
    speak,
  });

  const ending = createEnding({
    ports,
    keeping,
    stage: () => stage,
    become,
    stand: (next) => {
      stage = next;
      looking.forget();
      sources.follow(stage);
      startIdle();
    },
    speakOrdinarily: () => {
      wording = ordinary;
    },
    forgetDevices: () => {
      printing.forget();
      pages.forget();
      sources.forget();
    },
  });
  // A power cut takes the window along, and with it who could say that somebody had stood there.
  if (ports.drafts.any()) ending.sayInterrupted();
  sources.follow(stage);

  const ways = createWays({
    ports,
    stage: () => stage,
    become,
    forgetPages: sources.forgetPages,
    goHome: ending.goHome,
    closeStatus: ending.closeStatus,
    leave: () => ending.end('left'),
  });
  const chooseItem = (id: string): boolean => {
    const isChosen = ways.chooseItem(id);
    if (isChosen) startIdle();
    return isChosen;
  };
  const host = createHostMessages({
    ports,
    form,
    ending,
    printing,
    pages,
    ...sources,
    stage: () => stage,
    become,
    touch: () => idle.touch(),
  });

  const look = (next: Looking): boolean => {
    if (stage.stage !== 'home') return false;
    looking.to(next);
    startIdle();
    become(stage);
    return true;
  };

  const perform = (asked: Act): boolean => {
    switch (asked.act) {
      case 'choose-item':
        return chooseItem(asked.item);
      case 'look':
        return look(asked.for);
      case 'agree':
        return ways.agree();
      case 'back':
        return stage.stage === 'home' && !looking.isAtStart() ? look({ at: 'start' }) : ways.back();
      case 'finish':
        return ending.finish();
      case 'leave':
        return ending.leave();
      case 'here':
        return true;
      case 'language':
        speak({ ...wording, language: asked.language });
        return true;
      case 'elderly':
        speak({ ...wording, elderly: asked.on });
        return true;
      case 'typed-code':
        return sources.codes.typed(asked.text);
      case 'light-code':
        return sources.codes.light();
      case 'keep-draft':
      case 'resume':
      case 'begin-anew':
      case 'answer':
      case 'scan':
      case 'stop-scan':
      case 'take-from-stick':
      case 'stop-reading':
      case 'read-again':
      case 'remove-page':
      case 'move-page':
      case 'photograph':
      case 'change':
      case 'add-member':
      case 'change-member':
      case 'remove-member':
      case 'submit':
      case 'print-again':
      case 'print-pages':
      case 'stop-pages':
        return form.act(asked);
      case 'look-at-page':
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
      if (asked.session !== ending.session()) return { reply: 'refused', why: 'stale-session' };
      idle.touch();
      if (asked.act === 'look-at-page') {
        const part = form.lookAtPage(asked);
        return part === null ? { reply: 'refused', why: 'not-now' } : { reply: 'page-part', ...part };
      }
      return perform(asked) ? { reply: 'done' } : { reply: 'refused', why: 'not-now' };
    },
    isHome: (): boolean => stage.stage === 'home',
    screen: (): Screen =>
      screenOf(stage, {
        items: ports.items,
        looking,
        reader: host.reader(),
        wording,
        ...sources,
        pages,
        camera: ports.camera,
        portraitCamera: ports.portraitCamera,
        draftTrouble: keeping.trouble,
        today: ports.today,
      }),
    about: () => ({
      session: ending.session(),
      ...wording,
      // On the result too: whoever stands there when the service dies may have no paper and no number yet, and is to be told.
      inSession: ticketOf(stage) !== null,
      draftAtIdle: keeping.atIdle(stage),
      idleEndsInSeconds: idle.endsInSeconds(),
    }),
    onHostMessage: host.onMessage,
    onHostStarted: host.onHostStarted,
    onHostLost: host.onHostLost,
    /** Staff have tried them on the first screen. */
    onDevicesBack: () => sources.codes.again(),
    /** The service ends. Nobody's page is to be written after it. */
    stop: () => {
      sources.codes.stop();
      sources.forget();
    },
    onCaseChanged: (caseNumber: string) => {
      if (stage.stage === 'result' && stage.handedIn.caseNumber === caseNumber)
        become({ ...stage, state: ports.caseState(caseNumber) });
      if (stage.stage === 'case-status' && stage.status.caseNumber === caseNumber)
        become({ ...stage, status: ports.receiptStatus(stage.code) });
    },
    /** The shell was showing somebody's session of an earlier run: what they had entered died with it, and they are told. */
    onInterrupted: () => {
      if (stage.stage === 'home') ending.sayInterrupted();
    },
  };
}

export type Session = ReturnType<typeof createSession>;
