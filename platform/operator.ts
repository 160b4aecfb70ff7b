import { parseArgs } from 'node:util';
import { z } from 'zod';
import { keyList } from '../main/contract/wire/keys.ts';
import { parseIncarnationName } from './incarnation.ts';
import { FolderFault, readBundleFolder } from './bundle-folder.ts';
import { askInner } from './inner/ask.ts';
import { defaultInnerSocket } from './inner/default-socket.ts';

/**
 * What an operator does to a running platform, besides giving out enrolment codes; docs/keys.md says when and why. Prints
 * what is so afterwards. Exit code 0: done. 1: not, and said why. 2: called wrongly.
 */
const usage = `usage: node platform/operator.ts (--data DIR | --inner-socket PATH) COMMAND
  terminals              every enrolment, and whether it is still taken
  revoke LLZ01/1         take nothing more from an enrolment, for good
  keys                   the key list in force
  announce-key USE       a new key beside the old: sealing, acknowledgement, response, bundle or tls
  retire-key ID          end the belief in a key; for tls, ID is the pin
  raise-epoch            once after the database was restored from a backup
  unended                cases that are not ended, and why; of some only their terminals know
  refuse CASE REASON     end one that would wait for ever: paper-not-readable, not-receivable (both on the word of its
                         terminal, which unended shows) or number-used-twice; CASE is its number, or its digest as
                         unended prints it. It ends with all its pages
  bundles                what was published for terminals, newest first
  bundle publish FOLDER  items (FOLDER/services/*.yaml) and settings (FOLDER/settings.yaml, where it is) for all terminals;
                         --version N gives it another number than the next
  lost-cases             what terminals hold a receipt of this platform for, and it no longer has
`;

const refused = z.object({ error: z.string() });
const terminals = z.array(
  z.object({ terminal: z.string(), incarnation: z.number(), standing: z.string(), enrolledAt: z.string() }),
);
const changedList = z.object({ keyListVersion: z.number() });
const epoch = z.object({ epoch: z.number() });
const lostCases = z.array(
  z.object({ caseNumber: z.string(), epoch: z.number(), reportedAt: z.string(), underRevokedKey: z.boolean() }),
);

const unended = z.array(
  z.object({
    caseNumber: z.string().nullable(),
    caseDigest: z.string(),
    outcome: z.string(),
    receivedAt: z.string(),
    stuck: z.object({ because: z.string(), refusableAs: z.string() }).nullable(),
  }),
);
const ended = z.object({ caseNumber: z.string() });
const bundle = z.object({ version: z.number(), digest: z.string(), bytes: z.number(), publishedAt: z.string() });

type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;

/** Null: no such command, or its word is missing. */
function commandOf(
  [command, word, reason]: readonly string[],
  version: string | undefined,
): ((ask: Ask) => Promise<string>) | null {
  const changeOfList = (path: string, body: object) => async (ask: Ask) => {
    const { keyListVersion } = answerAs(changedList, await ask('POST', path, body));
    return `密钥清单版本 ${keyListVersion}。Key list version ${keyListVersion}.`;
  };
  switch (command) {
    case 'terminals':
      return async (ask) =>
        answerAs(terminals, await ask('GET', '/terminals'))
          .map((one) => `${one.terminal}/${one.incarnation}  ${one.standing.padEnd(9)} ${one.enrolledAt}`)
          .join('\n');
    case 'revoke': {
      const named = parseIncarnationName(word ?? '');
      return named === null ? null : changeOfList('/revocations', named);
    }
    case 'keys':
      return async (ask) => describeList(answerAs(keyList, await ask('GET', '/keys')));
    case 'announce-key':
      return word === undefined ? null : changeOfList('/keys', { use: word });
    case 'retire-key':
      return word === undefined ? null : changeOfList('/keys/retired', { id: word });
    case 'raise-epoch':
      return async (ask) => `epoch ${answerAs(epoch, await ask('POST', '/epochs')).epoch}`;
    case 'unended':
      return async (ask) =>
        answerAs(unended, await ask('GET', '/unended-cases'))
          .map(
            (one) =>
              `${one.caseNumber ?? '?'}  ${one.outcome.padEnd(15)} ${one.receivedAt}  ${one.caseDigest}${wordOn(one)}`,
          )
          .join('\n');
    case 'refuse':
      if (word === undefined || reason === undefined) return null;
      return async (ask) => {
        const { caseNumber } = answerAs(ended, await ask('POST', '/refusals', { case: word, reason }));
        return `${caseNumber} 已退回，机器下次联系时结束。 ${caseNumber} is refused; its terminal ends it at its next contact.`;
      };
    case 'bundles':
      return async (ask) =>
        answerAs(z.array(bundle), await ask('GET', '/bundles'))
          .map(describeBundle)
          .join('\n');
    case 'bundle': {
      const asked = version === undefined ? null : Number(version);
      if (word !== 'publish' || reason === undefined || Number.isNaN(asked)) return null;
      return async (ask) => {
        const files = { ...(await readBundleFolder(reason)), version: asked };
        return describeBundle(answerAs(bundle, await ask('POST', '/bundles', files)));
      };
    }
    case 'lost-cases':
      return async (ask) =>
        answerAs(lostCases, await ask('GET', '/lost-cases'))
          .map(({ caseNumber, epoch: under, reportedAt, underRevokedKey }) => {
            const doubt = underRevokedKey ? '  尚待核实：密钥已吊销 unproven: signed with a key revoked since' : '';
            return `${caseNumber}  epoch ${under}  ${reportedAt}${doubt}`;
          })
          .join('\n');
    default:
      return null;
  }
}

