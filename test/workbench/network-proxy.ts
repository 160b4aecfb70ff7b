import { once } from 'node:events';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/**
 * The wire between the terminal and the platform, as a process of its own: it hands bytes on until somebody cuts it.
 * Cut means what a pulled cable with a router behind it looks like to the service: connections reset, new ones refused.
 *
 *   node test/workbench/network-proxy.ts --to PORT --control SOCKET
 *
 * Prints {"ready":true,"port":N}. Control: see docs/virtual-devices.md.
 */
const { to, control } = z
  .object({ to: z.coerce.number().int(), control: z.string() })
  .parse(parseArgs({ options: { to: { type: 'string' }, control: { type: 'string' } } }).values);

const command = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('cut') }),
  z.strictObject({ do: z.literal('restore') }),
  z.strictObject({ do: z.literal('state') }),
]);

interface Connection {
  readonly terminal: net.Socket;
  readonly platform: net.Socket;
}
const connections = new Set<Connection>();

const listener = net.createServer((terminal) => {
  const connection: Connection = { terminal, platform: net.connect(to, '127.0.0.1') };
  const { platform } = connection;
  connections.add(connection);
  terminal.pipe(platform).pipe(terminal);
  // A reset on one side is a reset on the other, and no reason for the wire to fall over.
  terminal.on('error', () => reset(platform));
  platform.on('error', () => reset(terminal));
  platform.on('close', () => terminal.end());
  terminal.on('close', () => {
    platform.end();
    connections.delete(connection);
  });
});

function reset(socket: net.Socket): void {
  socket.resetAndDestroy();
  // That alone leaves a socket that is still connecting until it is connected.
  socket.destroy();
}

const listen = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', () => {
      const address = listener.address();
      if (address === null || typeof address === 'string') throw new Error('A TCP listener has a port.');
      resolve(address.port);
    });
  });

const port = await listen(0);

async function cut(): Promise<void> {
  const closed = once(listener, 'close');
  listener.close();
  for (const { terminal, platform } of connections) {
    reset(terminal);
    reset(platform);
  }
  connections.clear();
  await closed;
}

async function obey(line: string): Promise<object> {
  const parsed = command.safeParse(parseJson(line));
  if (!parsed.success) return { ok: false, error: 'expected {"do":"cut"}, {"do":"restore"} or {"do":"state"}' };
  if (parsed.data.do === 'cut' && listener.listening) await cut();
  if (parsed.data.do === 'restore' && !listener.listening) await listen(port);
  return { ok: true, cut: !listener.listening, connections: connections.size };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

// One command after the other, whoever sends it: a restore must not overtake the cut before it.
let before: Promise<unknown> = Promise.resolve();
const controlServer = net.createServer((client) => {
  client.on('error', () => client.destroy());
  createInterface({ input: client }).on('line', (line) => {
    before = before.then(async () => client.write(`${JSON.stringify(await obey(line))}\n`));
  });
});
controlServer.listen(control, () => console.log(JSON.stringify({ ready: true, port })));

process.on('SIGTERM', () => process.exit(0));
