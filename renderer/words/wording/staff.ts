import type { Sentences } from './shapes.ts';
import type { CaseState, WaitReason } from '../../../main/contract/view/waiting.ts';
import type { DeviceTry } from '../../../main/contract/view/staff.ts';
import type { Screen } from '../../../main/contract/view/screen.ts';

type StaffCardState = Extract<Screen, { screen: 'staff-pin' }>['card'];

export interface StaffWords {
  readonly pin: Sentences<'title' | 'help' | 'wrong' | 'locked'>;
  readonly staffCard: Sentences<Exclude<StaffCardState, 'not-offered'>>;
  readonly staff: Sentences<
    | 'title'
    | 'cases'
    | 'devices'
    | 'files'
    | 'casesUnknown'
    | 'nothingWaits'
    | 'cannotLook'
    | 'cannotLookHelp'
    | 'waits'
    | 'sendNow'
    | 'askedToSend'
    | 'notPrinted'
    | 'reader'
    | 'printer'
    | 'scanner'
    | 'codeReader'
    | 'keypad'
    | 'smartCardReader'
    | 'byCard'
    | 'samId'
    | 'filesGood'
    | 'filesBad'
    | 'fileLine'
    | 'wrong'
    | 'right'
    | 'back'
    | 'quit'
    | 'quitTitle'
    | 'quitHelp'
    | 'quitStay'
    | 'quitNow'
    | 'nearEnd'
    | 'pagePrinter'
    | 'paperLow'
    | 'tonerLow'
  >;
  readonly staffTry: Sentences<
    | 'begin'
    | 'beginWhat'
    | 'stop'
    | 'stopWhat'
    | 'notFree'
    | 'putCard'
    | 'putCode'
    | 'printed'
    | 'read'
    | Exclude<DeviceTry['state'], 'put-something-there' | 'worked'>
  >;
  readonly caseState: Sentences<CaseState>;
  readonly waitReason: Sentences<WaitReason>;
}
