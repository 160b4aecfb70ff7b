import type { Sentences, Titled } from './shapes.ts';
import type { DraftAtEnd, Screen } from '../../../main/contract/view/screen.ts';

type GoodbyeReason = Extract<Screen, { screen: 'goodbye' }>['because'];

export interface GoodbyeWords {
  readonly goodbye: Titled<GoodbyeReason>;
  readonly goodbyeDraft: Sentences<Exclude<DraftAtEnd, 'none'>>;
  readonly goodbyeReminder: string;
  readonly goodbyeCard: Sentences<'title' | 'help' | 'drawing'>;
  readonly goodbyeChipCard: Sentences<'title' | 'help' | 'drawing'>;
}
