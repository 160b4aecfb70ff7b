import type { Sentences } from './shapes.ts';
import type { DraftTrouble } from '../../../main/contract/view/screen.ts';

export interface ResumeWords {
  readonly resume: Sentences<'title' | 'titleOther' | 'help' | 'helpOther' | 'goOn' | 'anew' | 'anewOther'>;
  /** What is not as somebody wants it about their draft. */
  readonly draftTrouble: Sentences<DraftTrouble>;
}
