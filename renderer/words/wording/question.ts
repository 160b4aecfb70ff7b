import type { Sentences } from './shapes.ts';
import type {
  AnswerFault,
  CodeForQuestion,
  FaultPart,
  SocialCardForQuestion,
} from '../../../main/contract/view/question.ts';
import type { TextContent } from '../../../main/contract/questions.ts';
import type { Screen } from '../../../main/contract/view/screen.ts';

type QuestionKind = Extract<Screen, { screen: 'question' }>['view']['kind'];

export interface QuestionWords {
  readonly question: Sentences<'faultTitle' | 'asOnCard' | 'asBefore' | 'unchosen'>;
  /** How many of several may be chosen, and are. */
  readonly many: Sentences<'any' | 'none' | 'atLeast' | 'atMost' | 'chosen' | 'full'>;
  readonly yesNo: Sentences<'yes' | 'no' | 'unknown'>;
  readonly promise: Sentences<'accept' | 'decline'>;
  readonly socialCard: Sentences<SocialCardForQuestion['state'] | 'drawing'>;
  readonly codeLine: Sentences<
    'light' | 'lightAgain' | 'hold' | 'look' | Exclude<CodeForQuestion['state'], 'none' | 'looking'>
  >;
  readonly signature: Sentences<'field' | 'here' | 'look' | 'clear' | 'full'>;
  readonly fault: Sentences<Exclude<AnswerFault, 'missing'>>;
  readonly missing: Sentences<Exclude<QuestionKind, 'text'>>;
  readonly missingText: Sentences<TextContent>;
  /** Of an answer of several fields: what is missing in one, and the line of help over it. */
  readonly missingPart: Sentences<FaultPart>;
  readonly partHelp: Sentences<FaultPart>;
  readonly group: Sentences<
    | 'add'
    | 'addAnother'
    | 'thatIsAll'
    | 'none'
    | 'full'
    | 'goOn'
    | 'notWhole'
    | 'removeWhich'
    | 'removeTitle'
    | 'removeHelp'
    | 'keep'
  >;
}
