import type { Sentences } from './shapes.ts';
import type { Screen } from '../../../main/contract/view/screen.ts';

type OutOfServiceCode = Extract<Screen, { screen: 'out-of-service' }>['code'];

export interface OutOfServiceWords {
  readonly outOfService: Sentences<'title' | 'help' | 'helpAtDesk' | 'call' | 'code'>;
  readonly outOfServiceCode: Sentences<OutOfServiceCode>;
  readonly oneMoment: Sentences<'title' | 'help' | 'longTitle' | 'longHelp'>;
}