const wordOn = ({ stuck }: z.infer<typeof unended>[number]): string =>
  stuck === null ? '' : `  ${stuck.because}, refuse as ${stuck.refusableAs}`;

function describeList({ version, issuedAt, keys, pins, revokedIncarnations }: z.infer<typeof keyList>): string {
  return [
    `version ${version}, ${issuedAt}`,
    ...keys.map(({ id, use, revoked }) => `${use.padEnd(16)}${id}${revoked ? '  retired' : ''}`),
    ...pins.map((pin) => `${'tls'.padEnd(16)}${pin}`),
    ...revokedIncarnations.map((name) => `revoked         ${name}`),
  ].join('\n');
}

function describeBundle({ version, digest, bytes, publishedAt }: z.infer<typeof bundle>): string {
  return `${`${version}`.padEnd(8)}${publishedAt}  ${bytes} B  ${digest}`;
}

class RefusedByPlatform extends Error {}

function answerAs<T>(schema: z.ZodType<T>, answer: unknown): T {
  const no = refused.safeParse(answer);
  if (no.success) throw new RefusedByPlatform(no.data.error);
  return schema.parse(answer);
}

function refusalWords(error: string): string {
  switch (error) {
    case 'unknown-terminal':
      return '平台没有这次登记。 The platform knows no such enrolment.';
    case 'unknown-key':
      return '清单中没有这个在用的密钥。 The list has no key in use by this name.';
    case 'last-key':
      return '这是同类密钥中的最后一个：请先用 announce-key 加一个新的。 It is the last of its kind: announce a new one first.';
    case 'unknown-case':
      return '没有这样等着的办件：请看 unended 的输出。 No case waits in this way: see what unended prints.';
    case 'terminal-has-not-said-so':
      return '机器没有这样说过，缺的也许还在路上：请看 unended 的输出。 Its terminal has not said so, and what is missing may be on its way: see what unended prints.';
    case 'several-cases':
      return '同号的有几件：请用 unended 打印的摘要指明是哪一件。 Several have this number: name one by its digest, as unended prints it.';
    case 'no-bundle-key':
      return '平台还没有签发配置包的密钥：请先 announce-key bundle。 The platform has no key for bundles: announce-key bundle first.';
    case 'version-not-higher':
      return '版本号必须比已发布的大。 The version must be higher than what was published.';
    case 'too-large':
      return '文件太大，终端不收。 The files are more than a terminal takes.';
    case 'malformed':
      return [
        '用途应为 sealing、acknowledgement、response、bundle 或 tls；退回原因应为 paper-not-readable、not-receivable 或 number-used-twice。',
        'A use is sealing, acknowledgement, response, bundle or tls; a reason to refuse is paper-not-readable, not-receivable or number-used-twice.',
      ].join('\n');
    default:
      return error;
  }
}

const { values, positionals } = parseArgs({
  options: { data: { type: 'string' }, 'inner-socket': { type: 'string' }, version: { type: 'string' } },
  allowPositionals: true,
});
const socket = values['inner-socket'] ?? (values.data === undefined ? null : defaultInnerSocket(values.data));
const command = commandOf(positionals, values.version);
if (socket === null || command === null) {
  process.stderr.write(usage);
  process.exit(2);
}
try {
  const ask: Ask = async (method, path, body) =>
    (await askInner(socket, method === 'GET' ? { method } : { method, body: body ?? {} }, path)).body;
  process.stdout.write(`${await command(ask)}\n`);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof FolderFault
      ? `${why}\n`
      : error instanceof RefusedByPlatform
        ? `${refusalWords(why)}\n`
        : `平台没有应答，请先启动平台。 The platform does not answer; start it first. (${why})\n`,
  );
  process.exitCode = 1;
}
