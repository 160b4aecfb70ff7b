import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** What every virtual device takes on its command line, as parseArgs wants it. */
export const controlFlags = {
  control: { type: 'string' },
  'exit-with-parent': { type: 'boolean', default: false },
} as const;

interface ControlSettings<Order> {
  /** Where the socket is made; what lay there is removed. */
  readonly path: string;
  readonly order: z.ZodType<Order>;
  /** Carries an order out and gives the state after it. What it throws is answered as an error. */
  readonly carryOut: (given: Order) => object | Promise<object>;
  /** Before the process ends: what it plugged in is pulled out. */
  readonly leave: () => void | Promise<void>;
  /** End when standard input does: whoever started it holds its other end. */
  readonly exitWithParent: boolean;
  /** What stands in the ready line beside `ready`. */
  readonly ready: () => object;
  /** What happens to it from the other side. */
  readonly changes?: Changes;
}

/** Counts what happens to a device, so that whoever handles it can wait for it. */
export interface Changes {
  note(): void;
  count(): number;
  /** Resolves when more than `count` have happened. */
  after(count: number): Promise<void>;
}

export function countChanges(): Changes {
  let happened = 0;
  let waiting: readonly (() => void)[] = [];
  return {
    note: () => {
      happened += 1;
      const told = waiting;
      waiting = [];
      for (const tell of told) tell();
    },
    count: () => happened,
    after: async (count) => {
      while (happened <= count) await new Promise<void>((resolve) => (waiting = [...waiting, resolve]));
    },
  };
}

const waitOrder = z.strictObject({ do: z.literal('wait'), changes: z.number().int().min(0) });

/**
 * A person's hands on a virtual device: a Unix socket on which each line of JSON is an order, answered by one line,
 * `{ok: true, ...state}` or `{ok: false, error}`. Orders are carried out one after the other, whoever sends them. A device
 * that counts its `changes` adds them to each answer; `{do: "wait", changes: N}` is answered when there are more, and holds
 * nobody up. Says that it is ready on standard output, and ends the process with SIGTERM, SIGINT, or its parent.
 */
export async function serveControl<Order>(settings: ControlSettings<Order>): Promise<void> {
  const { path, order, carryOut, ready, changes } = settings;

  async function answerTo(text: string): Promise<object> {
    try {
      const counted = changes === undefined ? {} : { changes: changes.count() };
      return { ok: true, ...counted, ...(await carryOut(order.parse(JSON.parse(text)))) };
    } catch (error) {
      return { ok: false, error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) };
    }
  }

  let leaving = false;
  async function leave(): Promise<void> {
    if (leaving) return;
    leaving = true;
    await settings.leave();
    rmSync(path, { force: true });
    process.exit(0);
  }

  let turn = Promise.resolve();
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket })
      .on('line', (text) => {
        const answer = async (): Promise<void> => void socket.write(`${JSON.stringify(await answerTo(text))}\n`);
        const { data: wait } = waitOrder.safeParse(parseJson(text));
        if (wait === undefined || changes === undefined) turn = turn.then(answer);
        else void changes.after(wait.changes).then(() => socket.write(`{"ok":true,"changes":${changes.count()}}\n`));
      })
      // It hears of the socket's error, too.
      .on('error', () => socket.destroy());
  });
  process.on('SIGTERM', () => void leave());
  process.on('SIGINT', () => void leave());
  if (settings.exitWithParent) process.stdin.resume().on('close', () => void leave());
  rmSync(path, { force: true });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  process.stdout.write(`${JSON.stringify({ ready: true, ...ready() })}\n`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A device's place on the network: a port that keeps its number while it is unplugged. */
export interface NetworkPlug {
  readonly port: () => number;
  readonly isPlugged: () => boolean;
  plug(): Promise<void>;
  unplug(): Promise<void>;
}

/** `hangUp`: ends what is connected when the plug is pulled; `port` 0 is any free one. */
export function networkPlug(server: Server, port: number, hangUp: () => void): NetworkPlug {
  let plugged = false;
  let given = port;
  return {
    port: () => given,
    isPlugged: () => plugged,
    plug: () => {
      if (plugged) return Promise.resolve();
      plugged = true;
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(given, '127.0.0.1', () => {
          server.off('error', reject);
          const address = server.address();
          if (address !== null && typeof address === 'object') given = address.port;
          resolve();
        });
      });
    },
    unplug: () => {
      if (!plugged) return Promise.resolve();
      plugged = false;
      return new Promise((resolve) => {
        server.close(() => resolve());
        hangUp();
      });
    },
  };
}

/** A device at the end of a line or on a bus, as long as it is plugged in. */
export interface LinePlug<Line> {
  /** Undefined while it is unplugged. */
  readonly line: () => Line | undefined;
  plug(): Promise<void>;
  unplug(): void;
}

export function linePlug<Line extends { unplug(): void }>(attach: () => Line | Promise<Line>): LinePlug<Line> {
  let line: Line | undefined;
  return {
    line: () => line,
    plug: async () => {
      line ??= await attach();
    },
    unplug: () => {
      line?.unplug();
      line = undefined;
    },
  };
}
