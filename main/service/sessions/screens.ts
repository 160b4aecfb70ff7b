import type { PrinterStatus } from '../../contract/devices/receipt-printer.ts';
import type { ReaderStatus } from '../../contract/devices/id-card-reader.ts';
import type { Item } from '../../contract/item.ts';
import type { DraftTrouble, Screen } from '../../contract/view/screen.ts';
import type { Language, Words } from '../../contract/words.ts';
import { localMinute } from '../cases/receipt.ts';
import type { HeldCardPhoto } from './card-photo.ts';
import { checkedRows } from './check-rows.ts';
import { stepOf } from './flow.ts';
import { memberTitle } from './members.ts';
import { questionOf } from './paths.ts';
import { asBefore, questionView, valueShown } from './question-view.ts';
import { guideOf } from './guide.ts';
import type { CodeReading } from './code-reading.ts';
import type { LookingAround } from './looking.ts';
import type { PaperReading } from './paper-reading.ts';
import type { Photographing } from './photographing.ts';
import type { PagePrinting } from './page-printing.ts';
import type { Scanning } from './scanning.ts';
import type { ResidentStick } from './resident-stick.ts';
import type { SocialCards } from './social-card.ts';
import type { Person, Stage } from './stage.ts';

export interface Wording {
  readonly language: Language;
  readonly elderly: boolean;
}

export interface ScreenSurroundings {
  readonly items: readonly Item[];
  readonly looking: Pick<LookingAround, 'screen'>;
  readonly reader: ReaderStatus;
  readonly wording: Wording;
  readonly scanning: Pick<Scanning, 'status' | 'state'>;
  readonly codes: Pick<CodeReading, 'atHome' | 'isUsable' | 'forQuestion'>;
  readonly socialCards: Pick<SocialCards, 'forQuestion'>;
  readonly paperReading: Pick<PaperReading, 'forQuestion'>;
  readonly stick: Pick<ResidentStick, 'forQuestion'>;
  readonly cardPhoto: Pick<HeldCardPhoto, 'shown'>;
  readonly pages: Pick<PagePrinting, 'state'>;
  readonly photographing: Pick<Photographing, 'state'>;
  /** By part of its name; null where there is none. */
  readonly camera: string | null;
  /** The same of one that looks at the person. */
  readonly portraitCamera: string | null;
  draftTrouble(person: Person): DraftTrouble | null;
  /** YYYY-MM-DD where the terminal stands; null where its clock is surely wrong. */
  today(): string | null;
}

/** What a stage looks like to the person, in their language and wording. */
export function screenOf(stage: Stage, around: ScreenSurroundings): Screen {
  const { items, reader, wording, draftTrouble } = around;
  const say = (words: Words, plain?: Words) => ((wording.elderly ? plain : undefined) ?? words)[wording.language];
  switch (stage.stage) {
    case 'home':
      return around.looking.screen(say, wording.elderly, {
        interrupted: stage.interrupted !== 'no',
        draftWaits: stage.interrupted === 'draft-waits',
        takesCodes: around.codes.isUsable(),
        code: around.codes.atHome(),
      });
    case 'notice': {
      const { name, plainName, notice } = stage.person.item;
      return {
        screen: 'notice',
        itemName: say(name, plainName),
        takes: notice.takes.map(({ what, why }) => ({ what: say(what), why: say(why) })),
        keeps: say(notice.keeps),
        guide: guideOf(stage.person.item, say),
        forChild: stage.person.item.applicant.child !== undefined,
        keepDraft: stage.person.keepDraft,
        draftTrouble: draftTrouble(stage.person),
      };
    }
    case 'identity': {
      const { item } = stage.person;
      return {
        screen: 'identity',
        itemName: say(item.name, item.plainName),
        step: stepOf(stage.person, 'card'),
        reader,
        card: stage.card,
        refusal: stage.refusal,
      };
    }
    case 'resume': {
      const { item, person } = stage;
      const chosen = say(person.item.name, person.item.plainName);
      const found = say(item.name, item.plainName);
      return { screen: 'resume', itemName: chosen, otherItemName: item.id === person.item.id ? null : found };
    }
    case 'question': {
      const { item } = stage.person;
      const question = questionOf(item, stage.question);
      return {
        screen: 'question',
        itemName: say(item.name, item.plainName),
        step: stepOf(stage.person, { question: stage.question }),
        question: stage.question,
        member: memberTitle(item, stage.question, wording.language),
        ask: say(question.ask, question.plain),
        help: question.help === undefined ? '' : say(question.help, question.plainHelp),
        view: questionView(question, stage.person, around),
        value: valueShown(stage),
        asBefore: asBefore(stage, wording),
        fault: stage.fault?.code ?? null,
        faultPart: stage.fault?.part ?? null,
        faultSays: faultSays(stage, say),
        changing: stage.changing,
        draftTrouble: draftTrouble(stage.person),
      };
    }
    case 'check': {
      const { item } = stage.person;
      return {
        screen: 'check',
        itemName: say(item.name, item.plainName),
        step: stepOf(stage.person, 'check'),
        rows: checkedRows(stage.person, wording.language),
        photo: around.cardPhoto.shown(),
        failed: stage.failed,
        submitting: stage.submitting,
      };
    }
    case 'result': {
      const { caseNumber, itemName, next } = stage.handedIn;
      return {
        screen: 'result',
        itemName: say(itemName),
        caseNumber,
        state: stage.state,
        // A refused case has no next step there; the state's own sentence says whom to ask.
        next: stage.state === 'refused-there' ? '' : say(next),
        print: stage.print,
        pages: around.pages.state(),
      };
    }
    case 'case-status': {
      const { caseNumber, submittedAt, item, about } = stage.status;
      const known = items.find(({ id }) => id === item?.id);
      const isOver = about.standing !== 'here' || about.state === 'refused-there';
      return {
        screen: 'case-status',
        caseNumber,
        itemName: item === null ? null : say(item.name),
        handedInAt: submittedAt === null ? null : localMinute(submittedAt),
        next: known === undefined || isOver ? '' : say(known.next),
        about,
      };
    }
    case 'goodbye':
      return {
        screen: 'goodbye',
        because: stage.because,
        draft: stage.draft,
        cardPresent: stage.cardPresent,
        chipCardPresent: stage.chipCardPresent,
      };
    default:
      return stage satisfies never;
  }
}

/** Who brought a child that is none any more is told what to do instead. */
function faultSays({ person, question, fault }: Extract<Stage, { stage: 'question' }>, say: (words: Words) => string) {
  const { child } = person.item.applicant;
  return fault?.code === 'person-too-old' && child?.question === question ? say(child.older) : null;
}

/** Whether a receipt can come out of this printer as it is now. */
export function canPrint(status: PrinterStatus): boolean {
  return status.state === 'ready' || status.state === 'printing';
}
