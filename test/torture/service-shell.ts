import { attachShell, type SocketShell } from '../terminal/socket-shell.ts';

/** The service went away under somebody's hands, or as they came in. */
export class ServiceGone extends Error {}

/**
 * What a socket says whose listener goes: a service that ends in the moment in which somebody comes in resets what stands
 * in its queue. One that finds its database damaged while it starts does just that, after it has said that it is ready.
 */
const codesOfGone: readonly unknown[] = ['ECONNRESET', 'ECONNREFUSED', 'ENOENT', 'EPIPE'];

/** In the place of the window. Throws ServiceGone where no service answers. */
export async function attach(socket: string): Promise<SocketShell> {
  try {
    return await attachShell(socket, { lastRun: null, heldSession: false });
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && codesOfGone.includes(error.code);
    throw isGone ? new ServiceGone(error.message) : error;
  }
}

/** What `work` resolves with, unless the service goes away meanwhile: then it rejects with ServiceGone. */
export function whileThere(shell: SocketShell): <T>(work: Promise<T>) => Promise<T> {
  const gone = shell.closed.then(() => {
    throw new ServiceGone();
  });
  // Nobody may be waiting for anything when it goes.
  gone.catch(() => {});
  return (work) => Promise.race([work, gone]);
}
