import type { ScannerStatus } from '../../../main/contract/devices/document-scanner.ts';
import type { PictureTrouble } from '../../camera/quality.ts';
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
  > & { readonly feeder: Sentences<Extract<ScannerStatus, { state: 'ready' }>['feeder']> };
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
  readonly scannerLine: Sentences<ScannerStatus['state']>;
}
