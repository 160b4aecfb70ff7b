import { parseArgs } from 'node:util';
import { NotPossible } from '../../build/commands.ts';
import { measureApdu } from './apdu.ts';
import { measureBacklog } from './backlog.ts';
import { measureCodes } from './codes.ts';
import { measureDevices } from './devices.ts';
import { measureDrain } from './drain.ts';
import { measureFind } from './find.ts';
import { measureFootprint } from './footprint.ts';
import { measureHandwriting } from './handwriting.ts';
import { measureHid } from './hid.ts';
import { measurePinyin } from './pinyin.ts';
import { measurePrint } from './print.ts';
import { asJson, asTable, type Report } from './report.ts';
import { measureSubmit } from './submit.ts';
import { measureThinLink } from './thin-link.ts';

/**
 * Measures the service against what the machine could do at best, in one run: `npm run bench -- NAME [--json]`. What was
 * found, and what the numbers do not say, stands in docs/performance.md.
 */
const benches: Readonly<Record<string, () => Promise<Report>>> = {
  submit: measureSubmit,
  drain: measureDrain,
  backlog: measureBacklog,
  'thin-link': measureThinLink,
  footprint: measureFootprint,
  find: measureFind,
  print: measurePrint,
  devices: measureDevices,
  codes: measureCodes,
  hid: measureHid,
  apdu: measureApdu,
  handwriting: measureHandwriting,
  pinyin: measurePinyin,
};

// Leaving by exit() takes everything along that was started (test/workbench/child.ts).
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const [name = ''] = positionals;
const bench = benches[name];
if (bench === undefined || positionals.length > 1) {
  process.stderr.write(`npm run bench -- NAME [--json]; NAME is one of: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const report = await bench().catch((error: unknown) => {
    if (!(error instanceof NotPossible)) throw error;
    process.stderr.write(error.message);
    process.exit(2);
  });
  process.stdout.write(`${values.json === true ? asJson(report) : asTable(report)}\n`);
}
