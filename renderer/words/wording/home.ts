import type { Sentences } from './shapes.ts';
import type { CodeAtHome } from '../../../main/contract/view/home.ts';

export interface HomeWords {
  readonly home: Sentences<
    | 'title'
    | 'help'
    | 'helpOrCode'
    | 'interrupted'
    | 'draftWaits'
    | 'noItems'
    | 'howTitle'
    | 'howCard'
    | 'howAnswer'
    | 'howReceipt'
  >;
  readonly homeCode: Sentences<CodeAtHome>;
}
