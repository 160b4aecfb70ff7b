import type { ServiceToHost } from '../../contract/device-host.ts';
import type { StickState } from '../../contract/devices/stick.ts';
import { paperQuestionAt } from './pages.ts';
import { type Stage, ticketOf } from './stage.ts';

export interface ResidentStickPorts {
  /** Whether this terminal takes sticks at all. */
  readonly isTaken: boolean;
  toHost(message: ServiceToHost): boolean;
  onChange(): void;
}

/** A resident's own stick: looked at while a question for papers stands there that a photograph will do for, and never else. */
export function createResidentStick(ports: ResidentStickPorts) {
  let lookingFor: string | null = null;
  let state: StickState = { state: 'none' };

  const look = () => {
    if (lookingFor !== null) ports.toHost({ message: 'look-at-stick', ticket: lookingFor });
  };

  return {
    /** The screen that stands there now. */
    follow: (stage: Stage): void => {
      const isWanted = ports.isTaken && paperQuestionAt(stage)?.photograph === 'will-do';
      const next = isWanted ? ticketOf(stage) : null;
      if (next === lookingFor) return;
      if (lookingFor !== null) ports.toHost({ message: 'leave-stick', ticket: lookingFor });
      lookingFor = next;
      state = { state: 'none' };
      look();
    },
    onStick: (ticket: string, next: StickState): void => {
      if (ticket !== lookingFor) return;
      state = next;
      ports.onChange();
    },
    onHostStarted: look,
    onHostLost: (): void => {
      state = { state: 'none' };
    },
    /** Null where none is looked at. */
    forQuestion: (): StickState | null => (lookingFor === null ? null : state),
  };
}

export type ResidentStick = ReturnType<typeof createResidentStick>;
