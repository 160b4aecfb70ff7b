import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { makeTerminalFolder } from '../terminal/enrolled-folder.ts';
import { firstAttach, startService } from '../terminal/hall.ts';
import { attachShell } from '../terminal/socket-shell.ts';
import { startAndWait } from '../workbench/child.ts';
import { atMost, median, percentile, type Report } from './report.ts';

const times = 60;
const warmUps = 5;
const project = path.resolve(import.meta.dirname, '../..');

/**
 * From a code under a serial reader to the view that the window is sent: the wire at 115200 baud, the pause that ends a code,
 * device host and service. The virtual reader takes no time to read it, and drawing the view comes on top.
 */
export async function measureCodes(): Promise<Report> {
  const folder = makeTerminalFolder({ enrolled: true });
  const link = path.join(folder.root, 'code-reader');
  const control = path.join(folder.root, 'code-control');
  const profile = parseDocument(readFileSync(folder.profile, 'utf8'));
  const codeReader = { transport: 'serial', path: link, baud: 115200, model: 'gm65' };
  profile.setIn(['devices'], profile.createNode({ codeReader }));
  writeFileSync(folder.profile, profile.toString());
  const script = path.join(project, 'native/barcode/virtual.ts');
  const [reader] = await startAndWait({
    name: 'reader',
    command: [
      process.execPath,
      script,
      ...['--link', link, '--control', control, '--model', 'gm65', '--baud', '115200', '--exit-with-parent'],
    ],
    logFile: path.join(folder.root, 'reader.out'),
  });
  const service = await startService(folder);
  const shell = await attachShell(folder.socket, firstAttach);
  const hand = connect(control);
  hand.resume();
  const shown: number[] = [];
  try {
    await shell.until('home', ({ takesCodes }) => takesCodes);
    for (let time = -warmUps; time < times; time += 1) {
      const beganMs = performance.now();
      hand.write(`${JSON.stringify({ do: 'scan', text: 'tongban:item:no-criminal-record' })}\n`);
      await shell.until('notice');
      if (time >= 0) shown.push(performance.now() - beganMs);
      await shell.act({ act: 'back' });
      await shell.until('home', ({ takesCodes }) => takesCodes);
    }
  } finally {
    hand.destroy();
    shell.close();
    await service.stop();
    await reader.stop();
    folder.remove();
  }
  return {
    name: 'codes',
    ratios: { scanToViewMs: atMost(median(shown), 100) },
    measured: { scanToViewP95Ms: percentile(shown, 95), times },
  };
}
