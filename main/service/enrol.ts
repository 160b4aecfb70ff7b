import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { loadProfile } from './catalog/profile-file.ts';
import { countWaiting } from './store/case-rows.ts';
import { openStore } from './store/database.ts';
import { readTerminalState } from './store/terminal-state.ts';
import { enrolTerminal } from './sync/enrolment.ts';
import { enrolmentFaultWords } from './sync/enrolment-words.ts';
import { systemTimers } from './timers.ts';

/**
 * Enrols this terminal: makes its keys and lets the platform know them, by a one-time code. Run by the operator while the
 * service is down; cut off at any point, it may be run again with the same code. Asks for the code: as an argument it would
 * stand in the shell's history and in the list of processes. Exit code 0: enrolled. 1: not, and said why. 2: called wrongly.
 */
const { values } = parseArgs({
  options: {
    /** The service's data folder. */
    data: { type: 'string' },
    /** The terminal's profile: says where the platform is and which roots to trust. */
    profile: { type: 'string' },
    /** For a terminal that is enrolled already: its next incarnation, with new keys. What waits here is kept. */
    again: { type: 'boolean', default: false },
    /** For scripts. As the platform gave it; hyphens and case do not matter. */
    code: { type: 'string' },
  },
});
const { data, profile: profileFile } = values;
if (data === undefined || profileFile === undefined) {
  process.stderr.write('enrol.ts --data FOLDER --profile FILE [--again] [--code CODE]\n');
  process.exit(2);
}

process.umask(0o077);
const { profile, faults } = loadProfile(profileFile, join(data, 'profile.last-good.yaml'));
// A profile of last week may name another platform: here the one that was given counts, or none.
if (profile === null || faults.length > 0) {
  for (const { file, line, wrong, right } of faults) {
    process.stderr.write(`${file}:${line}: ${wrong.zh} ${right.zh}\n${file}:${line}: ${wrong.en} ${right.en}\n`);
  }
  process.exit(1);
}

// Opened for its lock alone. What else may be wrong with the database keeps nobody from enrolling: the service says it.
const store = openStore(data);
if (!store.ok && store.error.fault === 'database-locked') {
  process.stderr.write(
    '本终端的服务正在运行。请先停止服务，再入网。\n' +
      'This terminal’s service is running. Stop it first, then enrol.\n',
  );
  process.exit(1);
}

const enrolled = await enrolTerminal(
  data,
  profile.platform,
  values.code ?? (await askForCode()),
  systemTimers,
  // A database that does not open hides what waits in it; under its old name the terminal can deliver it in any case.
  {
    again: values.again,
    waiting: store.ok ? countWaiting(store.value) : 1,
    keyListVersion: store.ok ? (readTerminalState(store.value)?.keyListVersion ?? 0) : 0,
  },
);
if (store.ok) store.value.close();
if (!enrolled.ok) {
  const { zh, en } = enrolmentFaultWords(enrolled.error);
  process.stderr.write(`${zh}\n${en}\n`);
  process.exit(1);
}
const name = `${enrolled.value.terminal}/${enrolled.value.incarnation}`;
process.stdout.write(`已入网，终端编号 ${name}。\nEnrolled as ${name}.\n`);

/** Empty when the input ends without a line. */
async function askForCode(): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const ended = once(prompt, 'close').then(() => '');
  const typed = await Promise.race([prompt.question('入网码 Enrolment code (XXXX-XXXX-XXXX-XXXX-XXXX-XXXX): '), ended]);
  prompt.close();
  return typed;
}
