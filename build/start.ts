import { runMain, runVisibly } from './commands.ts';
import { hasDisplay } from './display.ts';
import { prepareAndRunJourneys } from './journey.ts';
import { forgetJourneyReports, readJourneyReports } from './journey-reports.ts';
import { prepareRun } from './run-environment.ts';

await runMain(() => (hasDisplay() ? startWorkbench() : showWithoutDisplay()));

async function startWorkbench(): Promise<number> {
  say('Starting the terminal and its workbench. Ctrl-C ends everything.');
  const run = await prepareRun('terminal and workbench');
  try {
    return await runVisibly(process.execPath, ['test/workbench/main.ts'], run.env);
  } finally {
    await run.remove();
  }
}

async function showWithoutDisplay(): Promise<number> {
  say(
    'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the terminal is shown on a virtual one:',
  );
  say(
    'the journeys are run as `npm run journey` runs them. With a display this command opens the terminal and its workbench.',
  );
  await forgetJourneyReports();
  const exitCode = await prepareAndRunJourneys([]);
  say('');
  const reports = await readJourneyReports();
  if (reports.length === 0) say('No journey came to an end.');
  for (const { name, ok, steps } of reports) {
    const seconds = (steps.reduce((sum, step) => sum + step.ms, 0) / 1000).toFixed(1);
    say(`${ok ? 'passed' : 'FAILED'}  ${name.padEnd(22)} ${String(steps.length).padStart(2)} steps, ${seconds} s`);
  }
  say('Pictures of every screen and of the printed receipt: out/journey/');
  say('Reports: out/journey/report.json and out/journey/<name>/report.json');
  return exitCode;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
