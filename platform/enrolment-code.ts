import { parseArgs } from 'node:util';
import { z } from 'zod';
import { askInner } from './inner/ask.ts';
import { defaultInnerSocket } from './inner/default-socket.ts';

/**
 * node platform/enrolment-code.ts (--data DIR | --inner-socket PATH) (--prefix LLZ | --terminal LLZ01)
 *
 * Asks the running platform for a one-time code and prints it: with a prefix for a new terminal, with a terminal's name
 * for the machine that takes its place.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'inner-socket': { type: 'string' },
    prefix: { type: 'string' },
    terminal: { type: 'string' },
  },
});
const socket = values['inner-socket'] ?? (values.data === undefined ? undefined : defaultInnerSocket(values.data));
const { prefix, terminal } = values;
if (socket === undefined || (prefix === undefined) === (terminal === undefined)) {
  process.stderr.write(
    'usage: node platform/enrolment-code.ts (--data DIR | --inner-socket PATH) (--prefix LLZ | --terminal LLZ01)\n',
  );
  process.exit(2);
}

const answer = z.union([z.object({ code: z.string(), expiresAt: z.iso.datetime() }), z.object({ error: z.string() })]);

try {
  const body = prefix === undefined ? { terminal } : { prefix };
  const given = answer.parse((await askInner(socket, { method: 'POST', body }, '/enrolment-codes')).body);
  if ('error' in given) {
    const why =
      given.error === 'unknown-terminal'
        ? `平台没有名为 ${terminal} 的终端。 The platform knows no terminal ${terminal}.`
        : '前缀为 1 至 5 位大写字母或数字，以字母结尾。 A prefix has 1 to 5 capitals and digits and ends in a letter.';
    process.stderr.write(`${why}\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`${given.code}\n`);
    process.stderr.write(`有效期至 ${given.expiresAt}，仅可使用一次。 Good once, until ${given.expiresAt}.\n`);
  }
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`平台没有应答，请先启动平台。 The platform does not answer; start it first. (${why})\n`);
  process.exitCode = 1;
}
