import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { turnCoreDumpsOff } from './health/core-dumps.ts';
import { openLog } from './log.ts';
import { startUp } from './start-up.ts';
import { openTerminal } from './terminal.ts';
import { systemTimers } from './timers.ts';

/**
 * The service. Says on standard output, as one line of JSON, that the shell may come; ends by SIGTERM, or when a member of
 * staff ends the program.
 */
const { values } = parseArgs({
  options: {
    /** Everything that must not be lost, and the keys. */
    data: { type: 'string' },
    /** The Unix socket for the shell. */
    socket: { type: 'string' },
    /** The terminal's profile. */
    profile: { type: 'string' },
    /** The folder of item files. */
    items: { type: 'string' },
    /** Standard error when left out. */
    log: { type: 'string' },
  },
});

function needed(name: 'data' | 'socket' | 'profile' | 'items'): string {
  const value = values[name];
  if (value !== undefined) return value;
  process.stderr.write(
    `--${name} is needed: main.ts --data FOLDER --socket PATH --profile FILE --items FOLDER [--log FILE]\n`,
  );
  process.exit(2);
}

// Files of this process are its own, whatever the shell it was started from thinks.
process.umask(0o077);
const log = openLog(values.log);
const dumps = turnCoreDumpsOff();
if (!dumps.ok) log.error({ why: dumps.error }, 'core dumps could not be turned off');

const started = startUp(
  { dataFolder: needed('data'), profileFile: needed('profile'), itemsFolder: needed('items') },
  log,
  () => new Date(systemTimers.nowMs()).toISOString(),
);
/** As sysexits.h has it, "try again": whoever started this starts it again, and that start finds what has changed. */
const tryAgain = 75;
/** A full disk or a missing one is looked at again so often. */
const diskAgainMs = 60_000;
let ready = false;
let damaged = false;
/** Not at once: whoever ran into it is answered first, and whoever started this is told before that it started. */
function endIfDamaged(): void {
  if (ready && damaged) setImmediate(() => process.exit(tryAgain));
}
if (started.state === 'ready')
  started.store.whenDamaged((why) => {
    log.error({ why }, 'the database is damaged: ending, to be started again');
    damaged = true;
    endIfDamaged();
  });
else if (started.code === 'disk-1') systemTimers.after(diskAgainMs, () => process.exit(tryAgain));
const terminal = await openTerminal(started, {
  timers: systemTimers,
  log,
  socketPath: needed('socket'),
  deviceHost: fileURLToPath(new URL('../../native/host.ts', import.meta.url)),
  onQuit: () => void stop(),
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await terminal.stop();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
process.stdout.write(`${JSON.stringify({ ready: true, state: started.state })}\n`);
ready = true;
endIfDamaged();
