import type { Sentences } from './shapes.ts';
import type { Screen } from '../../../main/contract/view/screen.ts';

type SubmitFailure = NonNullable<Extract<Screen, { screen: 'check' }>['failed']>;

export interface CheckWords {
  readonly check: Sentences<
    'title' | 'help' | 'change' | 'changeWhat' | 'submit' | 'failedTitle' | 'photo' | 'photoNote'
  >;
  readonly submitFailure: Sentences<SubmitFailure>;
}
