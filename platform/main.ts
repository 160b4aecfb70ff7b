import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { defaultInnerSocket } from './inner/default-socket.ts';
import { startPlatform } from './platform.ts';

/**
 * node platform/main.ts --data DIR [--port 0] [--inner-socket PATH]
 *
 * DATABASE_URL names a PostgreSQL database; without it an embedded one is kept in DIR/pglite, which does not wait for the
 * disk when it commits: good for development and demonstration, and not for acknowledgements that must outlive a power
 * cut. Prints one line of JSON to
 * stdout when terminals may come, its log goes to stderr. SIGTERM and SIGINT finish what has begun and end it.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string', default: '0' },
    'inner-socket': { type: 'string' },
  },
});
const port = Number(values.port);
if (values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65535) {
  process.stderr.write('usage: node platform/main.ts --data DIR [--port 0] [--inner-socket PATH]\n');
  process.exit(2);
}

const platform = await startPlatform({
  dataFolder: values.data,
  databaseUrl: process.env['DATABASE_URL'] ?? null,
  port,
  innerSocket: values['inner-socket'] ?? defaultInnerSocket(values.data),
  now: () => new Date(),
  log: pino({ name: 'platform' }, pino.destination({ fd: 2, sync: true })),
});
process.stdout.write(`${JSON.stringify({ ready: true, url: platform.url, roots: platform.roots })}\n`);

let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  void platform.stop();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
