import type { HostToService } from '../main/contract/device-host.ts';

/** To the service. */
export type Tell = (message: HostToService) => void;

/** What a device does for one person, or did. Nothing of a session comes out of a device after its end. */
export interface SessionBound {
  /** A session has begun: what is left of any other ends. */
  beginSession(ticket: string): void;
  endSession(ticket: string): void;
}
