import type { ScannerStatus } from '../../../main/contract/devices/document-scanner.ts';
import type { PictureTrouble } from '../../camera/quality.ts';
import type { PortraitTrouble } from '../../camera/portrait-rules.ts';
import type { PageTrouble } from '../../papers/page-checks.ts';
import type { CameraState } from '../../camera/use-camera.ts';
import type { Sentences, Titled } from './shapes.ts';

export interface PapersWords {
  readonly papers: Sentences<
    | 'page'
    | 'remove'
    | 'removeWhich'
    | 'scan'
    | 'scanMore'
    | 'scanning'
    | 'stop'
    | 'without'
    | 'stopped'
    | 'tooLarge'
    | 'full'
    | 'enough'
    | 'disk'
    | 'look'
    | 'lookWhich'
    | 'standard'
    | 'scanInstead'
    | 'photographInstead'
    | 'insteadHow'
    | 'notInstead'
  > & {
    readonly feeder: Sentences<Extract<ScannerStatus, { state: 'ready' }>['feeder']>;
    /** What may be wrong with a page that is kept. */
    readonly trouble: Sentences<PageTrouble | 'lost'>;
    readonly care: Sentences<
      'title' | 'help' | 'lost' | 'back' | 'use' | 'turn' | 'cut' | 'noCut' | 'earlier' | 'later' | 'again' | 'notKept'
    >;
  };
  /** What is printed on a paper may be the answer. */
  readonly paperLine: Sentences<'reading' | 'stop' | 'read' | 'offers' | 'nothing'>;
  readonly stick: Sentences<
    'title' | 'help' | 'open' | 'none' | 'empty' | 'unreadable' | 'notAPage' | 'take' | 'takeWhich' | 'size'
  >;
  readonly camera: Titled<'aim' | 'corners' | 'look'> & {
    readonly corner: Sentences<'upper-left' | 'upper-right' | 'lower-right' | 'lower-left'>;
  } & Sentences<
      | 'open'
      | 'openMore'
      | 'instead'
      | 'close'
      | 'live'
      | 'taken'
      | 'page'
      | 'take'
      | 'takeAnyway'
      | 'again'
      | 'straighten'
      | 'use'
      | 'turn'
      | 'notKept'
      | Exclude<CameraState['state'], 'open'>
      | PictureTrouble
      | 'seen'
      | 'not-seen'
    >;
  readonly portrait: Titled<'aim' | 'look'> & Sentences<PortraitTrouble | 'good' | 'open' | 'how'>;
  readonly scannerLine: Sentences<ScannerStatus['state']>;
}
