import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { publishedHeads } from '../main/contract/wire/published-heads.ts';
import { incarnationName, parseIncarnationName } from './incarnation.ts';
import { askInner } from './inner/ask.ts';
import { defaultInnerSocket } from './inner/default-socket.ts';

/**
 * node platform/published-heads.ts (--data DIR | --inner-socket PATH) --terminal LLZ01/1 --out FILE
 *
 * Asks the running platform what one enrolment of a terminal told it of its audit log, and writes it to a file for
 * `npm run audit -- verify LOG --head FILE`. An older file is not written over: what it says may be what is missing today.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'inner-socket': { type: 'string' },
    terminal: { type: 'string' },
    out: { type: 'string' },
  },
});
const socket = values['inner-socket'] ?? (values.data === undefined ? undefined : defaultInnerSocket(values.data));
const of = parseIncarnationName(values.terminal ?? '');
const { out } = values;
if (socket === undefined || of === null || out === undefined) {
  process.stderr.write(
    'usage: node platform/published-heads.ts (--data DIR | --inner-socket PATH) --terminal LLZ01/1 --out FILE\n',
  );
  process.exit(2);
}

const name = incarnationName(of);
try {
  const { status, body } = await askInner(socket, { method: 'GET' }, `/published-heads/${name}`);
  if (status === 404) fail(`平台没有入网记录 ${name}。 The platform knows no enrolment ${name}.`);
  else keep(out, publishedHeads.parse(body));
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  fail(`平台没有应答，请先启动平台。 The platform does not answer; start it first. (${why})`);
}

function keep(file: string, heads: ReturnType<typeof publishedHeads.parse>): void {
  try {
    writeFileSync(file, `${JSON.stringify(heads)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    fail(`文件没有写成。 The file was not written. (${why})`);
    return;
  }
  const count = heads.cases.length + (heads.last === null ? 0 : 1);
  process.stderr.write(`${name}：已写入 ${count} 个摘要。 ${name}: written (heads: ${count}).\n`);
}

function fail(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exitCode = 1;
}
