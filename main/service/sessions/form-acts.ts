import type { AnswerValue } from '../../contract/answers.ts';
import type { CardEvent } from '../../contract/devices/id-card-reader.ts';
import type { Act } from '../../contract/view/act.ts';
import { cardStep, identifiedStep } from './card-step.ts';
import { firstUnanswered } from './flow.ts';
import { answerQuestion, changeAnswer } from './form.ts';
import type { CodeReading } from './code-reading.ts';
import type { Keeping } from './keeping.ts';
import { resumed } from './kept-draft.ts';
import { addMember, changeMember, removeMember } from './members.ts';
import { type PagePart, partOfPage } from './page-part.ts';
import { pagesOf, paperQuestionAt, scanAgain, withoutPage, withPageMoved } from './pages.ts';
import type { PaperReading } from './paper-reading.ts';
import type { Photographing } from './photographing.ts';
import type { PagePrinting } from './page-printing.ts';
import type { ReceiptPrinting } from './receipt-printing.ts';
import type { Scanning } from './scanning.ts';
import type { Wording } from './screens.ts';
import type { SessionPorts } from './session-ports.ts';
import type { SocialCards } from './social-card.ts';
import type { Stage } from './stage.ts';
import { submissionOf } from './submission.ts';

export interface FormParts {
  readonly ports: SessionPorts;
  readonly keeping: Keeping;
  readonly scanning: Scanning;
  readonly codes: Pick<CodeReading, 'readText'>;
  readonly socialCards: Pick<SocialCards, 'readText'>;
  readonly paperReading: PaperReading;
  readonly photographing: Photographing;
  readonly printing: ReceiptPrinting;
  readonly pages: PagePrinting;
  stage(): Stage;
  wording(): Wording;
  become(next: Stage): void;
  /** From now on in this wording. */
  speak(next: Wording): void;
}

type FormAct = Extract<
  Act,
  {
    act:
      | 'keep-draft'
      | 'resume'
      | 'begin-anew'
      | 'answer'
      | 'scan'
      | 'stop-scan'
      | 'take-from-stick'
      | 'stop-reading'
      | 'read-again'
      | 'remove-page'
      | 'move-page'
      | 'photograph'
      | 'change'
      | 'add-member'
      | 'change-member'
      | 'remove-member'
      | 'submit'
      | 'print-again'
      | 'print-pages'
      | 'stop-pages';
  }
>;

export type FormActs = ReturnType<typeof createFormActs>;

