import { maxPageBytes } from '../../contract/devices/document-scanner.ts';
import type { Result } from '../../contract/result.ts';
import type { Act } from '../../contract/view/act.ts';
import type { ScanState } from '../../contract/view/question.ts';
import type { PaperFault, PaperSealer, SealedPaper } from '../sealing/paper.ts';

export interface PhotographingPorts {
  startPaper(): Result<PaperSealer, PaperFault>;
  /** A page lies on the disk for good, and is not yet anybody's. False where the session could not take it. `instead`: the page whose place it is for. */
  onPage(paper: SealedPaper, instead: string | null): boolean;
  onChange(): void;
}

export interface Photographing {
  state(): ScanState;
  /** Whether it was one that was waited for. */
  onPart(part: PhotographPart): boolean;
  /** The person has gone on, or away: nothing that is still on its way is anybody's. */
  forget(): void;
}

type PhotographPart = Extract<Act, { act: 'photograph' }>;

/**
 * Takes a photograph from the page, sealing each part as it comes, as a scanner's pages are. The page of the window is not
 * trusted more than a driver: what is no JPEG, too long or out of turn is dropped.
 */
export function createPhotographing(ports: PhotographingPorts): Photographing {
  let state: ScanState = { state: 'none' };
  let coming: { readonly sealer: PaperSealer; parts: number; bytes: number } | null = null;
  /** Counts the photographs, so that one whose person has gone is known when it has been flushed. */
  let number = 0;

  const become = (next: ScanState) => {
    state = next;
    ports.onChange();
  };
  const drop = (then: ScanState) => {
    number += 1;
    coming?.sealer.abandon();
    coming = null;
    state = then;
  };
  const breakOff = (then: ScanState): false => {
    drop(then);
    ports.onChange();
    return false;
  };
  const begin = (bytes: Buffer): boolean => {
    drop({ state: 'none' });
    if (!startsAsJpeg(bytes)) return false;
    const begun = ports.startPaper();
    if (!begun.ok) return breakOff({ state: 'disk' });
    coming = { sealer: begun.value, parts: 0, bytes: 0 };
    return true;
  };
  const keep = async (sealer: PaperSealer, instead: string | null) => {
    const mine = number;
    const paper = await sealer.finish();
    if (mine !== number) {
      sealer.abandon();
      return;
    }
    const isTaken = paper.ok && ports.onPage(paper.value, instead);
    if (!isTaken) sealer.abandon();
    become({ state: isTaken ? 'none' : 'disk' });
  };

  return {
    state: () => state,
    forget: () => drop({ state: 'none' }),
    onPart: ({ at, base64, last, instead }) => {
      if (state.state === 'keeping') return false;
      const bytes = Buffer.from(base64, 'base64');
      if (at === 0 && !begin(bytes)) return false;
      if (coming === null || coming.parts !== at) return false;
      coming.parts += 1;
      coming.bytes += bytes.length;
      if (coming.bytes > maxPageBytes) return breakOff({ state: 'page-too-large' });
      if (!coming.sealer.write(bytes).ok) return breakOff({ state: 'disk' });
      if (!last) return true;
      if (!endsAsJpeg(bytes)) return breakOff({ state: 'none' });
      const { sealer } = coming;
      coming = null;
      become({ state: 'keeping' });
      void keep(sealer, instead ?? null);
      return true;
    },
  };
}

const startsAsJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
const endsAsJpeg = (bytes: Buffer): boolean => bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
