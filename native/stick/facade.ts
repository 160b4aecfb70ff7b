import { maxPagePartBytes, type ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import type { StickSettings, StickState } from '../../main/contract/devices/stick.ts';
import type { Clock } from '../clock.ts';
import type { SessionBound, Tell } from '../facade.ts';
import { type Picture, picturesIn, readPicture } from '../transports/mounted-pictures.ts';

/** Often enough for whoever plugs one in and waits; a mount has no event that reaches every system. */
const lookEveryMs = 700;

export interface StickFacade extends SessionBound {
  look(ticket: string): void;
  leave(ticket: string): void;
  take(order: { readonly ticket: string; readonly scan: string; readonly file: number }): void;
}

/** A resident's own stick, looked at while somebody wants something from it and at no other time. */
export function startStick(settings: StickSettings | undefined, tell: Tell, clock: Clock): StickFacade {
  let lookingFor: string | null = null;
  let cancel: () => void = () => {};
  let pictures: readonly Picture[] = [];
  /** By path, for as long as somebody looks: a file that comes in between must not be taken for the one that was touched. */
  const numbers = new Map<string, number>();
  const numberOf = (path: string): number => {
    const number = numbers.get(path) ?? numbers.size;
    numbers.set(path, number);
    return number;
  };
  let told = '';

  const look = () => {
    if (lookingFor === null || settings === undefined) return;
    const found = picturesIn(settings.folder);
    pictures = found?.pictures ?? [];
    const stick = stateOf(found, numberOf);
    const text = JSON.stringify(stick);
    if (text !== told) tell({ message: 'stick', ticket: lookingFor, stick });
    told = text;
    cancel = clock.after(lookEveryMs, look);
  };
  const leave = () => {
    cancel();
    lookingFor = null;
    pictures = [];
    numbers.clear();
    told = '';
  };

  return {
    look: (ticket) => {
      leave();
      lookingFor = ticket;
      if (settings === undefined) tell({ message: 'stick', ticket, stick: { state: 'none' } });
      look();
    },
    leave: (ticket) => {
      if (lookingFor === ticket) leave();
    },
    take: ({ ticket, scan, file }) => {
      const outcome = (result: ScanOutcome) => tell({ message: 'scan-outcome', ticket, scan, result });
      const picture = lookingFor === ticket ? pictures.find(({ path }) => numbers.get(path) === file) : undefined;
      const bytes = picture === undefined ? null : readPicture(picture);
      if (bytes === null) outcome({ outcome: 'not-a-page' });
      else if (bytes === 'too-large') outcome({ outcome: 'page-too-large' });
      else {
        for (let at = 0; at < bytes.length; at += maxPagePartBytes) {
          const part = bytes.subarray(at, at + maxPagePartBytes);
          const last = at + maxPagePartBytes >= bytes.length;
          tell({ message: 'page-part', ticket, scan, page: 1, base64: part.toString('base64'), last });
        }
        bytes.fill(0);
        outcome({ outcome: 'done', pages: 1 });
      }
    },
    beginSession: (ticket) => {
      if (lookingFor !== ticket) leave();
    },
    endSession: (ticket) => {
      if (lookingFor === ticket) leave();
    },
  };
}

function stateOf(found: ReturnType<typeof picturesIn>, numberOf: (path: string) => number): StickState {
  if (found === null) return { state: 'unreadable' };
  if (!found.isThere) return { state: 'none' };
  return {
    state: 'there',
    files: found.pictures.map(({ path, name, bytes }) => ({ file: numberOf(path), name, bytes })),
  };
}