/** What a person does from the card to the receipt. An act gives whether it was one for the screen that stands there. */
export function createFormActs({
  ports,
  keeping,
  scanning,
  codes,
  socialCards,
  paperReading,
  photographing,
  printing,
  pages,
  stage,
  wording,
  become,
  speak,
}: FormParts) {
  const around = () => ({
    items: ports.items,
    earlierItems: ports.earlierItems,
    today: ports.today(),
    language: wording().language,
    openDraft: ports.drafts.open,
  });
  /** Another card may be the right one, so a card that was refused is followed by the next. */
  const becomeAfterCard = (next: Stage, wasRead: boolean) => {
    become(next);
    if (wasRead && next.stage === 'identity') ports.toHost({ message: 'read-card', ticket: next.person.ticket });
  };

  const keepDraft = (on: boolean): boolean => {
    const now = stage();
    if (now.stage !== 'notice') return false;
    become({ ...now, person: { ...now.person, keepDraft: on } });
    return true;
  };

  const resume = (): boolean => {
    const now = stage();
    if (now.stage !== 'resume') return false;
    const { found, item, person } = now;
    keeping.takeUp(found);
    become(resumed(found, item, person, ports.today()));
    // What was chosen just now counts; where nothing was, it is as it was.
    const { language, elderly } = wording();
    if (language === 'zh' && !elderly) speak({ language: found.content.language, elderly: found.content.elderly });
    return true;
  };

  const beginAnew = (): boolean => {
    const now = stage();
    if (now.stage !== 'resume') return false;
    keeping.giveUp(now.found);
    becomeAfterCard(identifiedStep(now.person, around()), true);
    return true;
  };

  const answer = (question: string, value: AnswerValue | null): boolean => {
    const now = stage();
    if (now.stage !== 'question' || now.question !== question) return false;
    // A page that is still coming belongs here.
    if (scanning.state().state === 'running' || photographing.state().state === 'keeping') return false;
    scanning.forget();
    photographing.forget();
    become(
      answerQuestion(now, value, ports.today(), {
        scannedText: codes.readText(),
        socialCardText: socialCards.readText(),
        offeredTexts: paperReading.offers(),
      }),
    );
    return true;
  };

  /** From the scanner; with `file`, that file of the person's own stick. */
  const scan = (instead: string | null, file: number | null): boolean => {
    const now = stage();
    const question = paperQuestionAt(now);
    if (question === null || now.stage !== 'question') return false;
    if (photographing.state().state === 'keeping') return false;
    if (file !== null && question.photograph !== 'will-do') return false;
    photographing.forget();
    const { ticket, answers } = now.person;
    const pages = pagesOf(answers, now.question);
    if (instead !== null && !pages.includes(instead)) return false;
    const room = instead === null ? question.maxPages - pages.length : 1;
    return scanning.start({ ticket, room, instead, file });
  };

  const photograph = (part: Extract<FormAct, { act: 'photograph' }>): boolean => {
    const now = stage();
    const question = paperQuestionAt(now);
    if (question?.photograph !== 'will-do' || now.stage !== 'question') return false;
    const camera = question.photo === undefined ? ports.camera : (ports.portraitCamera ?? ports.camera);
    if (camera === null) return false;
    if (scanning.state().state === 'running') return false;
    const pages = pagesOf(now.person.answers, now.question);
    if (part.instead === undefined ? pages.length >= question.maxPages : !pages.includes(part.instead)) return false;
    scanning.forget();
    return photographing.onPart(part);
  };

  const removePage = (paper: string): boolean => {
    const now = stage();
    const next = now.stage === 'question' ? withoutPage(now, paper) : null;
    if (next !== null) become(next);
    return next !== null;
  };

  const movePage = (paper: string, to: 'earlier' | 'later'): boolean => {
    const now = stage();
    const next = now.stage === 'question' ? withPageMoved(now, paper, to) : null;
    if (next !== null) become(next);
    return next !== null;
  };

  const lookAtPage = ({ paper, at }: Extract<Act, { act: 'look-at-page' }>): PagePart | null => {
    const now = stage();
    if (now.stage !== 'question' || !pagesOf(now.person.answers, now.question).includes(paper)) return null;
    const sealed = now.person.papers.find(({ id }) => id === paper);
    return sealed === undefined ? null : partOfPage(sealed, at, ports.readChunk);
  };

  const change = (question: string): boolean => {
    const now = stage();
    const next = now.stage === 'check' && !now.submitting ? changeAnswer(now, question) : null;
    if (next !== null) become(next);
    return next !== null;
  };

  const members = (asked: Extract<FormAct, { act: `${string}-member` }>): boolean => {
    const now = stage();
    const next =
      now.stage !== 'question'
        ? null
        : asked.act === 'add-member'
          ? addMember(now)
          : asked.act === 'change-member'
            ? changeMember(now, asked.member)
            : removeMember(now, asked.member, ports.today());
    if (next !== null) become(next);
    return next !== null;
  };

  const submit = (): boolean => {
    const now = stage();
    if (now.stage !== 'check' || now.submitting) return false;
    const { person } = now;
    if (firstUnanswered(person) !== null) return false;
    become({ ...now, failed: null, submitting: true });
    void ports.submit(submissionOf(person, wording())).then((submitted) => {
      if (!submitted.ok) {
        const { error } = submitted;
        become(
          typeof error === 'string'
            ? { stage: 'check', person, failed: error, submitting: false }
            : scanAgain(person, error.gone),
        );
        return;
      }
      const { caseNumber } = submitted.value;
      const receipt = ports.receiptFor(person, submitted.value, wording());
      const { item, ticket } = person;
      become({
        stage: 'result',
        handedIn: { ticket, caseNumber, itemName: item.name, next: item.next, receipt },
        state: ports.caseState(caseNumber),
        print: { state: 'printing' },
      });
      pages.offer(ticket, ports.copyFor(person, submitted.value, wording()));
      printing.print(caseNumber, receipt);
    });
    return true;
  };

  const printAgain = (): boolean => {
    const now = stage();
    if (now.stage !== 'result' || now.print.state === 'printing') return false;
    printing.print(now.handedIn.caseNumber, now.handedIn.receipt);
    return true;
  };

  return {
    onCard: (event: CardEvent): void => {
      const now = stage();
      if (now.stage === 'identity') becomeAfterCard(cardStep(now, event, around()), event.event === 'read');
    },
    lookAtPage,
    act: (asked: FormAct): boolean => {
      switch (asked.act) {
        case 'keep-draft':
          return keepDraft(asked.on);
        case 'resume':
          return resume();
        case 'begin-anew':
          return beginAnew();
        case 'answer':
          return answer(asked.question, asked.value);
        case 'scan':
          return scan(asked.instead ?? null, null);
        case 'stop-scan':
          scanning.stop();
          return true;
        case 'take-from-stick':
          return scan(asked.instead ?? null, asked.file);
        case 'stop-reading':
          return paperReading.stop();
        case 'read-again':
          return paperReading.again();
        case 'photograph':
          return photograph(asked);
        case 'remove-page':
          return removePage(asked.paper);
        case 'move-page':
          return movePage(asked.paper, asked.to);
        case 'change':
          return change(asked.question);
        case 'add-member':
        case 'change-member':
        case 'remove-member':
          return members(asked);
        case 'submit':
          return submit();
        case 'print-again':
          return printAgain();
        case 'print-pages':
          return stage().stage === 'result' && pages.print();
        case 'stop-pages':
          return pages.stop();
        default:
          return asked satisfies never;
      }
    },
  };
}
