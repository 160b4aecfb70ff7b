import type { Sentences } from './shapes.ts';

export interface NoticeWords {
  readonly notice: Sentences<'title' | 'help' | 'keeps' | 'keepDraft' | 'keepDraftHelp' | 'agree' | 'guide'>;
}
