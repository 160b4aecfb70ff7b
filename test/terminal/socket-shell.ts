import { connect, type Socket } from 'node:net';
import { createFrameReader, encodeFrame } from '../../main/contract/frames.ts';
import { serviceToShell, type ShellToService } from '../../main/contract/shell-service.ts';
import type { Act, ActReply } from '../../main/contract/view/act.ts';
import type { Screen } from '../../main/contract/view/screen.ts';
import type { View } from '../../main/contract/view/view.ts';

type WithoutSession<A> = A extends unknown ? Omit<A, 'session'> : never;

type OneScreen<S extends Screen['screen']> = Extract<Screen, { readonly screen: S }>;

/** How long a view may take to come: generous, because a test machine does many things at once. */
const patienceMs = 15_000;

/** The service's screen without a window: what the shell would show, and the acts a page would ask for. */
export interface SocketShell {
  /** Resolves with the first view, the present one or a later, that fits. Rejects with the last one seen. */
  untilAny(fits: (view: View) => boolean): Promise<View>;
  /** The same, of one screen. */
  until<S extends Screen['screen']>(
    screen: S,
    fits?: (screen: OneScreen<S>, view: View) => boolean,
  ): Promise<View & { readonly screen: OneScreen<S> }>;
  act(asked: WithoutSession<Act>): Promise<ActReply>;
  view(): View;
  /** Messages other than views and replies, in order. */
  readonly others: readonly string[];
  readonly closed: Promise<void>;
  close(): void;
}

export function attachShell(
  path: string,
  attach: Omit<Extract<ShellToService, { message: 'attach' }>, 'message'>,
): Promise<SocketShell> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => {
      socket.write(encodeFrame({ message: 'attach', ...attach } satisfies ShellToService));
      resolve(shellOn(socket));
    });
    socket.once('error', reject);
  });
}

function shellOn(socket: Socket): SocketShell {
  let view: View | null = null;
  let lastId = 0;
  const replies = new Map<number, (reply: ActReply) => void>();
  const watchers = new Set<() => void>();
  const others: string[] = [];
  const read = createFrameReader();
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    const messages = read(chunk);
    if (!messages.ok) throw new Error(messages.error);
    for (const raw of messages.value) {
      const message = serviceToShell.parse(raw);
      if (message.message === 'view') {
        view = message.view;
        for (const watcher of watchers) watcher();
      } else if (message.message === 'act-reply') {
        replies.get(message.id)?.(message.reply);
        replies.delete(message.id);
      } else {
        others.push(message.message);
      }
    }
  });
  const present = (): View => {
    if (view === null) throw new Error('no view has come yet');
    return view;
  };
  const untilAny = (fits: (seen: View) => boolean): Promise<View> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (view === null || !fits(view)) return;
        done();
        resolve(view);
      };
      const impatient = setTimeout(() => {
        done();
        reject(new Error(`no view as asked within ${patienceMs} ms; the last one: ${JSON.stringify(view?.screen)}`));
      }, patienceMs);
      const done = () => {
        clearTimeout(impatient);
        watchers.delete(look);
      };
      watchers.add(look);
      look();
    });
  return {
    others,
    view: present,
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
    close: () => socket.destroy(),
    act: (asked) =>
      new Promise((resolve) => {
        lastId += 1;
        replies.set(lastId, resolve);
        const act = { ...asked, session: present().session } as Act;
        socket.write(encodeFrame({ message: 'act', id: lastId, act } satisfies ShellToService));
      }),
    untilAny,
    until: async <S extends Screen['screen']>(
      screen: S,
      fits: (screen: OneScreen<S>, view: View) => boolean = () => true,
    ) => {
      const isIt = (seen: Screen): seen is OneScreen<S> => seen.screen === screen;
      const found = await untilAny((seen) => isIt(seen.screen) && fits(seen.screen, seen));
      if (!isIt(found.screen)) throw new Error('unreachable: it was this screen when it was found');
      return { ...found, screen: found.screen };
    },
  };
}
