import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A print server of its own: Debian's cupsd with one queue, on a port and in folders that nobody else uses. Needs root. */
export interface Cups {
  readonly queueUrl: URL;
  /** Files anywhere in its folders in which this stands. */
  filesWith(text: string): readonly string[];
  /** Documents in its spool. */
  spooled(): readonly string[];
  close(): Promise<void>;
}

/** Set up as docs/devices.md asks for; the policy is the one Debian ships. */
const settings = (port: number): string => `LogLevel warn
Listen 127.0.0.1:${port}
Browsing No
DefaultAuthType Basic
WebInterface No
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Send-URI Hold-Job Release-Job Restart-Job Purge-Jobs Set-Job-Attributes Cancel-My-Jobs Close-Job CUPS-Get-Document Cancel-Job Cancel-Jobs>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`;

export async function startCups(printerUrl: string): Promise<Cups> {
  const folder = mkdtempSync(join(tmpdir(), 'cups-'));
  // Its filters and backends run as another user.
  chmodSync(folder, 0o755);
  const at = (name: string): string => join(folder, name);
  for (const name of ['etc', 'spool', 'spool/tmp', 'cache', 'state', 'log']) mkdirSync(at(name));
  const port = await freePort();
  writeFileSync(at('etc/cupsd.conf'), settings(port));
  writeFileSync(
    at('etc/cups-files.conf'),
    [
      `ServerRoot ${at('etc')}`,
      `RequestRoot ${at('spool')}`,
      `CacheDir ${at('cache')}`,
      `StateDir ${at('state')}`,
      `TempDir ${at('spool/tmp')}`,
      `AccessLog ${at('log/access')}`,
      `ErrorLog ${at('log/error')}`,
      `PageLog ${at('log/page')}`,
      'SystemGroup root',
      '',
    ].join('\n'),
  );
  const cupsd: ChildProcess = spawn(
    '/usr/sbin/cupsd',
    ['-f', '-c', at('etc/cupsd.conf'), '-s', at('etc/cups-files.conf')],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const close = async (): Promise<void> => {
    cupsd.kill();
    if (cupsd.exitCode === null && cupsd.signalCode === null) await once(cupsd, 'exit');
    rmSync(folder, { recursive: true });
  };
  await untilThere(cupsd, port);
  const queue = ['-h', `127.0.0.1:${port}`, '-p', 'a4', '-E', '-v', printerUrl, '-m', 'everywhere'];
  await promisify(execFile)('/usr/sbin/lpadmin', queue).catch(async (error: unknown) => {
    await close();
    throw error;
  });

  const filesIn = (name: string): readonly string[] =>
    readdirSync(at(name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  return {
    queueUrl: new URL(`ipp://127.0.0.1:${port}/printers/a4`),
    filesWith: (text) => filesIn('.').filter((file) => readFileSync(file).includes(text)),
    spooled: () => filesIn('spool').filter((file) => /\/d\d+-\d+$/.test(file)),
    close,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function untilThere(cupsd: ChildProcess, port: number): Promise<void> {
  while (cupsd.exitCode === null) {
    const asked = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (asked !== undefined) return;
  }
  throw new Error('cupsd has ended');
}
