import type { ReaderStatus } from '../../../main/contract/devices/id-card-reader.ts';
import type { Sentences, Titled } from './shapes.ts';
import type { CardRefusal, Screen } from '../../../main/contract/view/screen.ts';

type Identity = Extract<Screen, { screen: 'identity' }>;

export interface IdentityWords {
  readonly identity: {
    readonly card: Titled<Exclude<Identity['card'], 'refused'>>;
    readonly cardButton: Sentences<Identity['card']>;
    readonly reader: Titled<Exclude<ReaderStatus['state'], 'ready'>>;
    readonly refusal: Titled<CardRefusal['why']>;
    readonly noCard: string;
    readonly askStaff: string;
    readonly drawing: string;
  };
}
