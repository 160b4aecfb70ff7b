import type { LifeEvent } from '../../../main/contract/item-elements.ts';
import type { Sentences } from './shapes.ts';

export interface FindWords {
  readonly lifeEvent: Sentences<LifeEvent>;
  readonly find: Sentences<
    | 'pickEvent'
    | 'pickEventOrCode'
    | 'used'
    | 'all'
    | 'allTitle'
    | 'byWord'
    | 'pickItem'
    | 'title'
    | 'help'
    | 'example'
    | 'nothing'
    | 'nothingHelp'
    | 'back'
  >;
}
