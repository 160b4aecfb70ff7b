import type { Sentences } from './shapes.ts';

export interface NoticeWords {
  readonly notice: Sentences<
    'title' | 'help' | 'keeps' | 'forChild' | 'forChildHelp' | 'keepDraft' | 'keepDraftHelp' | 'agree' | 'guide'
  >;
}
