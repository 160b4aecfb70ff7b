import type { AnswerValue } from '../../contract/answers.ts';
import type { PrinterStatus } from '../../contract/devices/receipt-printer.ts';
import type { ReaderStatus } from '../../contract/devices/id-card-reader.ts';
import type { Item, Question } from '../../contract/item.ts';
import { maskIdNumber, maskName } from '../../contract/masks.ts';
import type { DraftTrouble, Screen } from '../../contract/view/screen.ts';
import type { Language, Words } from '../../contract/words.ts';
import { localMinute } from '../cases/receipt.ts';
import { cardValue } from './answer-rules.ts';
import { maskAddress, shownText } from './answer-text.ts';
import type { Answers } from './draft.ts';
import { askedQuestions, stepOf } from './flow.ts';
import type { HeldCardPhoto } from './card-photo.ts';
import type { CodeReading } from './code-reading.ts';
import type { Photographing } from './photographing.ts';
import type { PagePrinting } from './page-printing.ts';
import type { Scanning } from './scanning.ts';
import type { SocialCards } from './social-card.ts';
import type { IdentifiedPerson, Person, Stage } from './stage.ts';

export interface Wording {
  readonly language: Language;
  readonly elderly: boolean;
}

export interface ScreenSurroundings {
  readonly items: readonly Item[];
  readonly reader: ReaderStatus;
  readonly wording: Wording;
  readonly scanning: Pick<Scanning, 'status' | 'state'>;
  readonly codes: Pick<CodeReading, 'atHome' | 'isUsable' | 'forQuestion'>;
  readonly socialCards: Pick<SocialCards, 'forQuestion'>;
  readonly cardPhoto: Pick<HeldCardPhoto, 'shown'>;
  readonly pages: Pick<PagePrinting, 'state'>;
  readonly photographing: Pick<Photographing, 'state'>;
  /** By part of its name; null where there is none. */
  readonly camera: string | null;
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
      return {
        screen: 'home',
        items: items.map((item) => ({
          id: item.id,
          name: say(item.name, item.plainName),
          summary: say(item.summary),
          picture: item.picture,
        })),
        interrupted: stage.interrupted !== 'no',
        draftWaits: stage.interrupted === 'draft-waits',
        takesCodes: around.codes.isUsable(),
        code: around.codes.atHome(),
      };
    case 'notice': {
      const { name, plainName, notice } = stage.person.item;
      return {
        screen: 'notice',
        itemName: say(name, plainName),
        takes: notice.takes.map(({ what, why }) => ({ what: say(what), why: say(why) })),
        keeps: say(notice.keeps),
        keepDraft: stage.person.keepDraft,
        draftTrouble: draftTrouble(stage.person),
      };
    }
    case 'identity': {
      const { item, answers } = stage.person;
      return {
        screen: 'identity',
        itemName: say(item.name, item.plainName),
        step: stepOf(item, answers, 'card'),
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
      const { item, answers } = stage.person;
      const question = questionOf(item, stage.question);
      return {
        screen: 'question',
        itemName: say(item.name, item.plainName),
        step: stepOf(item, answers, { question: question.id }),
        question: question.id,
        ask: say(question.ask, question.plain),
        help: question.help === undefined ? '' : say(question.help, question.plainHelp),
        view: questionView(question, stage.person, around, say),
        value: valueShown(question, stage.person),
        fault: stage.fault,
        changing: stage.changing,
        draftTrouble: draftTrouble(stage.person),
      };
    }
    case 'check': {
      const { item, answers } = stage.person;
      return {
        screen: 'check',
        itemName: say(item.name, item.plainName),
        step: stepOf(item, answers, 'check'),
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

export function questionOf(item: Item, id: string): Question {
  const question = item.questions.find((candidate) => candidate.id === id);
  if (question === undefined) throw new Error(`item ${item.id} has no question ${id}`);
  return question;
}

function questionView(
  question: Question,
  person: IdentifiedPerson,
  { scanning, codes, socialCards, photographing, camera, today }: ScreenSurroundings,
  say: (words: Words, plain?: Words) => string,
): Extract<Screen, { screen: 'question' }>['view'] {
  switch (question.kind) {
    case 'choice':
      return {
        kind: 'choice',
        options: question.options.map(({ id, words, plain }) => ({
          id,
          text: plain === undefined ? say(words) : say(words, plain),
        })),
      };
    case 'text': {
      const onCard = cardValue(question, person.identified.card);
      const masked = onCard?.kind === 'text' ? maskFor(question.content, onCard.text) : null;
      return {
        kind: 'text',
        content: question.content,
        asOnCard: masked === null ? null : { masked },
        code: question.fromCode === true ? codes.forQuestion() : null,
        socialCard: question.fromSocialCard === undefined ? null : socialCards.forQuestion(),
      };
    }
    case 'phone':
      return { kind: 'phone' };
    case 'region':
      return { kind: 'region', depth: question.depth };
    case 'date':
      return {
        kind: 'date',
        precision: question.precision,
        latestYear: question.latest === 'today' ? yearOf(today()) : null,
      };
    case 'paper': {
      const { maxPages, needed, photograph } = question;
      const photographed = photographing.state();
      return {
        kind: 'paper',
        maxPages,
        needed,
        scanner: scanning.status(),
        camera: photograph === 'will-do' ? camera : null,
        scan: photographed.state === 'none' ? scanning.state() : photographed,
      };
    }
    case 'signature':
      return { kind: 'signature' };
    default:
      return question satisfies never;
  }
}

const yearOf = (today: string | null): number | null => (today === null ? null : Number(today.slice(0, 4)));

/** What stands in the field: the answer given before, else what the card fills in. The card's own words stay masked. */
function valueShown(question: Question, { answers, identified }: IdentifiedPerson): AnswerValue | null {
  const given = answers.get(question.id);
  if (given !== undefined)
    return given.source === 'card' && question.kind === 'text' ? { kind: 'as-on-card' } : given.value;
  const filled = 'fromCard' in question && question.fromCard?.how === 'filled';
  if (!filled) return null;
  const value = cardValue(question, identified.card);
  return value?.kind === 'text' ? { kind: 'as-on-card' } : value;
}

const maskFor = (content: Extract<Question, { kind: 'text' }>['content'], text: string): string =>
  content === 'name' ? maskName(text) : maskAddress(text);

const cardLabels = {
  name: { zh: '姓名', en: 'Name' },
  idNumber: { zh: '证件号', en: 'ID number' },
} as const satisfies Record<string, Words>;

type Row = Extract<Screen, { screen: 'check' }>['rows'][number];

/** What the person checks before they hand it in: what came from the card masked, what they entered in full. */
export function checkedRows(person: IdentifiedPerson, language: Language): Row[] {
  return [
    ...cardRows(person, language),
    ...answerRows(person.item, person.answers, (words) => words[language], language),
  ];
}

function cardRows({ identified: { card } }: IdentifiedPerson, language: Language): readonly Row[] {
  return [
    { label: cardLabels.name[language], text: maskName(card.name), signature: null, change: null },
    { label: cardLabels.idNumber[language], text: maskIdNumber(card.idNumber), signature: null, change: null },
  ];
}

function answerRows(item: Item, answers: Answers, say: (words: Words) => string, language: Language): readonly Row[] {
  return askedQuestions(item, answers).flatMap((question) => {
    const given = answers.get(question.id);
    return given === undefined
      ? []
      : [
          {
            label: say(question.label),
            text: shownText(question, given, language),
            signature: given.value.kind === 'signature' ? given.value : null,
            change: question.id,
          },
        ];
  });
}

/** Whether a receipt can come out of this printer as it is now. */
export function canPrint(status: PrinterStatus): boolean {
  return status.state === 'ready' || status.state === 'printing';
}
